import type { Outbox } from '@betang/messaging';
import type { SqlClient, Transaction } from '@betang/platform';
import { findHolders } from '../employees/employee-store.js';
import type { RecordedEmployee } from '../employees/employee.js';
import { Register } from '../employees/register.js';
import { writeHeads, type NewHead } from '../organisation/head-store.js';
import { decideUnits, type DecidedLine, type DecidedUnits, type UnitLine } from './unit-lines.js';
import { finishUnitImport, type UnitImport } from './unit-import-store.js';
import { insertUnits, loadUnits } from '../organisation/unit-store.js';

/** What a file of units would come to now; nothing is written. */
export async function previewUnits(
  tx: SqlClient,
  lines: readonly UnitLine[],
): Promise<{ decided: readonly DecidedLine[]; counts: Record<string, number> }> {
  const { lines: read } = decideUnits(lines, await loadUnits(tx));
  const holders = await findHolders(tx, headNumbersOf(read));
  const decided = read.map((line) => ({ ...line, headProblem: line.headProblem ?? headProblemOf(line, holders) }));
  const heads = decided.filter(({ headNumber, headProblem }) => headNumber !== null && headProblem === null).length;
  return { decided, counts: countsOf(decided, heads) };
}

/** Decides the lines anew and writes units, codes and heads, each told of; `on` is the day of today. The caller holds the registry's lock. */
export async function applyUnits(
  tx: Transaction,
  outbox: Pick<Outbox, 'append'>,
  job: UnitImport,
  { by, on }: { readonly by: string; readonly on: string },
): Promise<void> {
  const decided = decideUnits(job.lines.read, await loadUnits(tx));
  await insertUnits(tx, decided.created, { recordedBy: by });
  await tx.query(
    'UPDATE org_unit u SET code = v.c, version = version + 1 FROM unnest($1::uuid[], $2::text[]) AS v(id, c) WHERE u.unit_id = v.id',
    [decided.codes.map(({ unitId }) => unitId), decided.codes.map(({ code }) => code)],
  );
  const heads = await headsOf(tx, decided, by, on);
  await writeHeads(tx, heads);
  const cause = { actor: by, correlationId: job.importId };
  const act = { actId: job.importId, source: 'REORGANISATION' as const, by, on, today: on, cause };
  const register = new Register(tx, outbox, act);
  const touched = new Set([...decided.created.map(({ unitId }) => unitId), ...heads.map(({ unitId }) => unitId)]);
  await register.tellOfUnits([...touched]);
  const counts = countsOf(decided.lines, heads.length);
  await finishUnitImport(tx, job.importId, by, { read: [], decided: await toldOf(tx, decided.lines) }, counts);
}

/** Heads that are in service and not in office already. Whoever works elsewhere heads the unit as an acting head. */
async function headsOf(tx: Transaction, { lines }: DecidedUnits, by: string, on: string): Promise<NewHead[]> {
  const holders = await findHolders(tx, headNumbersOf(lines));
  const wanted = new Map<string, string>();
  for (const { unitId, headNumber } of lines) {
    const holder = headNumber === null ? undefined : holders.get(headNumber);
    if (unitId !== null && holder && holder.leftOn === null) wanted.set(unitId, holder.employeeId);
  }
  const rows = await tx.query<{ unitId: string; employeeId: string; inside: boolean }>(
    `SELECT v.u AS "unitId", v.e AS "employeeId", o.path @> ARRAY[v.u] AS inside
       FROM unnest($1::uuid[], $2::uuid[]) AS v(u, e) JOIN employee p ON p.employee_id = v.e JOIN org_unit o ON o.unit_id = p.unit_id
      WHERE NOT EXISTS (SELECT 1 FROM unit_head h WHERE h.unit_id = v.u AND h.employee_id = v.e AND h.valid_to IS NULL)`,
    [[...wanted.keys()], [...wanted.values()]],
  );
  return rows.map(({ unitId, employeeId, inside }) => ({
    unitId,
    employeeId,
    acting: inside ? null : 'PLT',
    from: on,
    by,
  }));
}

/** The lines as they are kept: why a head is not in office, without the number. */
async function toldOf(tx: SqlClient, lines: readonly DecidedLine[]): Promise<DecidedLine[]> {
  const holders = await findHolders(tx, headNumbersOf(lines));
  return lines.map((line) => ({
    ...line,
    headNumber: null,
    headProblem: line.headProblem ?? headProblemOf(line, holders),
  }));
}

function headProblemOf(
  { headNumber }: Pick<DecidedLine, 'headNumber'>,
  holders: ReadonlyMap<string, Pick<RecordedEmployee, 'leftOn'>>,
): string | null {
  if (headNumber === null) return null;
  const holder = holders.get(headNumber);
  if (!holder) return 'unit-file.head-unknown';
  return holder.leftOn === null ? null : 'unit-file.head-left';
}

function headNumbersOf(lines: readonly DecidedLine[]): string[] {
  return lines.flatMap(({ headNumber }) => (headNumber === null ? [] : [headNumber]));
}

function countsOf(lines: readonly DecidedLine[], heads: number): Record<string, number> {
  const count = (outcome: DecidedLine['outcome']) => lines.filter((line) => line.outcome === outcome).length;
  return {
    new: count('NEW'),
    known: count('KNOWN'),
    codes: count('CODE'),
    refused: count('REFUSED'),
    differing: lines.filter(({ differs }) => differs.length > 0).length,
    headsNamed: headNumbersOf(lines).length,
    heads,
  };
}
