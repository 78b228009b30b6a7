import { describe, expect, it } from '@jest/globals';
import { ruleVersion, type ConversionRule } from '../conversion/conversion-rule.js';
import { RuleBook } from '../conversion/rule-book.js';
import { referenceRules } from '../conversion/testing/reference-rules.js';
import type { LedgerEntry } from '../ledger/ledger-entry.js';
import { recordCompletions } from '../ledger/record-completions.decision.js';
import { factOf } from '../ledger/testing/completions.js';
import { recountEntries } from './recount-entries.decision.js';
import { effectOn } from './year-effect.decision.js';

const before = new RuleBook(referenceRules());
const own = (pathCode: string, changes: Partial<ConversionRule>): ConversionRule => {
  const base = referenceRules().find((rule) => rule.pathCode === pathCode)!;
  const rule = { ...base, origin: 'REGION', validFrom: '2026-01-01', ...changes } as ConversionRule;
  return { ...rule, version: ruleVersion(rule) };
};
const book = (...completions: Parameters<typeof factOf>[0][]): LedgerEntry[] =>
  recordCompletions(
    completions.map((completion) => factOf(completion)),
    { booked: new Set(), revoked: new Map(), taken: new Map(), people: new Map() },
    before,
  );
const recount = (entries: readonly LedgerEntry[], rules: RuleBook, year = 2026) =>
  recountEntries({ entries, people: new Map() }, { rules, year, eventId: 'run' });
const figures = (lines: readonly LedgerEntry[]) =>
  lines.map(({ ordinal, earned, counted }) => [ordinal, earned, counted]);

describe('counting a year anew', () => {
  it('changes nothing where the rules are as they were', () => {
    const entries = book({ pathCode: 'KL06', quantityHundredths: 200 }, {}, { quantityHundredths: 150 });
    expect(recount(entries, before)).toEqual([]);
    expect(recount(entries, before.with(own('KL07', { nationalHundredths: 600 })))).toEqual([]);
  });

  it('takes back and enters anew what has other figures, and names the new rule', () => {
    const [webinar, course] = book({ pathCode: 'KL06', quantityHundredths: 200 }, { pathCode: 'KL03' });
    const lines = recount([webinar!, course!], before.with(own('KL06', { nationalHundredths: 300 })));
    expect(figures(lines)).toEqual([
      [2, -800, -800],
      [3, 600, 600],
    ]);
    expect(lines[0]).toMatchObject({ reversesEntryId: webinar!.entryId, reason: 'RULE_CHANGED', eventId: 'run' });
    expect(lines[1]).toMatchObject({ ruleVersion: 'KL06/2026-01-01/+1', reversesEntryId: null });
  });

  it('gives the room of a new cap to the first recorded', () => {
    const entries = book(
      { pathCode: 'KL03', quantityHundredths: 1500, completedOn: '2026-05-01' },
      { pathCode: 'KL03', quantityHundredths: 1000, completedOn: '2026-02-01' },
    );
    const capped = before.with(own('KL03', { cap: { period: 'YEAR', hundredths: 2000, activities: null } }));
    const lines = recount(entries, capped);
    expect(figures(lines.filter(({ ordinal }) => ordinal === 3))).toEqual([
      [3, 1500, 1500],
      [3, 1000, 500],
    ]);
  });

  it('gives the same again when it is done twice', () => {
    const entries = book({ pathCode: 'KL06', quantityHundredths: 200 }, { pathCode: 'KL06', quantityHundredths: 100 });
    const rules = before.with(own('KL06', { cap: { period: 'MONTH', hundredths: 900, activities: null } }));
    const anew = recount(entries, rules).filter(({ ordinal }) => ordinal % 2 === 1);
    expect(recount(anew, rules)).toEqual([]);
  });

  it('leaves other years and what a former region stated alone; their room under a cap stays theirs', () => {
    const [old, moved, mine] = book(
      { completedOn: '2025-12-31', startedOn: '2025-12-31' },
      { quantityHundredths: 150, completedOn: '2026-03-02' },
      { quantityHundredths: 100, completedOn: '2026-03-02' },
    );
    const takenOver: LedgerEntry = { ...moved!, source: 'TRANSFER' };
    const rules = before.with(own('NKL09', { cap: { period: 'DAY', hundredths: 200, activities: null } }));
    expect(recount([old!, takenOver, mine!], rules)).toEqual([]);
    const wider = before.with(own('NKL09', { cap: { period: 'DAY', hundredths: 300, activities: null } }));
    const lines = recount([old!, takenOver, mine!], wider);
    expect(figures(lines)).toEqual([
      [2, -100, -50],
      [3, 100, 100],
    ]);
    expect(new Set(lines.map(({ completionId }) => completionId))).toEqual(new Set([mine!.completionId]));
  });

  it('counts nothing where the rule was withdrawn and none is left', () => {
    const [entry] = book({ pathCode: 'KL06', quantityHundredths: 100 });
    expect(figures(recount([entry!], new RuleBook([own('KL06', { withdrawn: true })])))).toEqual([
      [2, -400, -400],
      [3, 0, 0],
    ]);
  });
});

describe('the effect on a year', () => {
  const duty = { minimumHundredths: 2000, maximumCountedHundredths: null };
  const known = (employeeId: string, january: number, inService = true) => ({
    employeeId,
    employmentStatus: 'PNS',
    inService,
    byMonth: [january, ...Array<number>(11).fill(0)],
  });

  it('counts who falls under the duty, in service only', () => {
    const entries = book(
      { employeeId: 'a', pathCode: 'KL06', quantityHundredths: 500, completedOn: '2026-01-05' },
      { employeeId: 'b', pathCode: 'KL06', quantityHundredths: 500, completedOn: '2026-01-05' },
    );
    const lines = recount(entries, before.with(own('KL06', { nationalHundredths: 300 })));
    const years = [known('a', 2000), known('b', 2000, false), known('c', 0)];
    const effect = effectOn(years, lines, { dutyBefore: () => duty, dutyAfter: () => duty });
    expect(effect).toMatchObject({
      peopleChanged: 2,
      entriesChanged: 2,
      deltaCounted: -1000,
      bandsBefore: [1, 0, 0, 1],
      bandsAfter: [1, 0, 1, 0],
      newlyUnder: 1,
      newlyFulfilled: 0,
    });
  });

  it('shows another duty without any new line', () => {
    const lower = { ...duty, minimumHundredths: 1000 };
    const effect = effectOn([known('a', 1200)], [], { dutyBefore: () => duty, dutyAfter: () => lower });
    expect(effect).toMatchObject({ bandsBefore: [0, 0, 1, 0], bandsAfter: [0, 0, 0, 1], newlyFulfilled: 1 });
  });
});
