import type { EmploymentStatus } from '@betang/asn';
import type { CourseRecord } from './course-records.js';
import type { CourseFaultCode, CourseRow } from './course-row.js';
import { expectedHours, isFulfilled } from './expected-hours.js';
import type { InventedPerson } from './invented-people.js';
import { ROWS_BEFORE_DATA } from './roster-file.js';
import type { RosterFaultCode, RosterRow } from './roster-row.js';

/** A row that must be refused, by its number in the file counted from 1 (a spreadsheet's row, a CSV's line). */
export interface ExpectedFault<Code> {
  readonly row: number;
  readonly code: Code;
}

/** One agency's people of one status; amounts in hundredths of a JP. */
export interface ExpectedUnit {
  readonly agency: string;
  readonly status: EmploymentStatus;
  people: number;
  recorded: number;
  counted: number;
  /** People who reached the year's minimum; stays 0 for statuses that have none. */
  fulfilled: number;
}

/** What an import of the files must come to. */
export interface ExpectedResult {
  readonly region: string;
  readonly seed: string;
  readonly year: number;
  readonly roster: {
    readonly file: string;
    readonly rows: number;
    readonly good: number;
    readonly faults: readonly ExpectedFault<RosterFaultCode>[];
    readonly warnings: readonly ExpectedFault<string>[];
    readonly agencies: number;
    readonly units: number;
    readonly byStatus: Readonly<Record<string, number>>;
  };
  readonly completions: {
    readonly file: string;
    readonly rows: number;
    readonly good: number;
    readonly faults: readonly ExpectedFault<CourseFaultCode>[];
    readonly people: number;
    readonly international: number;
    readonly byPath: Readonly<Record<string, number>>;
  };
  readonly learningHours: {
    readonly recorded: number;
    readonly counted: number;
    readonly units: readonly ExpectedUnit[];
  };
}

export interface GeneratedRows {
  readonly region: string;
  readonly seed: string;
  readonly year: number;
  readonly rosterFile: string;
  readonly roster: readonly RosterRow[];
  readonly completionsFile: string;
  readonly completions: readonly CourseRow[];
}

/** Sums up what was generated. */
export function expectedResult(rows: GeneratedRows): ExpectedResult {
  const people = rows.roster.filter(({ fault }) => !fault).map(({ person }) => person);
  const records = rows.completions.filter(({ fault }) => !fault).map(({ record }) => record);
  const units = unitHours(people, records);
  return {
    region: rows.region,
    seed: rows.seed,
    year: rows.year,
    roster: {
      file: rows.rosterFile,
      rows: rows.roster.length,
      good: people.length,
      faults: faultsOf(rows.roster, ROWS_BEFORE_DATA + 1),
      warnings: rows.roster.flatMap(({ warnings }, index) =>
        warnings.map((code) => ({ row: ROWS_BEFORE_DATA + 1 + index, code })),
      ),
      agencies: new Set(people.map(({ agency }) => agency)).size,
      units: new Set(people.map(({ agency, unit }) => `${agency}/${unit}`)).size,
      byStatus: tally(people.map(({ status }) => status)),
    },
    completions: {
      file: rows.completionsFile,
      rows: rows.completions.length,
      good: records.length,
      faults: faultsOf(rows.completions, 2),
      people: new Set(records.map(({ person }) => person)).size,
      international: records.filter(({ international }) => international).length,
      byPath: tally(records.map(({ path }) => path.code)),
    },
    learningHours: {
      recorded: units.reduce((sum, unit) => sum + unit.recorded, 0),
      counted: units.reduce((sum, unit) => sum + unit.counted, 0),
      units,
    },
  };
}

function faultsOf<Code>(rows: readonly { readonly fault?: Code }[], first: number): ExpectedFault<Code>[] {
  return rows.flatMap(({ fault }, index) => (fault ? [{ row: first + index, code: fault }] : []));
}

function tally(values: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of [...values].sort()) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}

function unitHours(people: readonly InventedPerson[], records: readonly CourseRecord[]): ExpectedUnit[] {
  const byPerson = recordsByPerson(records);
  const units = new Map<string, ExpectedUnit>();
  for (const person of people) {
    const { agency, status } = person;
    const hours = expectedHours(byPerson.get(person) ?? [], status);
    const key = `${agency}/${status}`;
    const unit = units.get(key) ?? { agency, status, people: 0, recorded: 0, counted: 0, fulfilled: 0 };
    unit.people += 1;
    unit.recorded += hours.recorded;
    unit.counted += hours.counted;
    unit.fulfilled += isFulfilled(hours, status) ? 1 : 0;
    units.set(key, unit);
  }
  return [...units.values()];
}

function recordsByPerson(records: readonly CourseRecord[]): Map<InventedPerson, CourseRecord[]> {
  const byPerson = new Map<InventedPerson, CourseRecord[]>();
  for (const record of records) {
    const own = byPerson.get(record.person);
    if (own) own.push(record);
    else byPerson.set(record.person, [record]);
  }
  return byPerson;
}
