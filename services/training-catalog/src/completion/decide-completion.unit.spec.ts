import { describe, expect, it } from '@jest/globals';
import {
  attendanceShare,
  decideCompletion,
  weightedMark,
  type ParticipationFacts,
} from './decide-completion.decision.js';
import { ruleFor, type PassRule } from './pass-rule.js';

const rule: PassRule = {
  ruleId: 'r',
  programmeId: null,
  kind: null,
  validFrom: '2018-01-01',
  minAttendance: 8000,
  maxExcused: 2500,
  minTest: 6000,
  minAssignments: 6000,
  allAssignments: true,
  certificate: true,
  certificateMonths: null,
  basis: 'uji',
};
const good: ParticipationFacts = {
  meetings: 10,
  attended: 8,
  excused: 0,
  preScore: 4000,
  postScore: 6000,
  assignments: [{ weight: 1, submitted: true, mark: 6000 }],
};
const unmet = (changes: Partial<ParticipationFacts>, by: Partial<PassRule> = {}) => {
  const { passed, checks } = decideCompletion({ ...good, ...changes }, { ...rule, ...by });
  const codes = checks.filter(({ met }) => !met).map(({ code }) => code);
  expect(passed).toBe(codes.length === 0);
  return codes;
};

describe('completion', () => {
  it('is passed at the very limits, and says what it rests on', () => {
    expect(unmet({})).toEqual([]);
    expect(decideCompletion(good, rule)).toMatchObject({
      passed: true,
      attendance: 8000,
      postScore: 6000,
      assignments: 6000,
      checks: [
        { code: 'attendance-too-low', required: 8000, reached: 8000, met: true },
        { code: 'test-too-low', required: 6000, reached: 6000, met: true },
        { code: 'assignment-missing', required: 10_000, reached: 10_000, met: true },
        { code: 'assignments-too-low', required: 6000, reached: 6000, met: true },
      ],
    });
  });

  it.each([
    [{ attended: 7 }, ['attendance-too-low']],
    [{ postScore: 5999 }, ['test-too-low']],
    [{ postScore: null }, ['test-not-taken']],
    [{ assignments: [{ weight: 1, submitted: true, mark: 5999 }] }, ['assignments-too-low']],
    [
      {
        assignments: [
          { weight: 3, submitted: true, mark: 9000 },
          { weight: 1, submitted: false, mark: null },
        ],
      },
      ['assignment-missing'],
    ],
    [
      { attended: 0, postScore: null, assignments: [{ weight: 1, submitted: false, mark: null }] },
      ['attendance-too-low', 'test-not-taken', 'assignment-missing', 'assignments-too-low'],
    ],
  ] as [Partial<ParticipationFacts>, string[]][])('with %j is not: %j', (changes, codes) => {
    expect(unmet(changes)).toEqual(codes);
  });

  it('asks for nothing that the session does not have', () => {
    expect(unmet({ meetings: 0, attended: 0 })).toEqual([]);
    expect(unmet({ postScore: undefined })).toEqual([]);
    expect(unmet({ assignments: [] })).toEqual([]);
    expect(unmet({ postScore: 1000 }, { minTest: null })).toEqual([]);
    expect(decideCompletion({ ...good, meetings: 0, postScore: undefined, assignments: [] }, rule)).toEqual({
      passed: true,
      checks: [],
      attendance: null,
      preScore: 4000,
      postScore: null,
      assignments: null,
    });
  });
});

describe('attendance', () => {
  it.each([
    [10, 6, 2, 7500],
    [10, 6, 3, 7500],
    [10, 8, 2, 10_000],
    [3, 2, 0, 6666],
    [1, 0, 1, 0],
    [4, 0, 4, 0],
  ])('of %i meetings, %i attended, %i excused, is %i', (meetings, attended, excused, share) => {
    expect(attendanceShare({ meetings, attended, excused }, rule)).toBe(share);
  });

  it('is whole where somebody may be excused from all', () => {
    expect(attendanceShare({ meetings: 2, attended: 0, excused: 2 }, { maxExcused: 10_000 })).toBe(10_000);
  });
});

describe('the mark of assignments', () => {
  it('goes by their weights', () => {
    expect(
      weightedMark([
        { weight: 3, submitted: true, mark: 8000 },
        { weight: 1, submitted: true, mark: 4000 },
      ]),
    ).toBe(7000);
  });
});

describe('the rule of a session', () => {
  const of = (ruleId: string, changes: Partial<PassRule>): PassRule => ({ ...rule, ruleId, ...changes });
  const rules = [
    of('region-2018', {}),
    of('region-2026', { validFrom: '2026-01-01' }),
    of('lecture', { kind: 'PUBLIC_LECTURE' }),
    of('programme', { programmeId: 'p1', validFrom: '2026-06-01' }),
  ];
  const found = (programmeId: string | null, kind: 'TRAINING' | 'PUBLIC_LECTURE', startsOn: string) =>
    ruleFor(rules, { programmeId, kind, startsOn })?.ruleId;

  it('is the closest one in force on its first day', () => {
    expect(found('p1', 'TRAINING', '2026-06-01')).toBe('programme');
    expect(found('p1', 'TRAINING', '2026-05-31')).toBe('region-2026');
    expect(found('p2', 'TRAINING', '2025-12-31')).toBe('region-2018');
    expect(found(null, 'PUBLIC_LECTURE', '2026-07-01')).toBe('lecture');
    expect(found(null, 'TRAINING', '2017-12-31')).toBeUndefined();
  });
});
