import { makePseudonym } from '@betang/messaging';
import { describe, expect, it } from '@jest/globals';
import { KeyedPseudonyms, NoPseudonyms } from './pseudonyms.js';

const EMPLOYEE = '0190a1b2-0000-7000-8000-000000000001';

describe('pseudonyms', () => {
  it("are made with the region's key where it opted in", () => {
    const key = { version: 2, secret: Buffer.alloc(32, 1) };
    const own = new KeyedPseudonyms(key);
    expect([own.shared, own.find(EMPLOYEE)]).toEqual([true, makePseudonym(key, EMPLOYEE)]);
  });

  it('are none where the region did not opt in', () => {
    expect([new NoPseudonyms().shared, new NoPseudonyms().find()]).toEqual([false, undefined]);
  });
});
