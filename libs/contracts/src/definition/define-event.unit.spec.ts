import { describe, expect, it } from '@jest/globals';
import { Type } from 'typebox';
import type { SharedWith } from '../sharing/sharing-rule.js';
import { mustBeSealed } from './sealed.js';
import { defineEvent } from './define-event.js';
import { count, date, text, uuid } from './fields.js';

const PERSON = '019aa4f2-0000-7000-8000-000000000001';

const contract = (audience?: SharedWith) =>
  defineEvent({
    service: 'identity',
    name: 'desk-moved',
    version: 1,
    description: 'A desk was moved.',
    subject: 'desk',
    retention: 'days-90',
    ...(audience && {
      sharing: { audience, purpose: 'p', legalBasis: 'b', personalData: 'none' as const, consent: 'always' as const },
    }),
    data: Type.Object({
      deskId: uuid('The desk'),
      movedOn: date('Day'),
      places: Type.Array(Type.Object({ room: text('Room', 10), chairs: count('Chairs') })),
      note: Type.Optional(Type.Union([text('Note', 10), Type.Null()])),
    }),
  });
const data = { deskId: PERSON, movedOn: '2026-02-28', places: [{ room: 'A', chairs: 2 }] };
const create = (change: object, audience?: SharedWith) =>
  contract(audience).create({ subject: PERSON, data: { ...data, ...change } });

describe('an event contract', () => {
  it('names its type and its schema', () => {
    expect(contract()).toMatchObject({
      type: 'betang.identity.desk-moved.v1',
      dataschema: 'urn:betang:schema:identity.desk-moved:1',
    });
  });

  it('makes an event with an id that sorts by time', () => {
    const event = create({});
    expect(event.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/);
    expect(event).toMatchObject({ subject: PERSON, audience: 'local', data, cause: {} });
    expect(event.time).toBeInstanceOf(Date);
  });

  it('keeps the id, time and cause that it is given', () => {
    const given = { id: PERSON, time: new Date(0), cause: { actor: 'petugas' } };
    expect(contract().create({ subject: 'x', data, ...given })).toMatchObject(given);
  });

  it.each([
    ['/deskId', { deskId: 'seven' }],
    ['/deskId', { deskId: undefined }],
    ['/movedOn', { movedOn: '2026-02-29' }],
    ['/movedOn', { movedOn: '28-02-2026' }],
    ['/places', { places: {} }],
    ['/places/0/room', { places: [{ room: '', chairs: 1 }] }],
    ['/places/1/chairs', { places: [{ room: 'A', chairs: 1 }, { room: 'B' }] }],
    ['/places/0/chairs', { places: [{ room: 'A', chairs: 1.5 }] }],
    ['/note', { note: 5 }],
  ])('names %s when that is what is wrong', (field, change) => {
    expect(() => create(change)).toThrow(expect.objectContaining({ code: 'event-data-invalid', field }));
  });

  it('names the whole when the data is no object', () => {
    expect(() => contract().check('text')).toThrow(expect.objectContaining({ code: 'event-data-invalid', field: '/' }));
  });

  it('does not repeat the data in the error', () => {
    expect(() => create({ deskId: 'rahasia' })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('rahasia') }),
    );
  });

  it('passes fields that it does not know: receivers are tolerant', () => {
    expect(() => contract().check({ ...data, colour: 'green' })).not.toThrow();
  });

  it.each(['Desk-moved', 'desk_moved', 'desk--moved', ''])('refuses the name %p', (name) => {
    expect(() => defineEvent({ ...contract().definition, name })).toThrow(
      expect.objectContaining({ code: 'contract-invalid', field: 'name' }),
    );
  });

  it.each([0, -1, 1.5, 10_000])('refuses the version %p', (version) => {
    expect(() => defineEvent({ ...contract().definition, version })).toThrow(
      expect.objectContaining({ code: 'contract-invalid', field: 'version' }),
    );
  });
});

describe('the audience of a new event', () => {
  const to = (shared: SharedWith | undefined, audience?: 'local' | 'province' | 'federation' | 'to.r6203') =>
    contract(shared).create({ subject: PERSON, data, ...(audience && { to: audience }) }).audience;

  it.each([
    [undefined, 'local'],
    ['province', 'province'],
    ['federation', 'federation'],
  ] as const)('is fixed by the contract: %p gives %s', (shared, audience) => {
    expect(to(shared)).toBe(audience);
  });

  it.each([
    ['directed', 'to.r6203'],
    ['each', 'local'],
    ['each', 'province'],
    ['each', 'federation'],
    ['each', 'to.r6203'],
  ] as const)('is named by the sender for %s: %s', (shared, audience) => {
    expect(to(shared, audience)).toBe(audience);
  });

  it.each([
    [undefined, 'province'],
    [undefined, 'local'],
    ['province', 'federation'],
    ['federation', 'to.r6203'],
    ['directed', undefined],
    ['directed', 'local'],
    ['directed', 'federation'],
    ['each', undefined],
  ] as const)('cannot be widened or left open: %p to %p', (shared, audience) => {
    expect(() => to(shared, audience)).toThrow(expect.objectContaining({ code: 'audience-invalid', field: 'to' }));
  });
});

describe('a contract that tells who a person is', () => {
  const sealed = (audience: SharedWith, retention: 'days-90' | 'years-2') =>
    defineEvent({
      ...contract().definition,
      retention,
      sharing: { audience, purpose: 'p', legalBasis: 'b', personalData: 'encrypted', consent: 'always' },
    });

  it('goes to one region, and is sealed', () => {
    expect(mustBeSealed(sealed('directed', 'days-90'))).toBe(true);
    expect(mustBeSealed(contract('directed'))).toBe(false);
    expect(mustBeSealed(contract())).toBe(false);
  });

  it.each([
    ['province', 'days-90', 'sharing'],
    ['federation', 'days-90', 'sharing'],
    ['each', 'days-90', 'sharing'],
    ['directed', 'years-2', 'retention'],
  ] as const)('cannot go to %s and be kept for %s', (audience, retention, field) => {
    expect(() => sealed(audience, retention)).toThrow(expect.objectContaining({ code: 'contract-invalid', field }));
  });

  it.each([
    [undefined, 'local', true],
    [undefined, 'federation', false],
    ['province', 'province', true],
    ['province', 'local', false],
    ['directed', 'to.r6203', true],
    ['directed', 'federation', false],
    ['each', 'local', true],
    ['each', 'to.r62', true],
  ] as const)('shared as %s it admits %s: %s', (shared, audience, admitted) => {
    expect(contract(shared).admits(audience)).toBe(admitted);
  });
});
