import { describe, expect, it } from '@jest/globals';
import { REFERENCE_RULES } from '../rules/reference-rules.js';
import { RuleBook } from '../rules/rule-book.js';
import { assessReadiness, bandOf } from './assess-readiness.decision.js';
import { changeDays, forecast, nextChange } from './forecast.decision.js';
import type { PeopleNeed, PlanFacts, Supply } from './plan-facts.js';
import type { AssignedPerson } from '../roles/assigned-person.js';
import { readinessRules } from './readiness-work.js';

const TODAY = '2026-06-30';
const UNTIL = '2028-06-30';
const book = new RuleBook(
  REFERENCE_RULES.map((rule) => ({
    ...rule,
    origin: 'REFERENCE',
    revision: 1,
    value: rule.value as never,
    recordedBy: 'test',
    recordedAt: new Date(0),
  })),
);
const rules = readinessRules(book, TODAY);

const person = (changes: Partial<AssignedPerson> = {}): AssignedPerson => ({
  assignmentId: 'a1',
  employeeId: 'e1',
  kind: 'HOLDER',
  assignedUnitId: 'u1',
  confirmedOn: '2026-01-01',
  known: true,
  unitId: 'u1',
  leftOn: null,
  retiresOn: null,
  levels: new Map([['MAN-08', { level: 4, validUntil: null }]]),
  ...changes,
});
const review = (dueOn: string) => ({ reviewId: `r-${dueOn}`, reason: 'El Nino', dueOn });
const supply = (changes: Partial<Supply> = {}): Supply => ({
  quantity: 10,
  contested: 0,
  validFrom: null,
  validUntil: null,
  partner: null,
  ...changes,
});
const role = (changes: Partial<PeopleNeed> = {}): PeopleNeed => ({
  id: 'r1',
  name: 'Komandan posko',
  people: 1,
  alternates: 0,
  competencies: [{ competencyCode: 'MAN-08', level: 4 }],
  unknownCodes: [],
  assigned: [person()],
  ...changes,
});
const facts = (changes: Partial<PlanFacts> = {}): PlanFacts => ({
  planId: 'p1',
  hazardCode: 'KARHUTLA',
  document: { version: 1, validUntil: '2029-01-01', reviewDueOn: '2028-12-31' },
  openReviews: [],
  roles: [role()],
  needs: [{ needId: 'n1', item: 'Pompa', quantity: 10, supplies: [supply()] }],
  commitments: [],
  lastDrillOn: '2026-05-01',
  openActions: [],
  openAfterActions: [],
  services: [],
  ...changes,
});
const assess = (changes: Partial<PlanFacts> = {}, day = TODAY) => assessReadiness(facts(changes), rules, day);
const part = (component: string, changes: Partial<PlanFacts>, day = TODAY) =>
  assess(changes, day).components.find((each) => each.component === component);
const codes = (changes: Partial<PlanFacts>, day = TODAY) =>
  assess(changes, day).components.flatMap(({ reasons }) => reasons.map(({ code }) => code));

describe('readiness', () => {
  it('is whole, without reasons, when nothing is missing', () => {
    expect(assess()).toMatchObject({ figure: 10_000, band: 'READY' });
    expect(codes({})).toEqual([]);
  });

  it('leaves out what does not apply, and weighs the rest', () => {
    const { components } = assess();
    expect(components.map(({ component }) => component)).toEqual([
      'DOCUMENT',
      'PEOPLE',
      'COMPETENCIES',
      'RESOURCES',
      'DRILLS',
    ]);
    // 20 + 20 + 15 + 15 + 10 = 80; without drill 70 of 80.
    expect(assess({ lastDrillOn: null }).figure).toBe(8_750);
  });

  it('caps a plan that nobody signed, or that expired', () => {
    const document = { version: null, validUntil: null, reviewDueOn: null };
    expect(assess({ document }).figure).toBe(4_000);
    const expired = { version: 1, validUntil: '2026-06-29', reviewDueOn: '2026-06-29' };
    expect(assess({ document: expired }).figure).toBe(4_000);
    expect(assess({ document: { ...expired, validUntil: '2026-06-30' } }).figure).toBeGreaterThan(4_000);
    expect(codes({ document: expired })).toEqual(['readiness.plan-expired']);
  });

  it('takes a quarter of the document for an overdue review, and one for unanswered ones', () => {
    const document = { version: 1, validUntil: '2029-01-01', reviewDueOn: '2026-06-29' };
    expect(part('DOCUMENT', { document })).toMatchObject({ score: 7_500 });
    expect(part('DOCUMENT', { document, openReviews: [review('2026-06-29'), review('2026-07-01')] })).toMatchObject({
      score: 5_000,
      reasons: [{ code: 'readiness.review-overdue' }, { code: 'readiness.review-ignored', subjectId: 'r-2026-06-29' }],
    });
    const two = [review('2026-06-01'), review('2026-06-29')];
    expect(part('DOCUMENT', { openReviews: two })).toMatchObject({ score: 7_500 });
    expect(part('DOCUMENT', { openReviews: [review('2026-06-30')] })).toMatchObject({ score: 10_000 });
  });

  it.each([
    ['unknown', { known: false }, 'readiness.holder-unknown'],
    ['gone from today', { leftOn: TODAY }, 'readiness.holder-left'],
    ['moved', { unitId: 'u2' }, 'readiness.holder-moved'],
    ['retired from today', { retiresOn: TODAY }, 'readiness.holder-retired'],
  ])('does not count a holder who is %s', (_, changes, code) => {
    const roles = [role({ assigned: [person(changes)] })];
    expect(codes({ roles })).toEqual([code, 'readiness.people-missing']);
    expect(part('PEOPLE', { roles })?.score).toBe(0);
    expect(part('COMPETENCIES', { roles })?.score).toBe(0);
  });

  it('counts a holder until the last day, and one confirmed after retirement', () => {
    expect(codes({ roles: [role({ assigned: [person({ leftOn: '2026-07-01', retiresOn: '2026-07-01' })] })] })).toEqual(
      [],
    );
    expect(
      codes({ roles: [role({ assigned: [person({ retiresOn: '2026-06-01', confirmedOn: '2026-06-01' })] })] }),
    ).toEqual([]);
  });

  it('tells a competency that was never there from one that expired', () => {
    const held = (level: number, validUntil: string | null) =>
      codes({ roles: [role({ assigned: [person({ levels: new Map([['MAN-08', { level, validUntil }]]) })] })] });
    expect(held(3, null)).toEqual(['readiness.competency-lacking']);
    expect(held(5, '2026-06-29')).toEqual(['readiness.competency-expired']);
    expect(held(4, '2026-06-30')).toEqual([]);
  });

  it('counts the best of more holders than are needed', () => {
    const better = person({ assignmentId: 'a2', employeeId: 'e2' });
    const roles = [role({ assigned: [person({ levels: new Map() }), better] })];
    expect(assess({ roles })).toMatchObject({ figure: 10_000 });
    expect(codes({ roles })).toEqual([]);
  });

  it('says so where a role asks for what no dictionary has, once a role and not once a person', () => {
    const two = [person({ levels: new Map() }), person({ assignmentId: 'a2', employeeId: 'e2', levels: new Map() })];
    const roles = [role({ people: 2, unknownCodes: ['MAN-08'], assigned: two })];
    expect(codes({ roles })).toEqual(['readiness.competency-code-unknown']);
    expect(part('COMPETENCIES', { roles })).toMatchObject({ score: 0 });
  });

  it('asks alternates to be qualified too', () => {
    const alternate = person({ assignmentId: 'a2', employeeId: 'e2', kind: 'ALTERNATE' });
    const roles = (levels: AssignedPerson['levels']) => [
      role({ alternates: 1, assigned: [person(), { ...alternate, levels }] }),
    ];
    expect(codes({ roles: roles(new Map()) })).toEqual(['readiness.alternates-missing']);
    expect(codes({ roles: roles(alternate.levels) })).toEqual([]);
  });

  it('does not let plenty of one thing hide the lack of another', () => {
    const needs = [
      { needId: 'n1', item: 'Pompa', quantity: 10, supplies: [supply({ quantity: 50 })] },
      {
        needId: 'n2',
        item: 'Selang',
        quantity: 10,
        supplies: [supply({ quantity: 4, validUntil: '2026-06-29' })],
      },
    ];
    expect(part('RESOURCES', { needs })).toMatchObject({
      score: 5_000,
      reasons: [{ code: 'readiness.resource-gap', subjectId: 'n2', params: { missing: 10, needed: 10 } }],
    });
    expect(part('RESOURCES', { needs: [] })).toMatchObject({ score: 0 });
  });

  it('counts a partner from its first day to its last, and says why it does not', () => {
    const from = supply({ quantity: 6, partner: 'Relawan', validFrom: '2026-06-30', validUntil: '2026-07-31' });
    const needs = [{ needId: 'n1', item: 'Pompa', quantity: 10, supplies: [supply({ quantity: 4 }), from] }];
    const resources = (day: string) => part('RESOURCES', { needs }, day);
    expect(resources('2026-06-29')).toMatchObject({
      score: 4_000,
      reasons: [
        { code: 'readiness.resource-gap', params: { missing: 6 } },
        { code: 'readiness.commitment-not-yet', params: { name: 'Relawan', quantity: 6, day: '2026-06-30' } },
      ],
    });
    expect(resources('2026-06-30')).toMatchObject({ score: 10_000, reasons: [] });
    expect(resources('2026-07-31')).toMatchObject({ score: 10_000, reasons: [] });
    expect(resources('2026-08-01')).toMatchObject({
      score: 4_000,
      reasons: [{ code: 'readiness.resource-gap' }, { code: 'readiness.commitment-over' }],
    });
    expect(changeDays(facts({ needs, openActions: [] }), rules, '2026-06-01', UNTIL)).toEqual(
      expect.arrayContaining(['2026-06-30', '2026-08-01']),
    );
    const covered = [{ ...needs[0]!, quantity: 4 }];
    expect(part('RESOURCES', { needs: covered }, '2026-08-01')).toMatchObject({ score: 10_000, reasons: [] });
  });

  it('counts commitments, actions, drills and services by their days', () => {
    const commitments = [
      { commitmentId: 'c1', partner: 'Relawan', validUntil: '2026-06-29' },
      { commitmentId: 'c2', partner: 'PMI', validUntil: '2026-06-30' },
    ];
    expect(part('PARTNERS', { commitments })).toMatchObject({ score: 5_000, reasons: [{ subjectId: 'c1' }] });
    expect(part('FOLLOW_UP', { openActions: ['2026-06-29', '2026-06-30', '2026-07-09'] })).toMatchObject({
      score: 6_666,
    });
    const openAfterActions = [{ emergencyId: 'd1', title: 'Siaga', dueOn: '2026-06-29' }];
    expect(part('FOLLOW_UP', { openActions: ['2026-06-30'], openAfterActions })).toMatchObject({
      score: 5_000,
      reasons: [{ code: 'readiness.after-action-overdue', subjectId: 'd1' }],
    });
    expect(part('DRILLS', { lastDrillOn: '2025-06-30' })).toMatchObject({ score: 10_000 });
    expect(part('DRILLS', { lastDrillOn: '2025-06-29' })).toMatchObject({ score: 0 });
    const services = [{ ...role({ id: 's1', name: 'IGD', people: 2 }), alternates: 0 }];
    expect(part('CONTINUITY', { services })).toMatchObject({
      score: 5_000,
      reasons: [{ params: { missing: 1, people: 2 } }],
    });
  });

  it('puts figures into bands at their edges', () => {
    const bands = { ready: 8_000, partly: 5_000 };
    expect([8_000, 7_999, 5_000, 4_999].map((figure) => bandOf(figure, bands))).toEqual([
      'READY',
      'PARTLY_READY',
      'PARTLY_READY',
      'NOT_READY',
    ]);
  });
});

describe('the forecast of readiness', () => {
  const dated = facts({
    document: { version: 1, validUntil: '2026-12-31', reviewDueOn: '2026-12-31' },
    roles: [
      role({
        assigned: [
          person({ retiresOn: '2026-09-01', levels: new Map([['MAN-08', { level: 4, validUntil: '2026-08-14' }]]) }),
        ],
      }),
    ],
    openActions: ['2026-07-31'],
  });

  it('names each day on which something stops to count, the day after its last one', () => {
    expect(changeDays(dated, rules, TODAY, UNTIL)).toEqual([
      '2026-08-01',
      '2026-08-15',
      '2026-09-01',
      '2027-01-01',
      '2027-05-02',
    ]);
    expect(changeDays(dated, rules, TODAY, '2026-08-31')).toEqual(['2026-08-01', '2026-08-15']);
  });

  it('tells figure and new reasons of each step', () => {
    const steps = forecast(dated, rules, TODAY, UNTIL);
    expect(steps.map(({ on, newReasons }) => [on, ...newReasons.map(({ code }) => code)])).toEqual([
      ['2026-08-01', 'readiness.actions-overdue'],
      ['2026-08-15', 'readiness.competency-expired'],
      ['2026-09-01', 'readiness.holder-retired', 'readiness.people-missing'],
      ['2027-01-01', 'readiness.plan-expired'],
      ['2027-05-02', 'readiness.drill-too-old'],
    ]);
    const figures = steps.map(({ result }) => result.figure);
    expect(figures).toEqual([...figures].sort((a, b) => b - a));
    expect(nextChange(dated, rules, TODAY, UNTIL)?.on).toBe('2026-08-01');
  });

  it('knows the version that is signed for a day ahead, and what it answers', () => {
    const document = { version: 1, validUntil: '2026-12-31', reviewDueOn: '2026-12-31' };
    const next = { version: 2, validFrom: '2027-01-01', validUntil: '2027-06-30', reviewDueOn: '2027-06-30' };
    const endless = { roles: [], lastDrillOn: null };
    const days = (changes: Partial<PlanFacts>) =>
      forecast(facts({ ...endless, ...changes }), rules, TODAY, UNTIL).map(({ on, newReasons, goneReasons }) => [
        on,
        ...newReasons.map(({ code }) => code),
        ...goneReasons.map(({ code }) => `-${code}`),
      ]);
    expect(days({ document })).toEqual([['2027-01-01', 'readiness.plan-expired']]);
    expect(days({ document: { ...document, next } })).toEqual([['2027-07-01', 'readiness.plan-expired']]);
    expect(days({ document: { ...document, next }, openReviews: [review('2026-11-30')] })).toEqual([
      ['2026-12-01', 'readiness.review-ignored'],
      ['2027-01-01', '-readiness.review-ignored'],
      ['2027-07-01', 'readiness.plan-expired'],
    ]);
  });

  it('is empty for a plan of which nothing expires', () => {
    const endless = facts({
      document: { version: 1, validUntil: '2099-01-01', reviewDueOn: '2099-01-01' },
      lastDrillOn: null,
    });
    expect(forecast(endless, rules, TODAY, UNTIL)).toEqual([]);
    expect(nextChange(endless, rules, TODAY, UNTIL)).toBeUndefined();
  });
});
