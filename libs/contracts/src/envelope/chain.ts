import { createHash, hash } from 'node:crypto';
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
  const canonical = chainedHeaders(event, position)
    .map(([name, value]) => `${name}:${value}\n`)
    .join('');
  return createHash('sha256')
    .update(previous, 'hex')
    .update(event.id, 'latin1')
    .update(hash('sha256', canonical, 'buffer'))
    .update(hash('sha256', event.body, 'buffer'))
    .digest('hex');
}

/** Gives an event its place in its audience's order. */
export function numberEvent(event: UnnumberedEvent, previous: { position: number; chain: string }): EventRecord {
  const position = previous.position + 1;
  return { ...event, position, previousChain: previous.chain, chain: nextChain(previous.chain, event, position) };
}

/** True when the event's own bytes give the chain value that it carries. */
export function chainHolds(event: EventRecord): boolean {
  return nextChain(event.previousChain, event, event.position) === event.chain;
}
