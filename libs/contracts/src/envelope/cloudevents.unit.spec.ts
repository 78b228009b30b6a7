import { describe, expect, it } from '@jest/globals';
import { CloudEvent, HTTP } from 'cloudevents';
import { CONTRACTS } from '../catalogue.js';
import { fixturePath, readFixtures } from '../versions/fixtures.js';
import { chainHolds, firstChain, numberEvent } from './chain.js';
import type { EventContract } from '../definition/define-event.js';
import type { EventRecord, UnnumberedEvent } from './event-record.js';
import { decodeHeaders, encodeHeaders } from './headers.js';

// The official SDK is the other party, by its HTTP binding in binary mode: it has none for NATS, and the headers are the same.

const fixtures = readFixtures();
const types = CONTRACTS.map((contract) => [contract.type, contract] as const);

/** The event of a contract's fixture as our relay would send it. */
function ours(contract: EventContract): EventRecord {
  const { service, sharing } = contract.definition;
  const audience = sharing?.audience ?? 'local';
  const event: UnnumberedEvent = {
    id: '019aa4f2-6c1e-7d3b-8a55-3f0c9be1d201',
    type: contract.type,
    region: '62.03',
    service: service === 'delivery' ? ('reporting' as const) : service,
    subject: '019aa4f2-0000-7000-8000-000000000001',
    time: '2026-03-02T01:15:00.000Z',
    dataschema: contract.dataschema,
    audience: audience === 'directed' || audience === 'each' ? ('to.r62' as const) : audience,
    epoch: '1.7f3a9c',
    body: Buffer.from(JSON.stringify(fixtures.get(fixturePath(contract)))),
  };
  return numberEvent(event, { position: 41, chain: firstChain('1.7f3a9c', event.service, event.audience) });
}

/** As an HTTP server would hand them on; refuses names and values that no header can have. */
const httpHeaders = (record: EventRecord) => Object.fromEntries(new Headers(encodeHeaders(record)));
const read = (headers: Record<string, unknown>, body: string) =>
  decodeHeaders((name) => headers[name] as string | undefined, Buffer.from(body));

describe.each(types)('%s and the CloudEvents SDK', (type, contract) => {
  const record = ours(contract);
  const body = Buffer.from(record.body).toString();

  it('what we send, it reads', () => {
    const event = HTTP.toEvent({ headers: httpHeaders(record), body }) as CloudEvent<unknown>;
    expect(event.validate()).toBe(true);
    expect(JSON.parse(JSON.stringify(event))).toEqual({
      specversion: '1.0',
      id: record.id,
      type,
      source: `/62.03/${record.service}`,
      subject: record.subject,
      time: record.time,
      dataschema: record.dataschema,
      datacontenttype: 'application/json',
      audience: record.audience,
      epoch: record.epoch,
      position: '42',
      chain: record.chain,
      previouschain: record.previousChain,
      data: fixtures.get(fixturePath(contract)),
    });
  });

  it('what it sends, we read, and the chain holds', () => {
    const { id, subject, time, dataschema, audience, epoch, position, chain, previousChain } = record;
    const event = new CloudEvent({
      id,
      type,
      source: `/62.03/${record.service}`,
      subject,
      time,
      dataschema,
      datacontenttype: 'application/json',
      audience,
      epoch,
      position: String(position),
      chain,
      previouschain: previousChain,
      data: fixtures.get(fixturePath(contract)),
    });
    const message = HTTP.binary(event);
    const decoded = read(message.headers, String(message.body));
    expect(decoded).toEqual(record);
    expect(chainHolds(decoded)).toBe(true);
    expect(() => contract.check(JSON.parse(String(message.body)))).not.toThrow();
  });
});

describe('the extensions of home and the CloudEvents SDK', () => {
  const home: EventRecord = {
    ...ours(CONTRACTS[0] as EventContract),
    correlationId: '019aa4f2-6c1e-7d3b-8a55-3f0c9be1d2ff',
    causationId: '019aa4f2-6c1e-7d3b-8a55-3f0c9be1d2fe',
    actor: 'petugas',
    traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    replay: '019aa4f2-6c1e-7d3b-8a55-3f0c9be1d2fd',
  };
  const body = Buffer.from(home.body).toString();

  it('come through and back unchanged', () => {
    const event = HTTP.toEvent({ headers: httpHeaders(home), body }) as CloudEvent<unknown>;
    expect(event).toMatchObject({
      correlationid: home.correlationId,
      causationid: home.causationId,
      actor: home.actor,
      traceparent: home.traceparent,
      replay: home.replay,
    });
    const back = HTTP.binary(event);
    expect(read(back.headers, String(back.body))).toEqual(home);
  });

  it('come through and back with text beyond ASCII: the SDK hands on the encoded form as it is', () => {
    const named = { ...home, actor: 'petugas "é" 100% 河' };
    const event = HTTP.toEvent({ headers: httpHeaders(named), body }) as CloudEvent<unknown>;
    expect(event['actor']).toBe('petugas%20%22%C3%A9%22%20100%25%20%E6%B2%B3');
    expect(read(HTTP.binary(event).headers, body).actor).toBe(named.actor);
  });

  it('are refused by us when the SDK sends a plain CloudEvent that is not one of ours', () => {
    const foreign = HTTP.binary(new CloudEvent({ type: 'com.example.made', source: '/example', data: {} }));
    expect(() => read(foreign.headers, '{}')).toThrow(
      expect.objectContaining({ code: 'envelope-invalid', field: 'ce-source' }),
    );
  });
});
