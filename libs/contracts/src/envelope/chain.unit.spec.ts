import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { Audience } from './audience.js';
import { chainHolds, firstChain, numberEvent } from './chain.js';
import type { EventRecord, UnnumberedEvent } from './event-record.js';
import { chainedHeaders } from './headers.js';
import type { ServiceName } from './service-name.js';

interface Vector {
  position: number;
  event: Pick<UnnumberedEvent, 'id' | 'type' | 'dataschema' | 'subject' | 'time'>;
  body: string;
  canonicalHeaders: string;
  previousChain: string;
  chain: string;
}
interface Stream {
  title: string;
  epoch: string;
  region: string;
  service: ServiceName;
  audience: Audience;
  firstChain: string;
  events: Vector[];
}

const file = new URL('../../../../docs/chain-vectors.json', import.meta.url);
const { streams } = JSON.parse(readFileSync(file, 'utf8')) as { streams: Stream[] };

// What another implementation would write from the page alone; it shares no line with the product.
const sha = (...parts: Buffer[]) => createHash('sha256').update(Buffer.concat(parts)).digest();
const foreignFirst = (s: Stream) => sha(Buffer.from([s.epoch, s.service, s.audience].join('|')));
const foreignNext = (previous: Buffer, v: Vector) =>
  sha(previous, Buffer.from(v.event.id), sha(Buffer.from(v.canonicalHeaders)), sha(Buffer.from(v.body)));

function unnumbered(stream: Stream, vector: Vector): UnnumberedEvent {
  const { epoch, region, service, audience } = stream;
  return { ...vector.event, epoch, region, service, audience, body: Buffer.from(vector.body) };
}

function numbered(stream: Stream): EventRecord[] {
  let previous = { position: 0, chain: firstChain(stream.epoch, stream.service, stream.audience) };
  return stream.events.map((vector) => {
    const record = numberEvent(unnumbered(stream, vector), previous);
    previous = record;
    return record;
  });
}

describe('the chain', () => {
  it('has vectors to hold on to', () => {
    expect(streams.map((stream) => stream.events.length)).toEqual([3, 2, 1]);
  });

  it.each(streams.map((stream) => [stream.title, stream] as const))(
    '%s: a foreign implementation agrees',
    (_, stream) => {
      let previous = foreignFirst(stream);
      expect(previous.toString('hex')).toBe(stream.firstChain);
      for (const vector of stream.events) {
        expect(vector.previousChain).toBe(previous.toString('hex'));
        previous = foreignNext(previous, vector);
        expect(vector.chain).toBe(previous.toString('hex'));
      }
    },
  );

  it.each(streams.map((stream) => [stream.title, stream] as const))('%s: ours gives the vectors', (_, stream) => {
    expect(firstChain(stream.epoch, stream.service, stream.audience)).toBe(stream.firstChain);
    const records = numbered(stream);
    records.forEach((record, index) => {
      const vector = stream.events[index];
      const canonical = chainedHeaders(record, record.position).map(([name, value]) => `${name}:${value}\n`);
      expect(canonical.join('')).toBe(vector?.canonicalHeaders);
      expect(record).toMatchObject({
        position: vector?.position,
        previousChain: vector?.previousChain,
        chain: vector?.chain,
      });
      expect(chainHolds(record)).toBe(true);
    });
  });

  const [stream] = streams;
  const [, second] = numbered(stream as Stream);
  const record = second as EventRecord;
  it.each<[string, Partial<EventRecord>]>([
    ['one byte of the body', { body: Buffer.concat([record.body, Buffer.from(' ')]) }],
    ['the id', { id: record.id.replace(/2$/, '3') }],
    ['the subject', { subject: `${record.subject}x` }],
    ['the audience', { audience: 'province' }],
    ['the origin', { region: '62.04' }],
    ['the position', { position: record.position + 1 }],
    ['the actor', { actor: 'someone else' }],
    ['the actor, taken away', { actor: '' }],
    ['the chain before', { previousChain: 'f'.repeat(64) }],
  ])('breaks when somebody changes %s', (_, change) => {
    expect(chainHolds({ ...record, ...change })).toBe(false);
  });

  it.each<[string, Partial<EventRecord>]>([
    ['the answer to a replay request', { replay: '019aa4f2-6c1e-7d3b-8a55-3f0c9be1d2fd' }],
    ['a signature', { signature: 'c2lnbmF0dXJl' }],
  ])('holds for %s', (_, change) => {
    expect(chainHolds({ ...record, ...change })).toBe(true);
  });
});
