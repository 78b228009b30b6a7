import { describe, expect, it } from '@jest/globals';
import { findEventTime } from './event-time.js';
import { missingOrigins } from './missing-origins.decision.js';
import { STATEMENTS, standingOf, type OriginEvidence, type OriginLine } from './origin-standing.decision.js';

const NOW = new Date('2026-06-30T12:00:00Z');
const at = (time: string) => new Date(`2026-06-30T${time}Z`);
const line = (changes: Partial<OriginLine> = {}): OriginLine => ({
  service: 'learning-hours',
  audience: 'province',
  epoch: '1.a',
  position: 7,
  state: 'FLOWING',
  lastEventAt: at('08:00:00'),
  ...changes,
});
const heads = line({ service: 'identity', lastEventAt: at('11:45:00') });
const standing = (changes: Partial<OriginEvidence> = {}) =>
  standingOf({ lines: [line(), heads], held: 0, parked: 0, replaysAsked: 0, ...changes }, STATEMENTS, NOW);

describe('the standing of an origin', () => {
  it('is as current as its newest sign of life while nothing is missing', () => {
    expect(standing()).toEqual({ state: 'CURRENT', heardAt: at('11:45:00'), asOf: at('11:45:00') });
  });

  it.each([{ held: 1 }, { parked: 1 }, { replaysAsked: 1 }])(
    'is as old as the last event before the trouble: %p',
    (trouble) => {
      expect(standing(trouble)).toEqual({ state: 'INCOMPLETE', heardAt: at('11:45:00'), asOf: at('08:00:00') });
    },
  );

  it('is as old as the first parked event', () => {
    expect(standing({ parked: 2, firstParkedAt: at('07:00:00') }).asOf).toEqual(at('07:00:00'));
    expect(standing({ parked: 2, firstParkedAt: at('09:00:00') }).asOf).toEqual(at('08:00:00'));
  });

  it.each(['FORKED', 'STOPPED'] as const)('stops with its line: %s', (state) => {
    expect(standing({ lines: [line({ state }), heads] })).toMatchObject({ state: 'STOPPED', asOf: at('08:00:00') });
  });

  it('is silent until it states figures', () => {
    expect(standing({ lines: [heads] })).toEqual({ state: 'SILENT', heardAt: at('11:45:00') });
    expect(standing({ lines: [] })).toEqual({ state: 'SILENT' });
    expect(standing({ lines: [line({ audience: 'local' })] }).state).toBe('SILENT');
  });

  it('never lies in the future, however its clock goes', () => {
    expect(standing({ lines: [line({ lastEventAt: at('12:30:00') })] })).toEqual({
      state: 'CURRENT',
      heardAt: NOW,
      asOf: NOW,
    });
  });
});

describe('missing origins', () => {
  it('are those that stated nothing or whose figures are too old, by code', () => {
    const expected = [
      { region: '62.71', stated: true, asOf: new Date('2026-06-29T11:59:59Z') },
      { region: '62.03', stated: false, asOf: NOW },
      { region: '62.01', stated: true, asOf: new Date('2026-06-29T12:00:00Z') },
      { region: '62', stated: true },
    ];
    expect(missingOrigins(expected, 24, NOW)).toEqual(['62', '62.03', '62.71']);
  });
});

describe('the time of an event', () => {
  it('is in its id', () => {
    expect(findEventTime('019a0b1c-2d3e-7000-8000-000000000000')).toEqual(new Date(0x019a0b1c2d3e));
    expect(findEventTime('00000000-0000-4000-8000-00000000000a')).toBeUndefined();
    expect(findEventTime('')).toBeUndefined();
    expect(findEventTime(null)).toBeUndefined();
  });
});
