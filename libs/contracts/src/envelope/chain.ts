import { hash } from 'node:crypto';
import type { EventRecord, UnnumberedEvent } from './event-record.js';
import { chainedHeaders } from './headers.js';

/**
 * The chain makes a stream of facts provable: whoever holds the value at position n has, byte for byte, the same events 1..n as its
 * origin. `chain(n) = sha256(chain(n-1) || id || sha256(canonical headers) || sha256(body))`, all digests as 32 raw bytes, the id as its
 * 36 ASCII characters. `docs/chain-vectors.json` holds test vectors for other implementations.
 */
export function firstChain(epoch: string, service: string, audience: string): string {
  return hash('sha256', `${epoch}|${service}|${audience}`, 'hex');
}

/** The chain value of `event` at `position` after `previous` (hex). */
export function nextChain(previous: string, event: UnnumberedEvent, position: number): string {
  let canonical = '';
  for (const [name, value] of chainedHeaders(event, position)) canonical += `${name}:${value}\n`;
  const parts = [
    Buffer.from(previous, 'hex'),
    Buffer.from(event.id, 'latin1'),
    hash('sha256', canonical, 'buffer'),
    hash('sha256', event.body, 'buffer'),
  ];
  return hash('sha256', Buffer.concat(parts), 'hex');
}

/** Gives an event its place in its audience's order. */
export function numberEvent(event: UnnumberedEvent, previous: { position: number; chain: string }): EventRecord {
  const position = previous.position + 1;
  const chain = nextChain(previous.chain, event, position);
  // Not a spread: on this path copying by spread costs as much as all three digests.
  return Object.assign({}, event, { position, previousChain: previous.chain, chain });
}

/** True when the event's own bytes give the chain value that it carries. */
export function chainHolds(event: EventRecord): boolean {
  return nextChain(event.previousChain, event, event.position) === event.chain;
}
