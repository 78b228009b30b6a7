import { describe, expect, it } from '@jest/globals';
import { contentOf, publishedSections } from '../templates/template-content.js';
import { wholeContent } from '../testing/plan-content.js';
import { assertComplete, checkContent, missingSections, same, unadaptedSections } from './plan-content.decision.js';
import { GUIDE_CHAPTERS, GUIDE_SECTIONS } from './plan-guide.js';
import { differenceOf } from './version-difference.decision.js';
import { nextReview, stepVersion, validityOf, type VersionState, type VersionStep } from './version-states.decision.js';

const fields = (work: () => unknown): string[] => {
  try {
    work();
  } catch (error) {
    return (error as { errors: { field: string; code: string }[] }).errors.map(({ field, code }) => `${field} ${code}`);
  }
  return [];
};

describe('the content of a plan', () => {
  it('has each section in one chapter of the guide', () => {
    const chapters = new Set(GUIDE_CHAPTERS.map(({ code }) => code));
    expect(GUIDE_SECTIONS.filter(({ code }) => !chapters.has(code.split('.')[0]!))).toEqual([]);
    expect(new Set(GUIDE_SECTIONS.map(({ code }) => code)).size).toBe(GUIDE_SECTIONS.length);
  });

  it('is checked section by section and cell by cell', () => {
    expect(fields(() => checkContent(wholeContent()))).toEqual([]);
    const tasks = [
      { field: 'A', task: 'B', responsible: 'C', withinHours: 1.5 },
      { field: 'A' },
      'x',
      { field: 'A', task: 'B', responsible: 'C', withinHours: 1, extra: 1 },
    ];
    expect(
      fields(() =>
        checkContent({ 'execution.fieldTasks': tasks, 'introduction.aims': ['x'], 'mission.targets': ['', 'ok'] }),
      ),
    ).toEqual([
      'execution.fieldTasks[0].withinHours plan.cell',
      'execution.fieldTasks[1].task plan.cell',
      'execution.fieldTasks[1].responsible plan.cell',
      'execution.fieldTasks[1].withinHours plan.cell',
      'execution.fieldTasks[2] plan.section-table',
      'execution.fieldTasks[3] plan.column-unknown',
      'introduction.aims plan.section-text',
      'mission.targets[0] plan.section-list',
    ]);
  });

  it('is complete with every section that the guide asks for, adapted where it tells of the own risk', () => {
    const whole = wholeContent();
    expect(missingSections({ ...whole, 'control.command': '  ' })).toEqual(['control.command']);
    expect(unadaptedSections(whole, null)).toEqual([]);
    const respaced = { ...whole, 'situation.scenario': `  ${String(whole['situation.scenario']).replace(' ', '\n ')}` };
    expect(unadaptedSections(respaced, whole)).toContain('situation.scenario');
    expect(fields(() => assertComplete({ ...whole, 'situation.scenario': '' }, null))).toEqual([
      'situation.scenario plan.section-missing',
    ]);
  });

  it('is the same whatever the order of cells', () => {
    expect(same([{ a: 1, b: 'x' }], [{ b: 'x', a: 1 }])).toBe(true);
    expect(same([{ a: 1 }], [{ a: 2 }])).toBe(false);
    expect(same(undefined, '')).toBe(true);
  });

  it('travels as a template and comes back', () => {
    const whole = wholeContent();
    expect(contentOf(publishedSections(whole))).toEqual(whole);
    expect(contentOf([{ section: 'new.section', text: 'x' }])).toEqual({});
  });
});

describe('the difference of two versions', () => {
  it('names what came and what went, in the order of the guide', () => {
    const before = wholeContent();
    const after = {
      ...before,
      'control.command': '',
      'situation.scenario': 'Lain',
      'mission.targets': ['Baru'],
      'followup.plan': 'Tindak lanjut',
    };
    expect(differenceOf(before, after).map(({ section, change }) => [section, change])).toEqual([
      ['situation.scenario', 'CHANGED'],
      ['mission.targets', 'CHANGED'],
      ['control.command', 'REMOVED'],
      ['followup.plan', 'ADDED'],
    ]);
    expect(differenceOf(before, after)[1]?.items).toEqual([
      { change: 'REMOVED', item: 'Butir mission.targets' },
      { change: 'ADDED', item: 'Baru' },
    ]);
    expect(differenceOf(before, before)).toEqual([]);
  });
});

describe('the states of a version', () => {
  const ALLOWED: Record<VersionStep, VersionState[]> = {
    write: ['DRAFT'],
    submit: ['DRAFT'],
    return: ['SUBMITTED', 'SIGNED'],
    sign: ['SUBMITTED'],
    legalise: ['SUBMITTED', 'SIGNED'],
    discard: ['DRAFT', 'SUBMITTED'],
    supersede: ['IN_FORCE'],
  };
  it.each(Object.entries(ALLOWED) as [VersionStep, VersionState[]][])('allow %s from %j only', (step, from) => {
    const states: VersionState[] = ['DRAFT', 'SUBMITTED', 'SIGNED', 'IN_FORCE', 'SUPERSEDED', 'DISCARDED'];
    const possible = states.filter((state) => {
      try {
        stepVersion(state, step);
        return true;
      } catch {
        return false;
      }
    });
    expect(possible).toEqual(from);
  });
});

describe('the validity of a plan', () => {
  const rules = { validity: { months: 36 }, review: { everyMonths: 12 } };
  const decree = { decreeNumber: '1/2026', decreeOn: '2026-02-02', signedBy: 'Bupati', validFrom: '2026-02-02' };

  it('ends after the rule’s months, and is reviewed in between', () => {
    expect(validityOf(decree, rules, '2026-06-30')).toEqual({ validUntil: '2029-02-01', reviewDueOn: '2027-02-02' });
    const short = { ...decree, validUntil: '2026-08-31' };
    expect(validityOf(short, rules, '2026-06-30')).toEqual({ validUntil: '2026-08-31', reviewDueOn: '2026-08-31' });
    expect(nextReview('2028-06-01', { everyMonths: 12 }, '2029-02-01')).toBe('2029-02-01');
  });

  it('is refused for dates that cannot be', () => {
    const wrong = { ...decree, decreeOn: '2026-07-01', validFrom: '2026-06-01', validUntil: '2026-05-01' };
    expect(fields(() => validityOf(wrong, rules, '2026-06-30'))).toEqual([
      'decreeOn contingency-date-ahead',
      'validFrom plan.before-decree',
      'validUntil plan.ends-before-start',
    ]);
  });
});
