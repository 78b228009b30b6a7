import { makePseudonym } from '@betang/messaging';
import { describe, expect, it } from '@jest/globals';
import { KeyedPseudonyms, NoPseudonyms } from './pseudonyms.js';

const EMPLOYEE = '0190a1b2-0000-7000-8000-000000000001';

describe('pseudonyms', () => {
  it("are made with the region's key where it opted in", () => {
    const key = { version: 2, secret: Buffer.alloc(32, 1) };
    const own = new KeyedPseudonyms({ ...key, former: [] });
    expect([own.shared, own.version, own.find(EMPLOYEE)]).toEqual([true, 2, makePseudonym(key, EMPLOYEE)]);
  });

  it('are known under a former key for as long as its secret is at hand', () => {
    const former = { version: 1, secret: Buffer.alloc(32, 9) };
    const own = new KeyedPseudonyms({ version: 2, secret: Buffer.alloc(32, 1), former: [former] });
    expect(own.findUnder(1, EMPLOYEE)).toBe(makePseudonym(former, EMPLOYEE));
    expect(own.findUnder(2, EMPLOYEE)).toBe(own.find(EMPLOYEE));
    expect(own.findUnder(3, EMPLOYEE)).toBeUndefined();
  });

  it('are none where the region did not opt in', () => {
    const none = new NoPseudonyms();
    expect([none.shared, none.version, none.find(), none.findUnder()]).toEqual([false, ...Array<undefined>(3)]);
  });
});
