import { describe, expect, it } from '@jest/globals';
import type { CurrentCode, DictionaryCompetency } from '../dictionary/dictionary.js';
import { FIRST_RULES } from '../rules/first-rules.js';
import type { JobMatchRule, Method, ProfileRule, Strategy } from '../rules/dated-rule.js';
import { jobMatch, mappingCategory, promotionCategory } from './job-person-match.decision.js';
import { profileOf, type Evidence, type ProfileContext } from './profile.decision.js';

const TODAY = '2026-06-30';
const rule = FIRST_RULES.find(({ kind }) => kind === 'PROFILE')!.content as ProfileRule;
const matchRule = FIRST_RULES.find(({ kind }) => kind === 'JOB_MATCH')!.content as JobMatchRule;

function competency(code: string, changes: Partial<DictionaryCompetency> = {}): DictionaryCompetency {
  return {
    code,
    group: 'MANAGERIAL',
    field: null,
    nameId: code,
    nameEn: code,
    minLevel: 1,
    maxLevel: 5,
    indicators: [],
    ...changes,
  };
}

function context(strategy: Strategy, changes: Partial<ProfileContext> = {}): ProfileContext {
  const competencies = new Map(['A', 'B'].map((code) => [code, competency(code)]));
  return { rule: { ...rule, strategy }, currentCodes: new Map(), competencies, today: TODAY, ...changes };
}

let ids = 0;
function evidence(
  level: number,
  observedOn: string,
  method: Method = 'ASSESSMENT_CENTER',
  changes: Partial<Evidence> = {},
): Evidence {
  ids += 1;
  return { evidenceId: `e${ids}`, code: 'A', level, method, observedOn, validUntil: '2029-01-01', ...changes };
}
const verdicts = (pieces: readonly Evidence[], given: ProfileContext) => {
  const [held] = profileOf(pieces, given);
  return { level: held!.level, validUntil: held!.validUntil, verdicts: held!.evidence.map(({ verdict }) => verdict) };
};

describe('a profile', () => {
  const two = [evidence(3, '2025-01-10'), evidence(2, '2026-01-10', 'COMPUTER_ASSISTED', { validUntil: '2027-01-01' })];

  it('follows from the latest, the best or the weighted evidence, and says what became of the rest', () => {
    expect(verdicts(two, context('LATEST'))).toEqual({
      level: 2,
      validUntil: '2027-01-01',
      verdicts: ['CHOSEN', 'OLDER'],
    });
    expect(verdicts(two, context('BEST'))).toEqual({
      level: 3,
      validUntil: '2029-01-01',
      verdicts: ['LOWER', 'CHOSEN'],
    });
    // (3 x 100 + 2 x 80) / 180 = 2.55, rounded down; it holds until its first part expires.
    expect(verdicts(two, context('WEIGHTED'))).toEqual({
      level: 2,
      validUntil: '2027-01-01',
      verdicts: ['CHOSEN', 'COUNTED'],
    });
  });

  it('leaves out what expired, lies ahead, or was shown by a method that does not count', () => {
    const pieces = [
      evidence(5, '2022-01-01', 'ASSESSMENT_CENTER', { validUntil: '2026-06-29' }),
      evidence(4, '2026-07-01'),
      evidence(5, '2026-01-01', 'SELF'),
      evidence(1, '2025-05-05', 'SUPERVISOR', { validUntil: TODAY }),
    ];
    expect(verdicts(pieces, context('LATEST'))).toEqual({
      level: 1,
      validUntil: TODAY,
      verdicts: ['NOT_YET', 'METHOD_NOT_COUNTED', 'CHOSEN', 'EXPIRED'],
    });
    expect(verdicts(pieces.slice(0, 3), context('LATEST')).level).toBeNull();
  });

  it('takes training as evidence that only raises, up to the level that the rule allows', () => {
    const assessed = evidence(3, '2025-01-10');
    const lower = evidence(2, '2026-02-01', 'TRAINING');
    const higher = evidence(5, '2026-02-01', 'TRAINING');
    expect(verdicts([assessed, lower], context('LATEST'))).toMatchObject({
      level: 3,
      verdicts: ['DOES_NOT_RAISE', 'CHOSEN'],
    });
    expect(verdicts([assessed, higher], context('LATEST'))).toMatchObject({ level: 4, verdicts: ['CHOSEN', 'LOWER'] });
    expect(verdicts([lower], context('WEIGHTED'))).toMatchObject({ level: 2, verdicts: ['CHOSEN'] });
  });

  it('reads evidence of an earlier dictionary under its current code and level', () => {
    const currentCodes = new Map<string, CurrentCode>([
      ['OLD', { recordedCode: 'OLD', currentCode: 'A', levels: [0, 1, 1, 2, 3, 4] }],
      ['GONE', { recordedCode: 'GONE', currentCode: null, levels: [0, 1, 2, 3, 4, 5] }],
    ]);
    const given = context('BEST', { currentCodes });
    expect(
      profileOf(
        [evidence(3, '2026-01-01', 'SIMPLE', { code: 'OLD' }), evidence(4, '2026-01-01', 'SIMPLE', { code: 'GONE' })],
        given,
      ),
    ).toMatchObject([
      { code: 'A', level: 2, evidence: [{ code: 'OLD', level: 3, currentLevel: 2, verdict: 'CHOSEN' }] },
      { code: 'GONE', level: null, evidence: [{ verdict: 'COMPETENCY_GONE' }] },
    ]);
  });
});

describe('the job person match', () => {
  const group = (code: string) => (code.startsWith('T') ? ('TECHNICAL' as const) : ('MANAGERIAL' as const));
  const match = (required: Record<string, number>, held: Record<string, number>, type: string | null = null) =>
    jobMatch(required, new Map(Object.entries(held)), group, matchRule, type);

  it('is the sum of assessed levels to the sum of required ones, at most a hundred percent', () => {
    expect(match({ A: 3, B: 2 }, { A: 2, B: 2 })).toEqual({
      required: 2,
      assessed: 2,
      withGap: 1,
      deficit: 1,
      hundredths: 8000,
    });
    expect(match({ A: 3 }, { A: 5 })).toMatchObject({ hundredths: 10_000, withGap: 0 });
    expect(match({ A: 3, B: 2 }, { A: 3 })).toMatchObject({ hundredths: 6000, assessed: 1, withGap: 1, deficit: 2 });
    expect(match({ A: 3 }, {})).toMatchObject({ hundredths: null, deficit: 3 });
    expect(match({ A: 3 }, { A: 0 })).toMatchObject({ hundredths: 0, assessed: 1 });
  });

  it('weighs technical competencies apart where the rule says so for the type of position', () => {
    const required = { A: 4, T1: 4 };
    const held = { A: 4, T1: 2 };
    expect(match(required, held).hundredths).toBe(7500);
    expect(match(required, held, 'FUNCTIONAL:AHLI_MADYA').hundredths).toBe(8000);
    expect(match(required, held, 'FUNCTIONAL:AHLI_PERTAMA').hundredths).toBe(7000);
    expect(match({ A: 4 }, { A: 2 }, 'FUNCTIONAL:AHLI_MADYA').hundredths).toBe(5000);
  });

  it('rounds down, so that nothing is lifted over an edge', () => {
    // 17 of 25 is 68 % to the hair; 2 of 3 is 66.666 %.
    expect(match({ A: 5, B: 5, C: 5, D: 5, E: 5 }, { A: 5, B: 5, C: 5, D: 2, E: 0 }).hundredths).toBe(6800);
    expect(match({ A: 3 }, { A: 2 }).hundredths).toBe(6666);
  });

  it.each([
    [6799, 'KMS', 'KO'],
    [6800, 'MMS', 'KO'],
    [7799, 'MMS', 'KO'],
    [7800, 'MMS', 'CO'],
    [7999, 'MMS', 'CO'],
    [8000, 'MS', 'CO'],
    [8999, 'MS', 'CO'],
    [9000, 'MS', 'O'],
    [10_000, 'MS', 'O'],
  ])('of %i hundredths is %s for promotion and %s for mapping', (hundredths, promotion, mapping) => {
    expect(promotionCategory(hundredths, matchRule)).toBe(promotion);
    expect(mappingCategory(hundredths, matchRule)).toBe(mapping);
  });
});
