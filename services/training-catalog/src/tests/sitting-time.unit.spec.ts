import { describe, expect, it } from '@jest/globals';
import { deadlineOf, isOver, mayBegin, overdueSince } from './sitting-time.decision.js';

const at = (time: string) => new Date(`2026-03-02T${time}Z`);
const terms = { opensAt: at('08:00:00'), closesAt: at('09:00:00'), minutes: 20 };

describe('the time of a sitting', () => {
  it.each([
    ['07:59:59', false],
    ['08:00:00', true],
    ['09:00:00', true],
    ['09:00:01', false],
  ])('may begin at %s: %p', (time, may) => {
    expect(mayBegin(terms, at(time))).toBe(may);
  });

  it('ends after its minutes, at the latest with the test', () => {
    expect(deadlineOf(terms, at('08:30:00'))).toEqual(at('08:50:00'));
    expect(deadlineOf(terms, at('08:55:00'))).toEqual(at('09:00:00'));
  });

  it('leaves half a minute for the way, and no second more', () => {
    const deadline = at('08:50:00');
    expect(isOver(deadline, at('08:50:30'))).toBe(false);
    expect(isOver(deadline, at('08:50:31'))).toBe(true);
    expect(deadline < overdueSince(at('08:50:30'))).toBe(false);
    expect(deadline < overdueSince(at('08:50:31'))).toBe(true);
  });
});
