import { describe, expect, it } from '@jest/globals';
import { encodeHeaders, firstChain, newId, numberEvent, type EventRecord } from '@betang/contracts';
import type { Msg } from '@nats-io/transport-node';
import { toDelivery } from './delivery.js';

const SUBJECT = 'share.r6203.federation.identity.agency-published.v1';

/** A message as a sender makes it who numbers and chains with care whatever is in it. */
function message(change: Partial<EventRecord> = {}, subject = SUBJECT): Msg {
  const epoch = change.epoch ?? '1.a';
  const event = numberEvent(
    {
      id: newId(),
      region: '62.03',
      service: 'identity',
      audience: 'federation',
      epoch,
      type: 'betang.identity.agency-published.v1',
      subject: 'agency',
      time: '2026-01-01T00:00:00.000Z',
      dataschema: 'urn:betang:schema:identity.agency-published:1',
      body: Buffer.from('{}'),
      ...change,
    },
    { position: 0, chain: firstChain(epoch, 'identity', 'federation') },
  );
  const headers = encodeHeaders(event).map(([name, value]) => [name, [value]] as const);
  return { subject, data: event.body, headers } as unknown as Msg;
}

describe('a message of a stream', () => {
  it('is read as an event', () => {
    expect(toDelivery(message(), 7)).toMatchObject({ sequence: 7, event: { subject: 'agency', position: 1 } });
  });

  it.each<[string, Partial<EventRecord>]>([
    ['ce-subject', { subject: 'agency\u0000' }],
    ['ce-type', { type: 'betang.identity.\u0000.v1' }],
    ['ce-epoch', { epoch: '2.\u0000' }],
    ['ce-correlationid', { correlationId: '\u0000' }],
    ['ce-subject', { subject: 'x'.repeat(1_025) }],
    ['ce-subject', { subject: 'ű'.repeat(513) }],
    ['ce-type', { type: `betang.identity.${'x'.repeat(300)}.v1` }],
    ['ce-epoch', { epoch: `2.${'a'.repeat(100)}` }],
    ['ce-causationid', { causationId: 'x'.repeat(1_025) }],
    ['ce-time', { time: '2026-02-30T00:00:00Z' }],
    ['ce-time', { time: '0000-01-01T00:00:00Z' }],
    ['ce-time', { time: '2026-01-01T00:00:00+23:00' }],
    ['ce-time', { time: `2026-01-01T00:00:00.${'1'.repeat(200)}Z` }],
  ])('is no event when no database could keep its %s', (header, change) => {
    const { event, unreadable } = toDelivery(message(change), 1);
    expect({ event, unreadable }).toEqual({ unreadable: { code: 'envelope-invalid', detail: header } });
  });

  it.each(['2024-02-29T23:59:59.999Z', '2026-12-31T24:00:00Z', '2026-01-01T07:00:00.123456+07:00'])(
    'may be of %s',
    (time) => expect(toDelivery(message({ time }), 1).event?.time).toBe(time),
  );
});
