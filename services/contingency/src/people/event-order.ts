import type { EventRecord } from '@betang/contracts';

const POSITIONS_AN_EPOCH = 1_000_000_000_000;

/** One number by which events of one origin and audience can be told older from newer: generation of the epoch, then position. */
export function orderOf(event: Pick<EventRecord, 'epoch' | 'position'>): number {
  return Number.parseInt(event.epoch, 10) * POSITIONS_AN_EPOCH + event.position;
}
