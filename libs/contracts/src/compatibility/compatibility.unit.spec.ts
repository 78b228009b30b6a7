import { describe, expect, it } from '@jest/globals';
import { Type, type TSchema } from 'typebox';
import { CONTRACTS } from '../catalogue.js';
import type { EventTerms, JsonSchema, SchemaDocument } from '../schemas/json-schema.document.js';
import { schemaDocument } from '../schemas/json-schema.document.js';
import { publishedSchemas } from '../generate/published-documents.js';
import { breakingChanges } from './check-published.js';
import { compareSchemas } from './compare-schemas.js';
import { compareTerms } from './compare-terms.js';

const plain = (schema: TSchema) => JSON.parse(JSON.stringify(schema)) as JsonSchema;
const found = (old: TSchema, now: TSchema) =>
  compareSchemas(plain(Type.Object({ a: old })), plain(Type.Object({ a: now }))).map(({ rule, field }) => [
    rule,
    field,
  ]);
const text = Type.String();
const nullable = (schema: TSchema) => Type.Union([schema, Type.Null()]);

describe('the published versions', () => {
  it('have not changed in a way that breaks those who have them', () => {
    expect(breakingChanges(publishedSchemas(), CONTRACTS.map(schemaDocument))).toEqual([]);
  });
});

describe('a change that breaks', () => {
  it.each<[string, TSchema, TSchema, string, string]>([
    ['another type', Type.Integer(), text, 'type-changed', '/a'],
    ['a number instead of an integer', Type.Integer(), Type.Number(), 'type-changed', '/a'],
    ['a list instead of one', text, Type.Array(text), 'type-changed', '/a'],
    ['an enumeration instead of text', text, Type.Enum(['X']), 'type-changed', '/a'],
    ['null allowed', text, nullable(text), 'type-changed', '/a'],
    ['null no longer allowed', nullable(text), text, 'type-changed', '/a'],
    ['a value less', Type.Enum(['X', 'Y']), Type.Enum(['X']), 'narrowed', '/a'],
    ['a value more', Type.Enum(['X']), Type.Enum(['X', 'Y']), 'widened', '/a'],
    ['a higher minimum', Type.Integer({ minimum: 1 }), Type.Integer({ minimum: 2 }), 'narrowed', '/a'],
    ['a lower minimum', Type.Integer({ minimum: 1 }), Type.Integer({ minimum: 0 }), 'widened', '/a'],
    ['a minimum where none was', Type.Integer(), Type.Integer({ minimum: 0 }), 'narrowed', '/a'],
    ['no minimum where one was', Type.Integer({ minimum: 0 }), Type.Integer(), 'widened', '/a'],
    ['a lower maximum', Type.Integer({ maximum: 9 }), Type.Integer({ maximum: 8 }), 'narrowed', '/a'],
    ['a higher maximum', Type.Integer({ maximum: 9 }), Type.Integer({ maximum: 10 }), 'widened', '/a'],
    ['a shorter text', Type.String({ maxLength: 9 }), Type.String({ maxLength: 8 }), 'narrowed', '/a'],
    ['a longer text', Type.String({ maxLength: 9 }), Type.String({ maxLength: 10 }), 'widened', '/a'],
    ['text that may not be empty', text, Type.String({ minLength: 1 }), 'narrowed', '/a'],
    ['fewer items', Type.Array(text, { maxItems: 2 }), Type.Array(text, { maxItems: 1 }), 'narrowed', '/a'],
    ['another pattern', Type.String({ pattern: 'a' }), Type.String({ pattern: 'b' }), 'narrowed', '/a'],
    ['a pattern where none was', text, Type.String({ pattern: 'a' }), 'narrowed', '/a'],
    ['no pattern where one was', Type.String({ pattern: 'a' }), text, 'widened', '/a'],
    ['another format', Type.String({ format: 'date' }), Type.String({ format: 'date-time' }), 'narrowed', '/a'],
    ['other items', Type.Array(text), Type.Array(Type.Integer()), 'type-changed', '/a/*'],
    ['narrower items', Type.Array(Type.Integer()), Type.Array(Type.Integer({ minimum: 0 })), 'narrowed', '/a/*'],
    ['a member of a union less', Type.Union([text, Type.Integer(), Type.Null()]), nullable(text), 'narrowed', '/a'],
    ['a member of a union more', nullable(text), Type.Union([text, Type.Integer(), Type.Null()]), 'widened', '/a'],
    ['a narrower member of a union', nullable(text), nullable(Type.String({ minLength: 1 })), 'narrowed', '/a'],
    ['a field less inside', Type.Object({ b: text, c: text }), Type.Object({ b: text }), 'field-removed', '/a/c'],
    [
      'a required field more inside',
      Type.Object({ b: text }),
      Type.Object({ b: text, c: text }),
      'field-required',
      '/a/c',
    ],
    [
      'an optional field less',
      Type.Object({ b: text, c: Type.Optional(text) }),
      Type.Object({ b: text }),
      'field-removed',
      '/a/c',
    ],
    [
      'a field less inside a list',
      Type.Array(Type.Object({ b: text, c: text })),
      Type.Array(Type.Object({ b: text })),
      'field-removed',
      '/a/*/c',
    ],
    ['no unknown fields', Type.Object({}), Type.Object({}, { additionalProperties: false }), 'narrowed', '/a'],
    ['a field that becomes required', Type.Optional(text), text, 'field-required', '/a'],
    ['a field that becomes optional', text, Type.Optional(text), 'field-optional', '/a'],
  ])('%s', (_, old, now, rule, field) => {
    expect(found(old, now)).toEqual([[rule, field]]);
  });

  it('and several at once are all told', () => {
    const old = Type.Object({ a: text, b: text, c: Type.Array(Type.Object({ d: Type.Integer() })) });
    const now = Type.Object({
      a: Type.Integer(),
      c: Type.Array(Type.Object({ d: Type.Integer({ maximum: 1 }), e: text })),
    });
    expect(compareSchemas(plain(old), plain(now)).map(({ rule, field }) => `${rule} ${field}`)).toEqual([
      'type-changed /a',
      'field-removed /b',
      'narrowed /c/*/d',
      'field-required /c/*/e',
    ]);
  });
});

describe('a change that breaks nothing', () => {
  it.each<[string, TSchema, TSchema]>([
    ['none', text, text],
    ['a description', text, Type.String({ description: 'better words', title: 'T', examples: ['x'] })],
    ['a new optional field', Type.Object({ b: text }), Type.Object({ b: text, c: Type.Optional(text) })],
    ['the order of fields', Type.Object({ b: text, c: text }), Type.Object({ c: text, b: text })],
    ['the order of values', Type.Enum(['X', 'Y']), Type.Enum(['Y', 'X'])],
    ['the order in a union', nullable(text), Type.Union([Type.Null(), text])],
  ])('%s', (_, old, now) => {
    expect(found(old, now)).toEqual([]);
  });
});

const terms: EventTerms = {
  service: 'learning-hours',
  name: 'hours-shared',
  version: 1,
  subject: 'unit',
  retention: 'years-2',
  signed: false,
  sharing: { audience: 'province', purpose: 'totals', legalBasis: 'art. 1', personalData: 'none', consent: 'default' },
};
const sharing = (change: Partial<NonNullable<EventTerms['sharing']>>): EventTerms => ({
  ...terms,
  sharing: { ...(terms.sharing as NonNullable<EventTerms['sharing']>), ...change },
});

describe('the terms of a published version', () => {
  it.each<[string, EventTerms]>([
    ['subject', { ...terms, subject: 'person' }],
    ['retention', { ...terms, retention: 'years-10' }],
    ['retention', { ...terms, retention: 'days-90' }],
    ['signed', { ...terms, signed: true }],
    ['sharing.audience', sharing({ audience: 'federation' })],
    ['sharing.audience', { ...terms, sharing: null }],
    ['sharing.purpose', sharing({ purpose: 'rewards' })],
    ['sharing.personalData', sharing({ personalData: 'pseudonym' })],
    ['sharing.consent', sharing({ consent: 'always' })],
  ])('%s cannot change', (field, present) => {
    expect(compareTerms(terms, present)).toEqual([expect.objectContaining({ rule: 'terms-changed', field })]);
  });

  it('cannot begin to be shared', () => {
    expect(compareTerms({ ...terms, sharing: null }, terms)).toEqual([
      { rule: 'terms-changed', field: 'sharing.audience', problem: 'was local, is province' },
    ]);
  });

  it('may ask for more consent, and say its legal basis better', () => {
    expect(compareTerms(terms, sharing({ consent: 'opt-in', legalBasis: 'art. 1 (2)' }))).toEqual([]);
  });
});

describe('the message of the check', () => {
  const document = (data: TSchema): SchemaDocument => ({
    $id: 'urn:betang:schema:learning-hours.hours-shared:1',
    title: 'betang.learning-hours.hours-shared.v1',
    'x-betang': terms,
    ...plain(data),
  });
  const published = [document(Type.Object({ hours: Type.Integer({ minimum: 0 }) }))];

  it('names event, field and the way out', () => {
    expect(breakingChanges(published, [document(Type.Object({ hours: Type.Integer({ minimum: 1 }) }))])).toEqual([
      'betang.learning-hours.hours-shared.v1, /hours: minimum was 0, is 1; events written before would be refused. ' +
        'A published version never changes: undo it and publish version 2, which lifts version 1 (libs/contracts/README.md)',
    ]);
  });

  it('tells of a version that was taken away', () => {
    expect(breakingChanges(published, [])).toEqual([
      'betang.learning-hours.hours-shared.v1, contract: is gone from the catalogue. ' +
        'A published version never changes: put it back: published versions stay for ever (libs/contracts/README.md)',
    ]);
  });

  it('leaves a version free that is not published yet', () => {
    expect(breakingChanges([], published)).toEqual([]);
  });
});
