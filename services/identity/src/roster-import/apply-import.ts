import { EmployeeChanged, EmployeeLeft, EmployeeRegistered, type Cause, type NewEvent } from '@betang/contracts';
import type { Outbox } from '@betang/messaging';
import type { Transaction, UnitOfWork } from '@betang/platform';
import { queueSharedNumbers, restateCorrections } from '../employees/correction-store.js';
import { employeeState, stateDiffers, type Employee } from '../employees/employee.js';
import {
  identifierOf,
  insertEmployees,
  insertIdentifiers,
  updateEmployees,
  type NewIdentifier,
} from '../employees/employee-store.js';
import { tidyText } from '../organisation/name-key.js';
import type { OrgUnit } from '../organisation/org-unit.js';
import { UnitDirectory } from '../organisation/unit-directory.js';
import { insertUnits, loadUnits, lockRegistry, newUnit, unitEvents } from '../organisation/unit-store.js';
import { checkedKinds } from './checked-kinds.js';
import { decideBatch, type JudgedRow } from './decide-batch.js';
import { unknownUnits } from './decide-row.js';
import { advanceApplied, finish, lockImport } from './import-store.js';
import type { RosterImport } from './roster-import.js';
import { nextToApply, refuseRows, saveDecisions, type WaitingRow } from './row-store.js';

const ROWS_A_TRANSACTION = 1000;

/** A taken row whose unit is on record now. */
interface Taken {
  readonly judged: JudgedRow;
  readonly employee: Employee;
  readonly difference: 'JOINER' | 'RETURNER' | 'CHANGED' | 'SAME';
}

/**
 * Carries out an import, a thousand rows a transaction, rows and events together. Each batch is decided anew under lock, so that neither a crash nor a
 * change since the preview nor a second worker can do anything twice.
 */
export class ImportApplication {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly outbox: Outbox,
    private readonly importId: string,
  ) {}

  async run(): Promise<boolean> {
    while (await this.unitOfWork.run((tx) => this.applyBatch(tx)));
    return true;
  }

  /** False when there is nothing left to do. */
  private async applyBatch(tx: Transaction): Promise<boolean> {
    const job = await lockImport(tx, this.importId);
    if (job.state !== 'APPLYING' || !job.applyOrder) return false;
    await lockRegistry(tx);
    const rows = await nextToApply(tx, this.importId, ROWS_A_TRANSACTION);
    if (rows.length > 0) await this.applyRows(tx, job, rows);
    else if (!(await this.applyLeavers(tx, job))) {
      await queueSharedNumbers(tx, this.importId);
      await finish(tx, this.importId, 'APPLIED');
      return false;
    }
    return true;
  }

  private async applyRows(tx: Transaction, job: RosterImport, rows: readonly WaitingRow[]): Promise<void> {
    const cause = causeOf(job);
    const units = new UnitDirectory(await loadUnits(tx));
    const { newUnits } = job.applyOrder!;
    const recorded = newUnits === 'create' ? recordUnits(rows, units) : [];
    await insertUnits(tx, recorded);
    const judged = await decideBatch(tx, rows, units, newUnits);
    const taken = judged.flatMap(takenOf);
    const refused = judged.flatMap(({ row, decision }) =>
      decision.kind === 'refused' ? [{ rowNumber: row.rowNumber, problems: decision.problems }] : [],
    );
    await this.writeEmployees(tx, taken);
    await this.writeRows(tx, job, taken, refused);
    const events = [...unitEvents(recorded, cause), ...taken.flatMap((one) => eventOf(one, cause))];
    await this.outbox.append(tx, events);
    await advanceApplied(tx, this.importId, { rows: taken.length, bad: refused.length, events: events.length });
  }

  private async writeEmployees(tx: Transaction, taken: readonly Taken[]): Promise<void> {
    await insertEmployees(
      tx,
      taken.filter(({ difference }) => difference === 'JOINER').map(({ employee }) => employee),
    );
    await updateEmployees(
      tx,
      taken
        .filter(({ difference }) => difference === 'CHANGED' || difference === 'RETURNER')
        .map(({ employee }) => employee),
    );
    await insertIdentifiers(tx, taken.flatMap(identifiersOf));
  }

  private async writeRows(
    tx: Transaction,
    job: RosterImport,
    taken: readonly Taken[],
    refused: Parameters<typeof refuseRows>[2],
  ): Promise<void> {
    const decided = taken.map(({ judged, employee, difference }) => ({
      rowNumber: judged.row.rowNumber,
      difference,
      employeeId: employee.employeeId,
      changes: judged.decision.kind === 'taken' ? judged.decision.changes : [],
      warnings: warningsOf(judged),
    }));
    await saveDecisions(tx, this.importId, decided, true);
    await refuseRows(tx, this.importId, refused);
    const found = decided.flatMap(({ rowNumber, employeeId, warnings }) =>
      warnings.map(({ code }) => ({ kind: code, employeeId, rowNumber, importId: this.importId })),
    );
    await restateCorrections(
      tx,
      decided.map(({ employeeId }) => employeeId),
      checkedKinds(job.mapping!),
      found,
    );
  }

  /** False when nobody is left to leave, or the officer did not say so. */
  private async applyLeavers(tx: Transaction, job: RosterImport): Promise<boolean> {
    const { applyLeavers, leftOn, leaveReason } = job.applyOrder!;
    if (!applyLeavers) return false;
    const batch = await tx.query<{ employeeId: string; inService: boolean }>(
      `UPDATE roster_leaver l SET applied_at = now() FROM employee e
        WHERE l.import_id = $1 AND e.employee_id = l.employee_id
          AND l.employee_id IN (SELECT employee_id FROM roster_leaver WHERE import_id = $1 AND applied_at IS NULL ORDER BY employee_id LIMIT $2)
        RETURNING l.employee_id AS "employeeId", e.left_on IS NULL AS "inService"`,
      [this.importId, ROWS_A_TRANSACTION],
    );
    const leaving = batch.filter(({ inService }) => inService).map(({ employeeId }) => employeeId);
    await tx.query(
      'UPDATE employee SET left_on = $2, leave_reason = $3, version = version + 1, changed_at = now() WHERE employee_id = ANY($1::uuid[])',
      [leaving, leftOn, leaveReason],
    );
    const events = leaving.map((employeeId) =>
      EmployeeLeft.create({
        subject: employeeId,
        data: { employeeId, leftOn, reason: leaveReason },
        cause: causeOf(job),
      }),
    );
    await this.outbox.append(tx, events as unknown as NewEvent[]);
    await advanceApplied(tx, this.importId, { leavers: leaving.length, events: events.length });
    return batch.length > 0;
  }
}

function causeOf(job: RosterImport): Cause {
  return { correlationId: job.importId, ...(job.appliedBy === null ? {} : { actor: job.appliedBy }) };
}

/** Puts the units that nobody recorded on record, in the directory too. */
function recordUnits(rows: readonly WaitingRow[], units: UnitDirectory): OrgUnit[] {
  return unknownUnits(
    rows.map(({ entry }) => entry),
    units,
  ).map(({ agency, unit }) => {
    const recorded =
      unit === undefined
        ? newUnit('AGENCY', tidyText(agency), undefined)
        : newUnit('UNIT', tidyText(unit), units.findAgency(agency));
    units.add(recorded);
    return recorded;
  });
}

function takenOf(judged: JudgedRow): Taken[] {
  const { decision } = judged;
  if (decision.kind === 'refused') return [];
  const { agencyId, unitId } = decision.employee;
  if (agencyId === null || unitId === null) throw new Error('a unit of the row was not recorded');
  return [{ judged, difference: decision.difference, employee: { ...decision.employee, agencyId, unitId } }];
}

function warningsOf({ row, decision }: JudgedRow) {
  const kept = row.warnings.filter(({ code }) => !code.startsWith('roster.'));
  return decision.kind === 'taken' ? [...kept, ...decision.warnings] : kept;
}

function identifiersOf({ judged, employee }: Taken): NewIdentifier[] {
  const { entry } = judged.row;
  const former: NewIdentifier[] =
    entry.formerNumber === undefined
      ? []
      : [{ employeeId: employee.employeeId, kind: 'NIP_LAMA', value: entry.formerNumber, validFrom: null }];
  return judged.holder
    ? former
    : [identifierOf(employee.employeeId, entry.employeeNumber, entry.numberKind), ...former];
}

function eventOf({ judged, employee, difference }: Taken, cause: Cause): NewEvent[] {
  const event = { subject: employee.employeeId, data: employeeState(employee), cause };
  if (difference === 'JOINER' || difference === 'RETURNER')
    return [EmployeeRegistered.create(event) as unknown as NewEvent];
  if (difference === 'CHANGED' && judged.holder && stateDiffers(judged.holder, employee))
    return [EmployeeChanged.create(event) as unknown as NewEvent];
  return [];
}
