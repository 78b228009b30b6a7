import type { SqlClient } from '@betang/platform';
import { v7 as uuidv7 } from 'uuid';
import { findConfirmedNames } from '../corrections/correction-store.js';
import { findHolders, findNamesakes } from '../employees/employee-store.js';
import type { RecordedEmployee } from '../employees/employee.js';
import { nameKey } from '../organisation/name-key.js';
import type { UnitDirectory } from '../organisation/unit-directory.js';
import { birthDateOf, decideRow, type RowDecision } from './decide-row.js';
import type { WaitingRow } from './row-store.js';

/** A row with what was decided on it and whom it was decided against. */
export interface JudgedRow {
  readonly row: WaitingRow;
  readonly holder: RecordedEmployee | undefined;
  readonly decision: RowDecision;
}

/** Loads what bears on a batch of rows, three statements in all, and decides each of them. */
export async function decideBatch(
  tx: SqlClient,
  rows: readonly WaitingRow[],
  units: UnitDirectory,
  newUnits: 'create' | 'queue',
): Promise<JudgedRow[]> {
  const holders = await findHolders(
    tx,
    rows.map(({ entry }) => entry.employeeNumber),
  );
  const confirmed = await findConfirmedNames(
    tx,
    [...holders.values()].map((holder) => holder.employeeId),
  );
  const joiners = rows
    .filter(({ entry }) => !holders.has(entry.employeeNumber))
    .map(({ entry }) => ({ ...entry, birthDate: birthDateOf(entry) }));
  const namesakes = joiners.length > 0 ? await findNamesakes(tx, joiners) : new Set<string>();
  return rows.map((row) => {
    const holder = holders.get(row.entry.employeeNumber);
    const decision = decideRow(row.entry, {
      holder,
      units,
      newId: uuidv7(),
      samePersonConfirmed: holder !== undefined && confirmed.has(`${holder.employeeId}|${nameKey(row.entry.name)}`),
      namesakeExists: namesakes.has(row.entry.employeeNumber),
      newUnits,
    });
    return { row, holder, decision };
  });
}
