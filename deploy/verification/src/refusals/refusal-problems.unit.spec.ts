import { describe, expect, it } from '@jest/globals';
import { refusalProblem, type Refusal } from './refusal-problems.js';
import type { RefusedCall } from './refused-calls.js';

const call = (expected?: RefusedCall['expected']): RefusedCall => ({
  what: 'x',
  path: '/x',
  headers: {},
  ...(expected === undefined ? {} : { expected }),
});
const answer = (status: number, problem: object, contentType = 'application/problem+json; charset=utf-8'): Refusal => ({
  status,
  contentType,
  text: JSON.stringify(problem),
});
const clear = {
  title: 'Ada isian yang belum benar.',
  code: 'validation-failed',
  errors: [{ field: 'id', code: 'is-uuid' }],
};
const wanted = { status: 400, code: 'validation-failed', fields: ['id'] };

describe('what is no clear refusal', () => {
  it.each([
    ['an error of ours', answer(500, clear)],
    ['an acceptance', answer(200, {})],
    ['another form', answer(400, clear, 'text/html')],
    ['a code that says nothing', answer(400, { ...clear, code: 'bad-request' })],
    ['a text with a hole', answer(400, { ...clear, title: 'Send it as {types}.' })],
    ['the same field twice', answer(400, { ...clear, errors: [...clear.errors, ...clear.errors] })],
    ['no field', answer(400, { ...clear, errors: [] })],
    ['another field', answer(400, { ...clear, errors: [{ field: 'year' }] })],
    ['another status', answer(422, clear)],
  ])('%s', (_what, refusal) => {
    expect(refusalProblem(call(wanted), refusal)).toEqual(expect.any(String));
  });

  it('is told from a clear one, and from what may be taken', () => {
    expect(refusalProblem(call(wanted), answer(400, clear))).toBeUndefined();
    expect(refusalProblem(call(), answer(201, {}))).toBeUndefined();
  });
});
