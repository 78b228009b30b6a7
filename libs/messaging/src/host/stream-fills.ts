import { jetstreamManager, type StreamInfo } from '@nats-io/jetstream';
import type { Bus } from '../connection/bus.js';
import { HUB_STREAM_INFO, inboundStreamName, streamName } from '../topology/subjects.js';

export interface StreamFill {
  readonly stream: string;
  readonly bytes: number;
  readonly maxBytes: number;
}

const TIMEOUT_MS = 2_000;

/** How full the streams are that this process may look at; what does not answer is left out. @param buses the local one, and the hub's if there is one */
export async function readStreamFills(region: string, [local, hub]: readonly Bus[]): Promise<StreamFill[]> {
  const found: StreamFill[] = [];
  if (local?.connected) {
    const manager = await jetstreamManager(local.connection, { checkAPI: false });
    for (const name of [streamName(region), inboundStreamName(region)]) {
      const info = await manager.streams.info(name).catch(() => undefined);
      if (info) found.push(fillOf(info));
    }
  }
  // Only the province's own account may ask its hub.
  if (region.length === 2 && hub?.connected) {
    const answer = await hub.connection.request(HUB_STREAM_INFO, '', { timeout: TIMEOUT_MS }).catch(() => undefined);
    const info = answer?.json<StreamInfo & { error?: object }>();
    if (info && info.error === undefined) found.push(fillOf(info));
  }
  return found;
}

function fillOf({ config, state }: StreamInfo): StreamFill {
  return { stream: config.name, bytes: state.bytes, maxBytes: config.max_bytes };
}
