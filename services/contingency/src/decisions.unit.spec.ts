import { describe, expect, it } from '@jest/globals';
import { assertDeclares, assertTaskStep, type EmergencyLevel } from './emergencies/emergency-levels.decision.js';
import { operationsPlan } from './emergencies/operations-plan.decision.js';
import { drillHours, stepDrill } from './drills/drill-states.decision.js';
import { coverageOf, rankHazards } from './hazards/rank-hazards.decision.js';
import { gapLines } from './resources/gap.decision.js';
import { RuleBook, type RuleRow } from './rules/rule-book.js';
import { badFields } from './rules/rule-values.js';

const refusal = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    return (error as { code: string }).code;
  }
  return 'none';
};

describe('hazards in rank', () => {
  const hazard = (
    id: string,
    risk: number,
    plan: null | { versionInForce: number | null; validUntil: string | null } = null,
  ) => ({ id, risk, plan });

  it('need a plan at the highest risk, also where several share it, and from the threshold on', () => {
    const needed = rankHazards([hazard('a', 12), hazard('b', 12), hazard('c', 9), hazard('d', 4)], 9, '2026-06-30')
      .filter(({ planNeeded }) => planNeeded)
      .map(({ id, highestRisk }) => [id, highestRisk]);
    expect(needed).toEqual([
      ['a', true],
      ['b', true],
      ['c', false],
    ]);
    expect(rankHazards([], 9, '2026-06-30')).toEqual([]);
  });

  it('are covered until the last day of their plan', () => {
    expect(coverageOf(null, '2026-06-30')).toBe('NONE');
    expect(coverageOf({ versionInForce: null, validUntil: null }, '2026-06-30')).toBe('IN_PREPARATION');
    expect(coverageOf({ versionInForce: 1, validUntil: '2026-06-30' }, '2026-06-30')).toBe('COVERED');
    expect(coverageOf({ versionInForce: 1, validUntil: '2026-06-29' }, '2026-06-30')).toBe('EXPIRED');
  });
});

describe('the levels of an emergency', () => {
  const decree = { level: 'ALERT', decreeOn: '2026-06-30', startsOn: '2026-06-30', endsOn: '2026-07-30' } as const;
  const after = (level: EmergencyLevel, next: 'ALERT' | 'EMERGENCY' | 'TRANSITION') =>
    refusal(() =>
      assertDeclares({ level, startsOn: '2026-06-01', endsOn: '2026-06-15' }, { ...decree, level: next }, '2026-06-30'),
    );

  it('follow each other in one direction, and may come back from transition', () => {
    const levels = ['ALERT', 'EMERGENCY', 'TRANSITION'] as const;
    const allowed = (['ALERT', 'EMERGENCY', 'TRANSITION', 'ENDED'] as const).map((level) =>
      levels.filter((next) => after(level, next) === 'none'),
    );
    expect(allowed).toEqual([['ALERT', 'EMERGENCY'], ['EMERGENCY', 'TRANSITION'], ['EMERGENCY', 'TRANSITION'], []]);
    expect(refusal(() => assertDeclares(undefined, { ...decree, level: 'TRANSITION' }, '2026-06-30'))).toBe(
      'emergency-level-refused',
    );
  });

  it('have dates that fit', () => {
    for (const wrong of [{ decreeOn: '2026-07-01' }, { endsOn: '2026-06-29' }])
      expect(refusal(() => assertDeclares(undefined, { ...decree, ...wrong }, '2026-06-30'))).toBe('decree-refused');
    const earlier = { ...decree, startsOn: '2026-05-31' };
    expect(
      refusal(() =>
        assertDeclares({ level: 'ALERT', startsOn: '2026-06-01', endsOn: '2026-06-15' }, earlier, '2026-06-30'),
      ),
    ).toBe('decree-refused');
  });

  it('are extended beyond what they were, never shortened by an extension', () => {
    const before = { level: 'EMERGENCY', startsOn: '2026-06-01', endsOn: decree.endsOn } as const;
    const again = { ...decree, level: 'EMERGENCY' } as const;
    expect(refusal(() => assertDeclares(before, again, '2026-06-30'))).toBe('decree-refused');
    expect(refusal(() => assertDeclares(before, { ...again, endsOn: '2027-01-01' }, '2026-06-30'))).toBe('none');
    expect(refusal(() => assertDeclares({ ...before, level: 'ALERT' }, again, '2026-06-30'))).toBe('none');
  });
});

describe('the operations plan', () => {
  it('has the tasks of the fields in the order of their time', () => {
    const rows = [
      { field: 'B', task: 'later', responsible: 'X', withinHours: 24 },
      { field: 'A', task: 'first', responsible: 'Y', withinHours: 0 },
    ];
    expect(operationsPlan({ 'execution.fieldTasks': rows }, new Date('2026-07-01T00:00:00Z'))).toEqual([
      { number: 1, field: 'A', title: 'first', responsible: 'Y', dueAt: new Date('2026-07-01T00:00:00Z') },
      { number: 2, field: 'B', title: 'later', responsible: 'X', dueAt: new Date('2026-07-02T00:00:00Z') },
    ]);
    expect(operationsPlan({}, new Date(0))).toEqual([]);
  });

  it('lets tasks be taken up again, and asks why one is dropped', () => {
    expect(refusal(() => assertTaskStep('DONE', 'UNDER_WAY', undefined))).toBe('none');
    expect(refusal(() => assertTaskStep('DONE', 'OPEN', undefined))).toBe('task-step-refused');
    expect(refusal(() => assertTaskStep('OPEN', 'OPEN', undefined))).toBe('task-step-refused');
    expect(refusal(() => assertTaskStep('OPEN', 'DROPPED', undefined))).toBe('task-reason-missing');
    expect(refusal(() => assertTaskStep('OPEN', 'DROPPED', 'Jalan putus'))).toBe('none');
  });
});

describe('drills', () => {
  it('become whole learning hours, cut', () => {
    const rule = { pathCode: 'KL12', minutesPerJp: 45 };
    expect([44, 45, 89, 90, 360].map((minutes) => drillHours(minutes, rule))).toEqual([0, 100, 100, 200, 800]);
  });

  it('are corrected after, and planned before', () => {
    expect(refusal(() => stepDrill('PLANNED', 'correct'))).toBe('drill-step-refused');
    expect(refusal(() => stepDrill('HELD', 'invite'))).toBe('drill-step-refused');
    expect(stepDrill('EVALUATED', 'correct')).toBe('EVALUATED');
    expect(stepDrill('HELD', 'evaluate')).toBe('EVALUATED');
  });
});

describe('the gap', () => {
  it('adds up needs of one item and place, and hides nothing', () => {
    const need = { needId: 'n', field: 'A', place: 'P', category: 'GOODS', item: 'Pompa', unit: 'unit' } as const;
    expect(
      gapLines([
        { ...need, quantity: 10, fromStock: 30, fromPartners: 0, promisedElsewhere: 0 },
        { ...need, quantity: 10, fromStock: 0, fromPartners: 4, promisedElsewhere: 0 },
        { ...need, place: 'Q', quantity: 1, fromStock: 0, fromPartners: 0, promisedElsewhere: 0 },
      ]),
    ).toMatchObject([
      { place: 'P', needed: 20, available: 34, gap: 6 },
      { place: 'Q', needed: 1, gap: 1 },
    ]);
  });
});

describe('rules', () => {
  const row = (validFrom: string, origin: RuleRow['origin'], revision: number, months: number): RuleRow => ({
    key: 'plan.validity',
    validFrom,
    origin,
    revision,
    value: { months },
    basis: 'test',
    status: 'U',
    recordedBy: 'test',
    recordedAt: new Date(0),
  });
  const book = new RuleBook([
    row('2000-01-01', 'REFERENCE', 1, 36),
    row('2026-01-01', 'REFERENCE', 1, 48),
    row('2025-06-01', 'REGION', 1, 60),
    row('2025-06-01', 'REGION', 2, 24),
  ]);
  const months = (day: string) => book.get('plan.validity', day).months;

  it('hold from their day on; the region’s own win, the last revision of them', () => {
    expect([months('2024-12-31'), months('2025-06-01'), months('2026-02-01')]).toEqual([36, 24, 24]);
    expect(() => book.get('plan.validity', '1999-12-31')).toThrow();
    expect(() => book.get('drill.interval', '2026-01-01')).toThrow();
  });

  it('name the fields of a value that do not hold', () => {
    expect(badFields('plan.validity', { months: 36 })).toEqual([]);
    expect(badFields('plan.validity', { months: 0.5, years: 3 })).toEqual(['months', 'years']);
    expect(badFields('retirement.ages', { DEFAULT: 58, 'FUNCTIONAL:AHLI_UTAMA': 65 })).toEqual([]);
    expect(badFields('retirement.ages', { jpt: 60 })).toEqual(['DEFAULT', 'jpt']);
    expect(badFields('retirement.ages', { DEFAULT: 58, '*': 60 })).toEqual(['*']);
    expect(badFields('drill.learning', { pathCode: 'XX', minutesPerJp: 45 })).toEqual(['pathCode']);
  });
});
