import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { KeyedPseudonyms, NoPseudonyms } from './pseudonyms.js';

const EMPLOYEE = '0190a1b2-0000-7000-8000-000000000001';
const key = (version: number, fill: number) => new KeyedPseudonyms({ version, secret: Buffer.alloc(32, fill) });

describe('pseudonyms', () => {
  it("are the HMAC-SHA256 of the employee's id under the region's key, with its version", () => {
    const expected = createHmac('sha256', Buffer.alloc(32, 1)).update(EMPLOYEE).digest('base64url');
    expect(key(2, 1).find(EMPLOYEE)).toBe(`k2:${expected}`);
    expect(key(2, 1).find(EMPLOYEE)).toMatch(/^k\d+:[A-Za-z0-9_-]{43}$/);
  });

  it('are the same each time, and differ by person and by key', () => {
    const all = [key(1, 1).find(EMPLOYEE), key(1, 2).find(EMPLOYEE), key(1, 1).find(EMPLOYEE.replace(/1$/, '2'))];
    expect(new Set(all).size).toBe(3);
    expect(key(1, 1).find(EMPLOYEE)).toBe(all[0]);
  });

  it('are none where the region did not opt in', () => {
    expect([new NoPseudonyms().shared, new NoPseudonyms().find()]).toEqual([false, undefined]);
  });
});
