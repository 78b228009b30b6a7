import type { StreamInfo } from '@nats-io/jetstream';
import type { Bus } from '../connection/bus.js';
import { DeliveryError } from '../delivery-error.js';
import { HUB_STREAM_INFO, regionOfSubject } from '../topology/subjects.js';

/** A region's pace is that of so long: who catches up after an outage is done within it. */
const WINDOW_MS = 5 * 60_000;
const TIMEOUT_MS = 2_000;

/** What the hub's stream took in from one region. */
export interface RegionIntake {
  readonly region: string;
  /** Since this process began to look. */
  readonly events: number;
  /** Over the last five minutes. */
  readonly perSecond: number;
}

/**
 * What each region puts into the hub's stream, whomever it is for: told by how many of its messages the stream holds, for the first token of a
 * subject is the one that the server vouches for. What goes by its age is not counted, nor what the stream refuses.
 */
export class HubIntake {
  private held: ReadonlyMap<string, number> | undefined;
  private readonly taken = new Map<string, number>();
  private readonly marks: { readonly at: number; readonly taken: ReadonlyMap<string, number> }[] = [];

  /** @param held how many messages of each region the stream holds at this moment */
  note(held: ReadonlyMap<string, number>, now: number): void {
    for (const [region, count] of held) {
      const more = this.held === undefined ? 0 : Math.max(0, count - (this.held.get(region) ?? 0));
      this.taken.set(region, (this.taken.get(region) ?? 0) + more);
    }
    this.held = held;
    this.marks.push({ at: now, taken: new Map(this.taken) });
    while (this.marks.length > 1 && this.marks[1]!.at <= now - WINDOW_MS) this.marks.shift();
  }

  regions(): RegionIntake[] {
    const before = this.marks[0]?.taken;
    return [...this.taken].map(([region, events]) => ({
      region,
      events,
      perSecond: ((events - (before?.get(region) ?? 0)) * 1_000) / WINDOW_MS,
    }));
  }
}

/** How many messages of each region the hub's stream holds. Only the province's own account may ask. @throws DeliveryError `hub-silent`, `hub-place-missing` */
export async function readHeld(hub: Bus): Promise<Map<string, number>> {
  const answer = await hub.connection
    .request(HUB_STREAM_INFO, JSON.stringify({ subjects_filter: '>' }), { timeout: TIMEOUT_MS })
    .catch((cause: unknown) => {
      throw new DeliveryError('hub-silent', 'the hub does not say what its stream holds', { cause });
    });
  const info = answer.json<StreamInfo & { error?: { description: string } }>();
  if (info.error) throw new DeliveryError('hub-place-missing', `the hub has no stream: ${info.error.description}`);
  const held = new Map<string, number>();
  for (const [subject, count] of Object.entries(info.state.subjects ?? {})) {
    const region = regionOfSubject(subject);
    if (region !== undefined) held.set(region, (held.get(region) ?? 0) + count);
  }
  return held;
}
