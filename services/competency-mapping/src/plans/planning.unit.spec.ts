import { describe, expect, it } from '@jest/globals';
import { moveIndividualPlan, realisedPercent } from '../individual-plans/individual-plan.decision.js';
import { needOf } from '../needs/need.decision.js';
import { FIRST_RULES } from '../rules/first-rules.js';
import type { NeedsRule } from '../rules/dated-rule.js';
import { consolidate, placeOf, type StandingDecision } from '../synchronisation/consolidation.decision.js';
import { inventoryLines, keepLineIds } from './inventory.decision.js';
import { coversYear } from '../targets/served-target.decision.js';
import { indicatorsOfYear, lineProblems } from './line-problems.decision.js';
import { movePlan, nextState, scopeOf, type MoveCommand } from './plan-flow.decision.js';
import type { Plan, PlanStep } from './plan.js';

const rule = FIRST_RULES.find(({ kind }) => kind === 'NEEDS')!.content as NeedsRule;
const plan = (changes: Partial<Plan> = {}): Plan => ({
  planId: 'p',
  kind: 'ANNUAL',
  agencyId: null,
  title: 'Rencana',
  firstYear: 2027,
  lastYear: 2027,
  state: 'DRAFT',
  revision: 1,
  returned: 0,
  decree: null,
  ...changes,
});
const command = (action: MoveCommand['action'], changes: Partial<MoveCommand> = {}): MoveCommand => ({
  action,
  actor: 'a',
  onBehalfOf: null,
  reason: null,
  decree: null,
  ...changes,
});
const last = (actor: string): PlanStep => ({
  action: 'INVENTORY',
  fromState: 'DRAFT',
  toState: 'INVENTORIED',
  actor,
  onBehalfOf: null,
  reason: null,
});

describe('a need', () => {
  const figures = { code: 'A', people: 100, assessed: 100, withGap: 9, deficit: 12 };
  it.each([
    [9, 1],
    [10, 2],
    [25, 3],
    [50, 4],
    [75, 5],
  ])('of %i in a hundred people has urgency %i', (withGap, urgency) => {
    expect(needOf({ ...figures, withGap }, [], [], rule)).toMatchObject({ urgency, because: ['SHARE', 'NO_TARGET'] });
  });
  it('is more urgent for a weighty target and a serious finding, at most 5, and says why', () => {
    const target = { targetId: 't', code: '1', title: 'x', weight: 4, validFrom: '2025-01-01', validTo: '2029-12-31' };
    const finding = { code: 'A', people: 3, severity: 'HIGH' as const, unitId: null, agencyId: null };
    expect(needOf(figures, [target], [], rule)).toMatchObject({
      urgency: 2,
      because: ['SHARE', 'TARGET'],
      priority: 12 * 2 * 4,
    });
    expect(needOf(figures, [{ ...target, weight: 3 }], [finding], rule)).toMatchObject({ urgency: 2, raised: 1 });
    expect(needOf({ ...figures, withGap: 90, assessed: 40 }, [target], [finding], rule)).toMatchObject({
      urgency: 5,
      because: ['SHARE', 'TARGET', 'RAISED', 'CAPPED', 'LITTLE_ASSESSED'],
    });
    expect(needOf({ ...figures, people: 0, withGap: 0, assessed: 0, deficit: 0 }, [], [], rule).urgency).toBe(1);
  });
  it('says what closing it takes', () => {
    expect(needOf(figures, [], [], rule)).toMatchObject({ hours: 12 * 2000, rupiah: 12 * 2_500_000 });
  });
});

describe('the inventory', () => {
  const rows = [
    { agencyId: 'x', code: 'A', level: 3, people: ['1', '2'], deficit: 3 },
    { agencyId: 'x', code: 'B', level: 2, people: ['1'], deficit: 1 },
  ];
  const needs = [
    needOf(
      { code: 'A', people: 2, assessed: 2, withGap: 2, deficit: 3 },
      [{ targetId: 't', code: '1', title: 'x', weight: 1, validFrom: '2025-01-01', validTo: '2028-12-31' }],
      [],
      rule,
    ),
    needOf({ code: 'B', people: 100, assessed: 100, withGap: 1, deficit: 1 }, [], [], rule),
  ];
  const defaults = {
    organiser: 'BKPSDM',
    curriculumStandard: 'LAN',
    pathCode: 'KL02',
    form: 'CLASSICAL' as const,
    leastUrgency: 1,
    developmentTargetId: null,
  };
  it('puts people with the same missing level in one line, the urgent ones first', () => {
    const lines = inventoryLines(rows, needs, { firstYear: 2027, lastYear: 2029 }, defaults, rule);
    expect(lines).toMatchObject([
      {
        competencyCode: 'A',
        people: 2,
        year: 2027,
        quarter: 1,
        urgency: 5,
        budget: 7_500_000,
        hours: 3000,
        developmentTargetId: 't',
        employeeIds: ['1', '2'],
      },
      { competencyCode: 'B', people: 1, year: 2029, quarter: 4, urgency: 1, developmentTargetId: null },
    ]);
    expect(inventoryLines(rows, needs, plan(), { ...defaults, leastUrgency: 2 }, rule)).toHaveLength(1);
  });
  it('serves a target only in the years of its plan, and what the planner names else', () => {
    const years = { firstYear: 2029, lastYear: 2031 };
    const lines = inventoryLines(rows, needs, years, { ...defaults, developmentTargetId: 'named' }, rule);
    expect(lines.map(({ developmentTargetId }) => developmentTargetId)).toEqual(['named', 'named']);
  });
  it('keeps the id of a line that asks for the same, and the target that was said of it', () => {
    const lines = inventoryLines(rows, needs, plan(), defaults, rule);
    const before = [{ agencyId: 'x', competencyCode: 'B', level: 2, lineId: 'old', developmentTargetId: 'said' }];
    expect(keepLineIds(lines, before, () => 'new')).toMatchObject([
      { competencyCode: 'A', lineId: 'new', developmentTargetId: 't' },
      { competencyCode: 'B', lineId: 'old', developmentTargetId: 'said' },
    ]);
  });
});

describe('the steps of a plan', () => {
  it('go on one by one, each seen by other eyes', () => {
    const inventoried = movePlan(plan(), command('INVENTORY'), 1, undefined);
    expect(inventoried).toMatchObject({
      plan: { state: 'INVENTORIED', revision: 2 },
      step: { fromState: 'DRAFT', toState: 'INVENTORIED' },
    });
    expect(() => movePlan(inventoried.plan, command('VERIFY'), 1, last('a'))).toThrow('plan-same-eyes');
    expect(movePlan(inventoried.plan, command('VERIFY', { actor: 'b' }), 1, last('a')).plan.state).toBe('VERIFIED');
    expect(() => movePlan(inventoried.plan, command('VALIDATE', { actor: 'b' }), 1, last('a'))).toThrow(
      'plan-not-there',
    );
    expect(() => movePlan(plan(), command('INVENTORY'), 0, undefined)).toThrow('plan-empty');
  });
  it('end in a decree, or go back with a reason', () => {
    const validated = plan({ state: 'VALIDATED' });
    expect(() => movePlan(validated, command('APPROVE'), 1, last('b'))).toThrow('plan-decree-missing');
    const approved = movePlan(validated, command('APPROVE', { decree: 'Kep. 1' }), 1, last('b')).plan;
    expect(approved).toMatchObject({ state: 'APPROVED', decree: 'Kep. 1' });
    expect(() => movePlan(approved, command('RETURN'), 1, last('b'))).toThrow('plan-reason-missing');
    expect(movePlan(approved, command('RETURN', { reason: 'Anggaran' }), 1, last('a')).plan).toMatchObject({
      state: 'DRAFT',
      returned: 1,
      decree: null,
    });
    expect(() => movePlan(plan(), command('RETURN', { reason: 'x' }), 1, undefined)).toThrow('plan-not-there');
  });
  it('ask for the right of who takes them', () => {
    expect([
      scopeOf('VERIFY', 'INVENTORIED'),
      scopeOf('APPROVE', 'VALIDATED'),
      scopeOf('RETURN', 'INVENTORIED'),
      scopeOf('RETURN', 'VERIFIED'),
    ]).toEqual(['plans:write', 'plans:approve', 'plans:write', 'plans:approve']);
    expect([nextState('DRAFT'), nextState('APPROVED'), nextState('SYNCED')]).toEqual([
      'INVENTORIED',
      'SYNCED',
      undefined,
    ]);
  });
});

describe('the consolidation of the province', () => {
  const line = (lineId: string, changes: object = {}) => ({
    lineId,
    competencyCode: 'A',
    level: 3,
    quarter: 2,
    people: 10,
    ...changes,
  });
  const standing = (lineId: string, changes: Partial<StandingDecision> = {}): StandingDecision => ({
    lineId,
    decision: 2,
    outcome: 'JOINED',
    quarter: 3,
    proposalId: 'j',
    sessionId: null,
    reason: 'x',
    gone: false,
    competencyCode: 'A',
    level: 3,
    ...changes,
  });
  it('receives new lines, keeps what was decided on the same ones, and lets go of what is gone', () => {
    const result = consolidate(
      [line('1'), line('2'), line('3', { level: 4 })],
      [standing('1'), standing('3'), standing('4', { proposalId: 'k' })],
    );
    expect(result.decisions).toMatchObject([
      { lineId: '1', decision: 3, outcome: 'JOINED', proposalId: 'j', quarter: 3 },
      { lineId: '2', decision: 1, outcome: 'RECEIVED', proposalId: null, quarter: 2 },
      { lineId: '3', decision: 3, outcome: 'RECEIVED', proposalId: null, quarter: 2 },
    ]);
    expect(result.gone).toEqual(['4']);
    expect(result.touched).toEqual(['j', 'k']);
  });
  it('counts on where a line comes again that was gone, and keeps nothing of before', () => {
    const result = consolidate(
      [line('1')],
      [standing('1', { gone: true, decision: 7, proposalId: null }), standing('2', { gone: true })],
    );
    expect(result).toMatchObject({ decisions: [{ decision: 8, outcome: 'RECEIVED' }], gone: [], touched: [] });
  });
  it('tells which regions are missing, late, or have taken their plan back', () => {
    expect([
      placeOf('62.03', undefined).state,
      placeOf('62.03', { late: false, withdrawn: false, complete: false }).state,
      placeOf('62.03', { late: true, withdrawn: false, complete: true }).state,
      placeOf('62.03', { late: false, withdrawn: false, complete: true }).state,
      placeOf('62.03', { late: true, withdrawn: true, complete: true }).state,
    ]).toEqual(['MISSING', 'INCOMPLETE', 'LATE', 'SUBMITTED', 'WITHDRAWN']);
  });
});

describe('an individual plan', () => {
  it('is written, submitted, approved or sent back', () => {
    expect(moveIndividualPlan('DRAFT', 'SUBMIT', 1)).toBe('SUBMITTED');
    expect(() => moveIndividualPlan('DRAFT', 'SUBMIT', 0)).toThrow('individual-plan-empty');
    expect(() => moveIndividualPlan('SUBMITTED', 'WRITE', 1)).toThrow('individual-plan-not-there');
    expect(moveIndividualPlan('SUBMITTED', 'RETURN', 1)).toBe('TO_REVISE');
    expect(moveIndividualPlan('TO_REVISE', 'WRITE', 1)).toBe('TO_REVISE');
    expect(moveIndividualPlan('SUBMITTED', 'APPROVE', 1)).toBe('APPROVED');
  });
  it('is realised item by item', () => {
    expect(realisedPercent([{ realisedOn: '2027-01-01' }, { realisedOn: null }, { realisedOn: null }])).toBe(33);
    expect(realisedPercent([])).toBe(0);
  });
});

describe('a line', () => {
  const target = {
    targetId: 't',
    region: null,
    kind: 'TARGET' as const,
    code: '1',
    title: 'x',
    validFrom: '2025-08-01',
    validTo: '2029-12-31',
    withdrawn: false,
    indicators: [],
  };
  const line = { developmentTargetId: 't', competencyCode: 'A', level: 3, year: 2027 };
  const found = (changes: object, of: object = {}) =>
    lineProblems(
      { ...line, ...of },
      {
        region: '62.03',
        targets: new Map([['t', { ...target, ...changes }]]),
        competencies: new Map([['A', { maxLevel: 3 }]]),
      },
    );
  it('serves a target of its own region or province, in force in its year', () => {
    expect([found({}), found({ region: '62' }), found({}, { year: 2025 })]).toEqual([[], [], []]);
    expect(found({ region: '64' })).toEqual(['plan.target-not-served']);
    expect(found({ region: '62.11' })).toEqual(['plan.target-not-served']);
    expect(found({ kind: 'VISION' })).toEqual(['plan.target-not-served']);
    expect(found({ withdrawn: true })).toEqual(['plan.target-withdrawn']);
    expect(found({}, { year: 2030 })).toEqual(['plan.target-outside-period']);
    expect(found({}, { developmentTargetId: null })).toEqual(['plan.target-missing']);
    expect(found({}, { developmentTargetId: 'gone' })).toEqual(['plan.target-unknown']);
    expect([2024, 2025, 2029, 2030].map((year) => coversYear(target, year))).toEqual([false, true, true, false]);
  });
  it('names a competency and level that the dictionary has', () => {
    expect(found({}, { competencyCode: 'B' })).toEqual(['evidence.competency-unknown']);
    expect(found({}, { level: 4 })).toEqual(['evidence.level-outside']);
  });
  it('is measured by what the plan says of its year', () => {
    const indicator = { code: 'i', title: 'Indeks', unit: 'poin', values: [{ year: 2027, target: 80, actual: null }] };
    expect(indicatorsOfYear([indicator], 2027)).toMatchObject([{ target: 80, actual: null }]);
    expect(indicatorsOfYear([indicator], 2028)).toMatchObject([{ target: null, actual: null }]);
  });
});
