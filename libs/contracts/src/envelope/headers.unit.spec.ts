import { describe, expect, it } from '@jest/globals';
import { ContractError } from './contract-error.js';
import type { EventRecord } from './event-record.js';
import { decodeHeaders, encodeHeaders } from './headers.js';

const event: EventRecord = {
  id: '019aa4f2-6c1e-7d3b-8a55-3f0c9be1d201',
  type: 'betang.training-catalog.training-completed.v1',
  region: '62.03',
  service: 'training-catalog',
  subject: '019aa4f2-0000-7000-8000-000000000001',
  time: '2026-03-02T01:15:00.000Z',
  dataschema: 'urn:betang:schema:training-catalog.training-completed:1',
  audience: 'local',
  epoch: '1.7f3a9c',
  position: 42,
  chain: 'a'.repeat(64),
  previousChain: 'b'.repeat(64),
  body: new TextEncoder().encode('{"a":1}'),
};

const full: EventRecord = {
  ...event,
  correlationId: '019aa4f2-6c1e-7d3b-8a55-3f0c9be1d2ff',
  causationId: '019aa4f2-6c1e-7d3b-8a55-3f0c9be1d2fe',
  actor: 'petugas satu',
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  replay: '019aa4f2-6c1e-7d3b-8a55-3f0c9be1d2fd',
  signature: 'c2lnbmF0dXJl',
};

const headersOf = (record: EventRecord) => new Map(encodeHeaders(record));
const decode = (headers: Map<string, string>) => decodeHeaders((name) => headers.get(name), event.body);

function refusal(change: (headers: Map<string, string>) => void): ContractError {
  const headers = headersOf(full);
  change(headers);
  try {
    decode(headers);
  } catch (error) {
    if (error instanceof ContractError) return error;
    throw error;
  }
  throw new Error('the headers were accepted');
}

describe('headers of an event', () => {
  it.each([
    ['the required attributes only', event],
    ['every optional attribute', full],
    ['a directed event', { ...event, audience: 'to.r62' as const }],
  ])('round trip %s', (_, record) => {
    expect(decode(headersOf(record))).toEqual(record);
  });

  it('leave out what is absent or empty, so that both sides chain the same headers', () => {
    const names = encodeHeaders({ ...event, actor: '' }).map(([name]) => name);
    expect(names).not.toContain('ce-actor');
    expect(names).not.toContain('ce-causationid');
  });

  it.each([
    ['a space', 'a b', 'a%20b'],
    ['quotation marks', 'a"b"', 'a%22b%22'],
    ['a percent sign', '100%', '100%25'],
    ['what looks encoded already', '%41', '%2541'],
    ['accents', 'é', '%C3%A9'],
    ['characters of three bytes', '河', '%E6%B2%B3'],
    ['characters beyond the first plane', '😀', '%F0%9F%98%80'],
    ['control characters, line ends among them', 'a\r\nb\t\u007f', 'a%0D%0Ab%09%7F'],
    ['plain marks that URLs would encode, left as they are', "!#$&'()*+,/:;=?@[]~", "!#$&'()*+,/:;=?@[]~"],
  ])('carry %s', (_, subject, wire) => {
    const headers = headersOf({ ...event, subject });
    expect(headers.get('ce-subject')).toBe(wire);
    expect(decode(headers).subject).toBe(subject);
  });

  it('are printable ASCII whatever the attributes hold', () => {
    for (const [, value] of encodeHeaders({ ...full, subject: '\u0000 – 河 "😀"', actor: 'Ä\n' }))
      expect(value).toMatch(/^[\x21\x23-\x7e]+$/);
  });

  it('refuse half a surrogate pair by name', () => {
    expect(() => encodeHeaders({ ...event, subject: 'a\ud83d' })).toThrow(
      expect.objectContaining({ code: 'envelope-invalid', field: 'ce-subject' }),
    );
  });

  it('read the quoted and the lower-case encoded form that other senders use', () => {
    const headers = headersOf(event);
    headers.set('ce-subject', '"a \\"b\\" %c3%a9"');
    expect(decode(headers).subject).toBe('a "b" é');
  });

  it.each([
    'ce-specversion',
    'ce-id',
    'ce-type',
    'ce-source',
    'ce-subject',
    'ce-time',
    'ce-dataschema',
    'ce-audience',
    'ce-epoch',
    'ce-position',
    'ce-chain',
    'ce-previouschain',
  ])('need %s', (name) => {
    expect(refusal((headers) => headers.delete(name))).toMatchObject({ code: 'envelope-incomplete', field: name });
    expect(refusal((headers) => headers.set(name, ''))).toMatchObject({ code: 'envelope-incomplete', field: name });
  });

  it.each([
    ['ce-specversion', '0.3'],
    ['content-type', 'text/plain'],
    ['content-type', 'application/jsonlines'],
    ['ce-id', '42'],
    ['ce-id', '019AA4F2-6C1E-7D3B-8A55-3F0C9BE1D201'],
    ['ce-source', '/6203/training-catalog'],
    ['ce-source', '/62.03/payroll'],
    ['ce-source', 'https://example.invalid/62.03/identity'],
    ['ce-time', 'yesterday'],
    ['ce-time', '2026-13-01T00:00:00Z'],
    ['ce-time', '2026-03-02 01:15:00Z'],
    ['ce-position', '0'],
    ['ce-position', '-1'],
    ['ce-position', '007'],
    ['ce-position', '9007199254740993'],
    ['ce-chain', 'A'.repeat(64)],
    ['ce-previouschain', 'b'.repeat(63)],
    ['ce-subject', '%E6%B2'],
    ['ce-actor', '%zz'],
  ])('refuse %s %s', (name, value) => {
    expect(refusal((headers) => headers.set(name, value))).toMatchObject({ code: 'envelope-invalid', field: name });
  });

  it('refuse an audience that does not exist', () => {
    expect(refusal((headers) => headers.set('ce-audience', 'to.everyone'))).toMatchObject({
      code: 'audience-invalid',
      field: 'ce-audience',
    });
  });

  it('never repeat the value of a header in an error', () => {
    expect(refusal((headers) => headers.set('ce-actor', 'rahasia%zz')).message).not.toContain('rahasia');
  });
});
