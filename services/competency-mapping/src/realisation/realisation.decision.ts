import type { PlanLine } from '../plans/plan.js';

export type PlannedLine = Pick<
  PlanLine,
  'lineId' | 'year' | 'agencyId' | 'competencyCode' | 'level' | 'quarter' | 'people' | 'hours' | 'budget'
>;

/** People who completed what a line asks for, and whether they are the very people whom it names. */
export interface Completed {
  readonly people: number;
  readonly named: boolean;
}

export interface LineRealisation {
  readonly line: PlannedLine;
  readonly realisedPeople: number;
  readonly percent: number;
  /** Hundredths of a JP: the planned hours of those who completed it. */
  readonly realisedHours: number;
  readonly spent: number;
}

export interface YearRealisation {
  readonly year: number;
  readonly lines: number;
  readonly people: number;
  readonly realisedPeople: number;
  readonly percent: number;
  readonly hours: number;
  readonly realisedHours: number;
  readonly budget: number;
  readonly spent: number;
  readonly spentPercent: number;
}

/**
 * What of each line was done. Lines that name nobody and ask for the same in the same year share out who completed it, the earlier quarter
 * first, so that nobody counts twice; a line takes as many as it planned, and the last of them the rest.
 */
export function realiseLines(
  lines: readonly PlannedLine[],
  completed: ReadonlyMap<string, Completed>,
  spent: ReadonlyMap<string, number>,
): LineRealisation[] {
  const left = new Map<string, { people: number; lines: number }>();
  for (const line of lines) {
    const done = completed.get(line.lineId);
    if (!done || done.named) continue;
    const shared = left.get(keyOf(line));
    left.set(keyOf(line), { people: done.people, lines: (shared?.lines ?? 0) + 1 });
  }
  const inOrder = [...lines].sort((a, b) => a.quarter - b.quarter || (a.lineId < b.lineId ? -1 : 1));
  const taken = new Map(inOrder.map((line) => [line.lineId, takeFor(line, completed.get(line.lineId), left)]));
  return lines.map((line) => {
    const realisedPeople = taken.get(line.lineId)!;
    return {
      line,
      realisedPeople,
      percent: percentOf(realisedPeople, line.people),
      realisedHours: realisedPeople * line.hours,
      spent: spent.get(line.lineId) ?? 0,
    };
  });
}

function takeFor(
  line: PlannedLine,
  done: Completed | undefined,
  left: Map<string, { people: number; lines: number }>,
): number {
  if (!done) return 0;
  if (done.named) return done.people;
  const shared = left.get(keyOf(line))!;
  const people = shared.lines === 1 ? shared.people : Math.min(shared.people, line.people);
  left.set(keyOf(line), { people: shared.people - people, lines: shared.lines - 1 });
  return people;
}

function keyOf({ year, agencyId, competencyCode, level }: PlannedLine): string {
  return JSON.stringify([year, agencyId, competencyCode, level]);
}

/**
 * Plan and realisation year by year. More people than planned count in full in their line, and only as many as planned towards the year, so
 * that one line does not hide another; `spentByYear` holds what was spent on lines that are gone too.
 */
export function realisedYears(
  rows: readonly LineRealisation[],
  spentByYear: ReadonlyMap<number, number>,
  { firstYear, lastYear }: { readonly firstYear: number; readonly lastYear: number },
): YearRealisation[] {
  const years = Array.from({ length: lastYear - firstYear + 1 }, (_, index) => firstYear + index);
  return years.map((year) => {
    const own = rows.filter(({ line }) => line.year === year);
    const sum = (read: (row: LineRealisation) => number) => own.reduce((total, row) => total + read(row), 0);
    const people = sum(({ line }) => line.people);
    const realisedPeople = sum((row) => Math.min(row.realisedPeople, row.line.people));
    const budget = sum(({ line }) => line.budget);
    const spent = spentByYear.get(year) ?? 0;
    return {
      year,
      lines: own.length,
      people,
      realisedPeople,
      percent: percentOf(realisedPeople, people),
      hours: sum(({ line }) => line.people * line.hours),
      realisedHours: sum(({ realisedHours }) => realisedHours),
      budget,
      spent,
      spentPercent: percentOf(spent, budget),
    };
  });
}

/** Rounded down; 0 of nothing. */
function percentOf(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.floor((part * 100) / whole);
}
