import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { makePseudonym } from './pseudonym.js';

const EMPLOYEE = '0190a1b2-0000-7000-8000-000000000001';
const made = (version: number, fill: number, employee = EMPLOYEE) =>
  makePseudonym({ version, secret: Buffer.alloc(32, fill) }, employee);

describe('pseudonyms', () => {
  it("are the HMAC-SHA256 of the employee's id under the region's key, with its version", () => {
    const expected = createHmac('sha256', Buffer.alloc(32, 1)).update(EMPLOYEE).digest('base64url');
    expect(made(2, 1)).toBe(`k2:${expected}`);
    expect(made(2, 1)).toMatch(/^k\d+:[A-Za-z0-9_-]{43}$/);
  });

  it('are the same each time, and differ by person and by key', () => {
    const all = [made(1, 1), made(1, 2), made(1, 1, EMPLOYEE.replace(/1$/, '2'))];
    expect(new Set(all).size).toBe(3);
    expect(made(1, 1)).toBe(all[0]);
  });
});
