import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { IsOptional, IsString } from 'class-validator';

import { InputValidationPipe } from './input-validation.pipe.js';
import { assertShallow, assertSound } from './sound-input.js';

const refusedFor = (...errors: { field: string; code: string }[]): unknown =>
  expect.objectContaining({ code: 'validation-failed', status: 400, errors });

describe('what no database takes', () => {
  it.each([
    [{ name: 'a\u0000b' }, 'name'],
    [{ people: [{ name: 'ok' }, { name: '\ud800' }] }, 'people[1].name'],
    [{ levels: { 'MAN\u0000': 1 } }, 'levels.?'],
    ['a\u0000', 'body'],
  ])('%j is refused by name', (input, field) => {
    expect(() => assertSound(input)).toThrow(refusedFor({ field, code: 'sign-unstorable' }));
  });

  it('is not what people write in any language', () => {
    for (const text of ['Ḥafiẓ Ñandú', '𝓢𝓪𝓻𝓲 👩‍🏫', 'baris\nbaru\ttab', ''])
      expect(() => assertSound({ text })).not.toThrow();
    expect(() => assertSound({ file: Buffer.from([0, 0]), none: null, at: new Date(), n: 1 })).not.toThrow();
  });

  it.each([' ', '\t\n', '\u00a0'])('is refused as blank: %j', (title) => {
    expect(() => assertSound({ lines: [{ title }] })).toThrow(refusedFor({ field: 'lines[0].title', code: 'blank' }));
  });

  it('is refused in parts of the address too, and nothing of a file is looked at', async () => {
    class Asked {
      @IsOptional() @IsString() readonly search?: string;
    }
    const pipe = new InputValidationPipe();
    const of = (value: unknown, type: 'query' | 'param' | 'custom', data?: string) =>
      Promise.resolve().then(() => pipe.transform(value, { type, data, metatype: type === 'query' ? Asked : String }));
    await expect(of({ search: '\u0000' }, 'query')).rejects.toEqual(
      refusedFor({ field: 'search', code: 'sign-unstorable' }),
    );
    await expect(of('\u0000', 'param', 'clientId')).rejects.toEqual(
      refusedFor({ field: 'clientId', code: 'sign-unstorable' }),
    );
    await expect(of({ originalname: '\u0000' }, 'custom')).resolves.toBeDefined();
  });
});

describe('a body', () => {
  const nested = (depth: number): unknown => Array.from({ length: depth }).reduce<unknown>((inner) => [inner], 1);

  it('is refused before its depth exhausts who walks it', () => {
    expect(() => assertShallow(nested(20))).not.toThrow();
    expect(() => assertShallow(nested(100_000))).toThrow(refusedFor({ field: 'body', code: 'too-deep' }));
    expect(() => assertShallow(undefined)).not.toThrow();
  });
});
