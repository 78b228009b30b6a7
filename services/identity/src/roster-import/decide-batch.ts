import type { SqlClient } from '@betang/platform';
import { v7 as uuidv7 } from 'uuid';
import { findConfirmedNames } from '../corrections/correction-store.js';
import { findMeantBy, loadOverruled } from '../employees/overruled-values.js';
import { findHolders, findNamesakes, lockEmployees } from '../employees/employee-store.js';
import type { RecordedEmployee } from '../employees/employee.js';
import type { DateRules } from '../employees/person-dates.js';
import { maybeSamePerson } from '../employees/same-person.js';
import { nameKey } from '../organisation/name-key.js';
import type { UnitDirectory } from '../organisation/unit-directory.js';
import type { RosterEntry } from '../roster-file/roster-entry.js';
import { rowOfLine } from '../roster-file/line-number.js';
import { birthDateOf, decideRow, type RowDecision } from './decide-row.js';
import { heedOfficer } from './heed-officer.js';
import { findJoinersBefore, findRowsBefore, type WaitingRow } from './row-store.js';

/** A row with what was decided on it and whom it was decided against. */
export interface JudgedRow {
  readonly row: WaitingRow;
  readonly holder: RecordedEmployee | undefined;
  readonly decision: RowDecision;
}

/** Of which file the rows are, and what becomes of units that nobody recorded. */
export interface BatchTerms {
  readonly importId: string;
  readonly newUnits: 'create' | 'queue';
  /** The day from which the list holds. */
  readonly on: string;
  readonly dates: DateRules;
}

/** Loads what bears on a batch of rows, the rows of the file before it among that, a few statements in all, and decides each of them. */
export async function decideBatch(
  tx: SqlClient,
  rows: readonly WaitingRow[],
  units: UnitDirectory,
  { importId, newUnits, on, dates }: BatchTerms,
): Promise<JudgedRow[]> {
  const matched = await matchPeople(tx, rows);
  const confirmed = await findConfirmedNames(
    tx,
    matched.flatMap(({ holder }) => (holder ? [holder.employeeId] : [])),
  );
  const joiners = matched.flatMap(({ row: { entry }, holder }) =>
    holder ? [] : [{ ...entry, birthDate: birthDateOf(entry) }],
  );
  const namesakes = joiners.length > 0 ? await findNamesakes(tx, joiners) : new Set<string>();
  const file = { importId, before: rows[0]?.rowNumber ?? 0 };
  const joined = await findJoinersBefore(
    tx,
    file,
    joiners.map(({ name }) => nameKey(name)),
  );
  for (const number of namesakesAmong(joiners, joined)) namesakes.add(number);
  const firstRowOf = await findRowsBefore(
    tx,
    file,
    matched.flatMap(({ holder }) => holder?.employeeId ?? []),
  );
  return matched.map(({ row, holder }) => {
    const first = holder && firstRowOf.get(holder.employeeId);
    if (first !== undefined) return { row, holder, decision: sameAs(first) };
    if (holder) firstRowOf.set(holder.employeeId, row.rowNumber);
    const decision = decideRow(row.entry, {
      holder,
      units,
      newId: uuidv7(),
      samePersonConfirmed: holder !== undefined && confirmed.has(`${holder.employeeId}|${nameKey(row.entry.name)}`),
      namesakeExists: namesakes.has(row.entry.employeeNumber),
      newUnits,
      on,
      dates,
    });
    return { row, holder, decision };
  });
}

/** Of people who join together: whoever has the name and birth date of one before them. */
function namesakesAmong(
  joiners: readonly { name: string; birthDate: string; employeeNumber: string }[],
  before: readonly RosterEntry[],
): string[] {
  const seen = new Set(before.map((entry) => `${nameKey(entry.name)}|${birthDateOf(entry)}`));
  return joiners.flatMap(({ name, birthDate, employeeNumber }) => {
    const key = `${nameKey(name)}|${birthDate}`;
    if (seen.has(key)) return [employeeNumber];
    seen.add(key);
    return [];
  });
}

interface Matched {
  readonly row: WaitingRow;
  readonly holder: RecordedEmployee | undefined;
}

/** Whom each row is about: by the number, else by one that an officer found to be wrong for somebody of that name. */
async function matchPeople(tx: SqlClient, rows: readonly WaitingRow[]): Promise<Matched[]> {
  const numbers = rows.map(({ entry }) => entry.employeeNumber);
  const holders = await findHolders(tx, numbers);
  const meant = await findMeantBy(tx, numbers);
  const people = await lockEmployees(
    tx,
    meant.map(({ employeeId }) => employeeId),
  );
  const matched = rows.map((row) => {
    const { employeeNumber, name } = row.entry;
    const holder = holders.get(employeeNumber);
    if (holder && maybeSamePerson(holder.name, name)) return { row, holder };
    const misnumbered = meant.flatMap((one) =>
      one.number === employeeNumber ? (people.get(one.employeeId) ?? []) : [],
    );
    return { row, holder: misnumbered.find((person) => maybeSamePerson(person.name, name)) ?? holder };
  });
  const overruled = await loadOverruled(
    tx,
    matched.flatMap(({ holder }) => (holder ? [holder.employeeId] : [])),
  );
  return matched.map(({ row, holder }) => ({ row: heedOfficer(row, holder, overruled), holder }));
}

/** Two rows under two numbers of one person: the first counts. */
function sameAs(line: number): RowDecision {
  const problem = {
    code: 'roster.duplicate-number',
    field: 'employeeNumber',
    params: { row: rowOfLine(line) },
  } as const;
  return { kind: 'refused', problems: [problem] };
}
