import { CalendarDate, Grade, RegionCode } from '@betang/asn';
import { inventCourseRecords } from './course-records.js';
import { courseFaultKinds, spoilCourseRow, writeCourseRow } from './course-row.js';
import type { CourseRow } from './course-row.js';
import { inventPeople } from './invented-people.js';
import type { InventedPerson } from './invented-people.js';
import { damageRow, rosterFaultKinds, spoilRow } from './roster-faults.js';
import { chooseLayout } from './roster-layout.js';
import type { RosterLayout } from './roster-layout.js';
import { writeRow } from './roster-row.js';
import type { RosterRow } from './roster-row.js';
import { SeededRandom } from './seeded-random.js';

export interface RegionRecipe {
  /** Kemendagri code, `62.03`. */
  readonly region: string;
  /** Good rows of the roster: people who must exist after the import. */
  readonly people: number;
  readonly seed: string | number;
  /** Year of the completions, and of the roster unless `rosterYear` says otherwise. */
  readonly year: number;
  /** The same people for several years of completions: keep this fixed. */
  readonly rosterYear?: number;
  /** Clearly bad rows in each file, beside the good ones. */
  readonly badRows?: number;
  /** Roster rows whose employee number a spreadsheet damaged, beside the good ones; 3 of 1,000 by default, at least one. */
  readonly damagedRows?: number;
  /** Last day of completions, YYYY-MM-DD; the end of the year by default. */
  readonly until?: string;
}

/** A region as rows, before any file is written. */
export interface InventedRegion {
  readonly layout: RosterLayout;
  readonly roster: readonly RosterRow[];
  readonly completions: readonly CourseRow[];
}

/** Invents the staff of a region and their completions: the same recipe gives the same rows, always and everywhere. */
export function inventRegion(recipe: RegionRecipe): InventedRegion {
  const region = RegionCode.parse(recipe.region);
  const random = new SeededRandom(`${recipe.seed}|${region.value}`);
  const year = recipe.rosterYear ?? recipe.year;
  const bad = recipe.badRows ?? 0;
  const damaged = recipe.damagedRows ?? Math.max(1, Math.round(recipe.people * 0.003));
  const everyone = inSeniority(inventPeople(random.fork('people'), region, recipe.people + bad + damaged, year));
  const layout = chooseLayout(random.fork('layout'));
  const writing = random.fork('roster');
  const roster = everyone.map((person) => writeRow(writing, person, year, layout.sexText));
  spoilRoster(random.fork('roster-faults'), roster, bad, damaged);
  const people = roster.filter(({ fault }) => !fault).map(({ person }) => person);
  const period = { from: CalendarDate.of(recipe.year, 1, 1), to: lastDay(recipe) };
  const records = inventCourseRecords(random.fork(`completions ${recipe.year}`), people, period);
  const completions = withBadRows(random.fork('completion-faults'), records.map(writeCourseRow), bad);
  return { layout, roster, completions };
}

function lastDay({ year, until }: RegionRecipe): CalendarDate {
  const date = until === undefined ? CalendarDate.of(year, 12, 31) : CalendarDate.parse(until);
  if (date.year !== year) throw new RangeError(`The last day of completions must lie in ${year}.`);
  return date;
}

/** Agency by agency, and in each from the highest grade to the lowest, PNS before PPPK: the order of such lists. */
function inSeniority(people: readonly InventedPerson[]): InventedPerson[] {
  const agencies = [...new Set(people.map(({ agency }) => agency))];
  const place = new Map(agencies.map((agency, index) => [agency, index]));
  const scheme = ({ grade }: InventedPerson) => (grade.scheme === 'PNS' ? 0 : 1);
  return [...people].sort(
    (a, b) => place.get(a.agency)! - place.get(b.agency)! || scheme(a) - scheme(b) || Grade.compare(b.grade, a.grade),
  );
}

/** Picks the rows to spoil from all over the list. */
function spoilRoster(random: SeededRandom, roster: readonly RosterRow[], bad: number, damaged: number): void {
  const picked = pickIndexes(random, roster.length, bad + damaged);
  const spoilt = new Set(picked);
  picked.slice(0, damaged).forEach((index, turn) => damageRow(roster[index]!, turn));
  const offset = random.between(0, rosterFaultKinds - 1);
  picked.slice(damaged).forEach((index, turn) => {
    const earlier = roster.slice(0, index).findLast((_row, above) => !spoilt.has(above));
    spoilRow(roster[index]!, bad >= rosterFaultKinds ? turn : turn + offset, earlier);
  });
}

/** Spoilt copies of good records, each at a place of its own, never instead of a good one. */
function withBadRows(random: SeededRandom, rows: CourseRow[], bad: number): CourseRow[] {
  if (bad === 0 || rows.length === 0) return rows;
  const offset = random.between(0, courseFaultKinds - 1);
  for (let turn = 0; turn < bad; turn += 1) {
    const { record } = random.pick(rows);
    const row = writeCourseRow({ ...record, id: random.uuid() });
    spoilCourseRow(row, bad >= courseFaultKinds ? turn : turn + offset);
    rows.splice(random.between(0, rows.length), 0, row);
  }
  return rows;
}

function pickIndexes(random: SeededRandom, length: number, count: number): number[] {
  const picked = new Set<number>();
  while (picked.size < count) picked.add(random.between(0, length - 1));
  return [...picked];
}
