import { firstChain, type EventRecord } from '@betang/contracts';

/** One line of numbered facts: everything that a service of a region says to one audience in one epoch. */
export interface Origin {
  readonly region: string;
  readonly service: string;
  readonly audience: string;
  readonly epoch: string;
}

export type OriginState = 'FLOWING' | 'FORKED' | 'STOPPED';

/** How far a reader has an origin, without a gap. */
export interface Watermark extends Origin {
  readonly position: number;
  readonly chain: string;
  readonly eventId: string;
  readonly state: OriginState;
  readonly reason?: string;
}

export function originKey(origin: Origin): string {
  return `${origin.region}|${origin.service}|${origin.audience}|${origin.epoch}`;
}

export function firstWatermark({ region, service, audience, epoch }: Origin): Watermark {
  return {
    region,
    service,
    audience,
    epoch,
    position: 0,
    chain: firstChain(epoch, service, audience),
    eventId: '',
    state: 'FLOWING',
  };
}

export type Placement = 'next' | 'duplicate' | 'gap' | 'fork';

/**
 * Where an event stands against what is known of its origin. A fork is the next position that does not follow from the known chain, the
 * known position with another event, or an event whose own bytes do not give the chain it claims (`chainHolds`).
 */
export function placeEvent(
  event: EventRecord,
  watermark: Watermark,
  chainHolds: (event: EventRecord) => boolean,
): Placement {
  if (event.position < watermark.position) return 'duplicate';
  if (event.position === watermark.position) {
    return event.chain === watermark.chain && (watermark.eventId === '' || event.id === watermark.eventId)
      ? 'duplicate'
      : 'fork';
  }
  if (event.position > watermark.position + 1) return 'gap';
  return event.previousChain === watermark.chain && chainHolds(event) ? 'next' : 'fork';
}
