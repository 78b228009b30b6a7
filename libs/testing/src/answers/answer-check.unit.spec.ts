import { describe, expect, it } from '@jest/globals';
import { AnswerCheck, type SeenAnswer } from './answer-check.js';
import type { OpenApiDocument } from './operation-finder.js';

const REF = { $ref: '#/components/schemas/Unit' };
const DOCUMENT = {
  openapi: '3.1.0',
  info: { title: 'Contoh', version: '1' },
  paths: {
    '/api/identity/v1/units/{unitId}': {
      get: { responses: { 200: { description: '', content: { 'application/json': { schema: REF } } } } },
      delete: { responses: { 204: { description: '' } } },
    },
    '/api/identity/v1/units/file': {
      get: { responses: { 200: { description: '', content: { 'text/csv': { schema: { type: 'string' } } } } } },
    },
  },
  components: {
    schemas: {
      Unit: {
        type: 'object',
        required: ['name'],
        properties: { name: { type: 'string' }, head: { anyOf: [REF, { type: 'null' }] }, on: { format: 'date' } },
      },
      Problem: { type: 'object', required: ['code'], properties: { code: { type: 'string' } } },
    },
  },
} as unknown as OpenApiDocument;

const check = new AnswerCheck(DOCUMENT);
const answer = (change: Partial<SeenAnswer>): SeenAnswer => ({
  ...{ method: 'GET', path: '/api/identity/v1/units/1?on=2026-01-01', status: 200 },
  ...{ contentType: 'application/json; charset=utf-8', text: '{"name":"Dinas"}' },
  ...change,
});
const UNIT = 'GET /api/identity/v1/units/{unitId} answered 200: ';

describe('an answer beside what is declared of it', () => {
  it.each<[string, Partial<SeenAnswer>]>([
    ['as declared', {}],
    ['null where it may be', { text: '{"name":"Dinas","head":null}' }],
    ['known already', { status: 304, contentType: '', text: '' }],
    ['without content', { method: 'DELETE', status: 204, contentType: '', text: '' }],
    ['a file, by the path that is written out', { path: '/api/identity/v1/units/file', contentType: 'text/csv' }],
    ['a refusal', { status: 404, contentType: 'application/problem+json', text: '{"code":"unit-not-found"}' }],
  ])('is in order: %s', (_what, change) => {
    expect(check.differenceOf(answer(change))).toBeUndefined();
  });

  it.each<[string, Partial<SeenAnswer>]>([
    [`${UNIT}/title is not declared`, { text: '{"name":"Dinas","title":"x"}' }],
    [`${UNIT}/head/title is not declared`, { text: '{"name":"Dinas","head":{"name":"Bidang","title":"x"}}' }],
    [`${UNIT}body must have required property 'name'`, { text: '{}' }],
    [`${UNIT}/name must be string`, { text: '{"name":null}' }],
    [`${UNIT}/on must match format "date"`, { text: '{"name":"Dinas","on":"kemarin"}' }],
    [`${UNIT}body must be object`, { text: '[]' }],
    [`${UNIT}a body of text/html, declared application/json`, { contentType: 'text/html', text: '<p>' }],
    ['GET /api/identity/v1/units/{unitId} answered 202: status not declared, only 200', { status: 202 }],
    [
      'DELETE /api/identity/v1/units/{unitId} answered 204: a body of application/json, and none is declared',
      { method: 'DELETE', status: 204 },
    ],
    ['GET /api/identity/v1/people answered 200: not in the document', { path: '/api/identity/v1/people' }],
    [
      'GET /api/identity/v1/units/1 answered 404: a body of application/json, declared application/problem+json',
      { status: 404, text: '{"code":"unit-not-found"}' },
    ],
    [
      'GET /api/identity/v1/units/1 answered 422: /extra is not declared',
      { status: 422, contentType: 'application/problem+json', text: '{"code":"x","extra":1}' },
    ],
  ])('differs, and says where: %s', (difference, change) => {
    expect(check.differenceOf(answer(change))).toContain(difference);
  });
});
