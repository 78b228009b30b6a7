import type { SqlClient } from '@betang/platform';
import { ReaderStore, type ReaderPlace } from '../reader/reader-store.js';
import { inboundStreamName, streamName } from '../topology/subjects.js';

export type StreamPlaces = readonly (readonly [stream: string, place: ReaderPlace])[];

/**
 * Where a leader reads its streams from, asked before what is known of their lines: a former leader's batch that is kept in between has moved its
 * place, and shows. The other way round it would be taken for missing, and be told and taken again.
 */
export async function readPlaces(db: SqlClient, region: string): Promise<StreamPlaces> {
  const store = new ReaderStore(db);
  const streams = [streamName(region), inboundStreamName(region)];
  return Promise.all(streams.map(async (stream) => [stream, await store.place(stream)] as const));
}
