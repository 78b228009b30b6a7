import { describe, expect, it } from '@jest/globals';
import type { InventoryLine } from './inventory.decision.js';
import type { PlanLine } from './plan.js';
import { besideDrawn, chooseLines, contentOf, drawableLines, type TakenLine } from './draw-lines.decision.js';

const line = (lineId: string, changes: Partial<PlanLine> = {}): PlanLine => ({
  ...{
    lineId,
    planId: 'hcdp',
    year: 2027,
    agencyId: 'dinas',
    competencyCode: 'MAN-05',
    level: 3,
    targetGroup: 'Pelaksana',
  },
  ...{ people: 4, form: 'CLASSICAL', pathCode: 'KL02', organiser: 'BPSDM', quarter: 1, curriculumStandard: 'LAN' },
  ...{ budget: 8_000_000, hours: 2000, developmentTargetId: null, urgency: 4, origin: 'MANUAL', sourceLineId: null },
  ...changes,
});
const taken = (lineId: string, source: PlanLine): TakenLine => ({
  ...{ lineId, sourceLineId: source.lineId, sourcePlanId: source.planId, content: contentOf(source) },
});
const inAnnual = (lineId: string, source: PlanLine) =>
  line(lineId, { ...contentOf(source), planId: 'annual', origin: 'MULTI_YEAR', sourceLineId: source.lineId });

describe('lines of a multi-year plan beside an annual one', () => {
  const a = line('a');
  const b = line('b', { competencyCode: 'MAN-03' });
  const c = line('c', { competencyCode: 'MAN-07' });
  const later = line('d', { year: 2028 });
  const written = line('w', { planId: 'annual', competencyCode: 'MAN-03' });

  it('are new, like another line, drawn, changed since or gone', () => {
    const changed = { ...a, people: 6, year: 2028 };
    const rows = drawableLines(
      2027,
      [changed, b, c, later],
      [inAnnual('1', a), inAnnual('2', line('e')), written],
      [taken('1', a), taken('2', line('e'))],
    );
    expect(
      rows.map(({ source, status, drawnLineId, changed: fields }) => [source.lineId, status, drawnLineId, fields]),
    ).toEqual([
      ['a', 'CHANGED', '1', ['year', 'people']],
      ['b', 'SIMILAR', null, []],
      ['c', 'NEW', null, []],
      ['e', 'GONE', '2', []],
    ]);
    expect(rows[1]!.similarLineIds).toEqual(['w']);
  });

  it('that ask for the same as each other are both new, and neither once one is drawn', () => {
    const second = line('a2', { quarter: 3 });
    expect(drawableLines(2027, [a, second], [], []).map(({ status }) => status)).toEqual(['NEW', 'NEW']);
    const after = drawableLines(2027, [a, second], [inAnnual('1', a)], [taken('1', a)]);
    expect(after.map(({ status }) => status)).toEqual(['DRAWN', 'NEW']);
  });

  it('are all drawn that are new, and nothing the second time', () => {
    const chosen = chooseLines(2027, drawableLines(2027, [a, b, c], [written], []));
    expect(chosen.draw.map(({ source }) => source.lineId)).toEqual(['a', 'c']);
    const again = drawableLines(2027, [a], [inAnnual('1', a)], [taken('1', a)]);
    expect(chooseLines(2027, again)).toEqual({ draw: [], renew: [], problems: [] });
    expect(chooseLines(2027, again, ['a', 'a'])).toEqual({ draw: [], renew: [], problems: [] });
  });

  it('are drawn by name though another asks for the same, and taken over anew where they changed', () => {
    const rows = drawableLines(2027, [{ ...a, budget: 9 }, b], [inAnnual('1', a), written], [taken('1', a)]);
    const chosen = chooseLines(2027, rows, ['b', 'a', 'b']);
    expect(chosen.draw.map(({ source }) => source.lineId)).toEqual(['b']);
    expect(chosen.renew.map(({ drawnLineId }) => drawnLineId)).toEqual(['1']);
  });

  it('are refused by name where they are unknown, gone or of another year', () => {
    const moved = drawableLines(
      2027,
      [{ ...a, year: 2028 }],
      [inAnnual('1', a)],
      [taken('1', a), taken('2', line('e'))],
    );
    expect(chooseLines(2027, moved, ['x', 'e', 'a']).problems).toEqual([
      { field: 'lineIds[0]', code: 'plan.line-not-drawable' },
      { field: 'lineIds[1]', code: 'plan.line-not-drawable' },
      { field: 'lineIds[2]', code: 'plan.year-outside' },
    ]);
  });
});

describe('an inventory beside drawn lines', () => {
  const found: InventoryLine = {
    ...contentOf(line('x')),
    people: 4,
    origin: 'INVENTORY',
    employeeIds: ['p1', 'p2', 'p3', 'p4'],
  };
  const drawn = (people: number, employeeIds: string[], level = 3) => ({
    ...{ lineId: `drawn-${people}`, agencyId: 'dinas', competencyCode: 'MAN-05', level, people, employeeIds },
  });

  it('leaves out whom a drawn line names, with their part of the budget', () => {
    const { lines, named } = besideDrawn([found], [drawn(1, ['p2'])]);
    expect(lines).toMatchObject([{ people: 3, employeeIds: ['p1', 'p3', 'p4'], budget: 6_000_000 }]);
    expect(named).toEqual([]);
    expect(besideDrawn([found], [drawn(4, ['p1', 'p2', 'p3', 'p4'])]).lines).toEqual([]);
  });

  it('names people for a drawn line that names nobody, as many as it asks for', () => {
    const { lines, named } = besideDrawn([found], [drawn(3, [])]);
    expect(named.map(({ employeeId }) => employeeId)).toEqual(['p1', 'p2', 'p3']);
    expect(lines).toMatchObject([{ people: 1, employeeIds: ['p4'] }]);
    expect(besideDrawn([found], [drawn(9, [])]).named).toHaveLength(4);
  });

  it('stays as it is where nothing drawn asks for the same', () => {
    expect(besideDrawn([found], [drawn(3, ['p1'], 2)])).toEqual({ lines: [found], named: [] });
  });
});
