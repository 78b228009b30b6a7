import { hash } from 'node:crypto';
import type { EventRecord, UnnumberedEvent } from './event-record.js';
import { canonicalHeaders } from './headers.js';

/**
 * The chain makes a stream of facts provable: whoever holds the value at position n has, byte for byte, the same events 1..n as its
 * origin. `chain(n) = sha256(chain(n-1) || id || sha256(canonical headers) || sha256(body))`, all digests as 32 raw bytes, the id as its
 * 36 ASCII characters. `docs/chain-vectors.json` holds test vectors for other implementations.
 */
export function firstChain(epoch: string, service: string, audience: string): string {
  return hash('sha256', `${epoch}|${service}|${audience}`, 'hex');
}

const DIGEST = 32;
const ID = 36;
/** What the last digest covers, one after the other; taken anew for every event, never kept. */
const scratch = Buffer.alloc(DIGEST + ID + DIGEST + DIGEST);

/** The chain value of `event` at `position` after `previous` (hex). */
export function nextChain(previous: string, event: UnnumberedEvent, position: number): string {
  scratch.write(previous, 0, DIGEST, 'hex');
  scratch.write(event.id, DIGEST, ID, 'latin1');
  // Digests as text of one byte a character: the cheapest way that there is from a digest into this buffer.
  scratch.write(hash('sha256', canonicalHeaders(event, position), 'binary'), DIGEST + ID, DIGEST, 'latin1');
  scratch.write(hash('sha256', event.body, 'binary'), DIGEST + ID + DIGEST, DIGEST, 'latin1');
  return hash('sha256', scratch, 'hex');
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
