import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { platformUnderTest } from '../testing/platform-under-test.js';
import type { ServiceDatabase } from './service-database.js';
import { arrayParameter, bytesArrayParameter } from './array-parameter.js';

let database: ServiceDatabase;

beforeAll(async () => {
  database = await (await platformUnderTest('array_parameter')).open();
});

afterAll(() => database.close());

const asRead = async (type: string, parameter: string | Buffer) =>
  (await database.query<{ v: unknown }>(`SELECT $1::${type}[] AS v`, [parameter]))[0]?.v;

describe('arrayParameter', () => {
  it('gives back every text as it was', async () => {
    const texts = [
      '',
      ' ',
      'NULL',
      'null',
      'a,b',
      '{}',
      '"',
      '\\',
      '\\"',
      "'",
      'baris\nbaru',
      'Palangka Raya',
      '地',
      '\t',
      '\\x00',
    ];
    expect(await asRead('text', arrayParameter(texts))).toEqual(texts);
  });

  it('tells an absent value from a text that looks like it', async () => {
    expect(await asRead('text', arrayParameter([null, 'NULL', null]))).toEqual([null, 'NULL', null]);
  });

  it('carries numbers', async () => {
    expect(await asRead('int', arrayParameter([1, -2, null, 0]))).toEqual([1, -2, null, 0]);
  });

  it('is empty for no values', async () => {
    expect(await asRead('text', arrayParameter([]))).toEqual([]);
  });

  it('carries bytes, also a part of a larger buffer', async () => {
    const bytes = [Buffer.alloc(0), Buffer.from([0, 255, 92, 34]), new Uint8Array([1, 2, 3, 4]).subarray(1, 3)];
    expect(await asRead('bytea', bytesArrayParameter(bytes))).toEqual(bytes.map((part) => Buffer.from(part)));
  });
});
