import { describe, expect, it } from '@jest/globals';
import { checkInAt, checkInCode, codeShownUntil, isCheckInCode } from './check-in-code.decision.js';

const secret = Buffer.alloc(32, 7);
const at = new Date('2026-03-02T01:00:00Z');
const later = (seconds: number) => new Date(at.getTime() + seconds * 1000);

describe('a check-in code', () => {
  it('has six digits, is the same within its window and another one in the next', () => {
    expect(checkInCode(secret, at)).toMatch(/^\d{6}$/);
    expect(checkInCode(secret, later(29))).toBe(checkInCode(secret, at));
    const codes = new Set([0, 30, 60, 90, 120, 150].map((seconds) => checkInCode(secret, later(seconds))));
    expect(codes.size).toBeGreaterThan(3);
    expect(codeShownUntil(at)).toEqual(later(30));
  });

  it('counts in its own window and in the next one, not afterwards, not before, and not of another meeting', () => {
    const code = checkInCode(secret, at);
    expect([0, 29, 30, 59].map((seconds) => isCheckInCode(secret, code, later(seconds)))).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(isCheckInCode(secret, code, later(60))).toBe(false);
    expect(isCheckInCode(secret, code, later(-1))).toBe(false);
    expect(isCheckInCode(Buffer.alloc(32, 8), code, at)).toBe(false);
    for (const wrong of ['', '12345', '1234567', 'abcdef', '１２３４５６'])
      expect(isCheckInCode(secret, wrong, at)).toBe(false);
  });
});

describe('checking in', () => {
  const meeting = { startsAt: at, endsAt: later(7200), mode: 'ONLINE' };
  it.each([
    [-1801, 'not-open'],
    [-1800, 'PRESENT'],
    [900, 'PRESENT'],
    [901, 'LATE'],
    [7200, 'LATE'],
    [7201, 'over'],
  ])('%i seconds after the start is %s', (seconds, state) => {
    expect(checkInAt(meeting, later(seconds))).toBe(state);
  });

  it('is never late in independent work', () => {
    expect(checkInAt({ ...meeting, mode: 'INDEPENDENT' }, later(7000))).toBe('PRESENT');
  });
});
