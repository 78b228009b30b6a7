import type { Cause } from '@betang/contracts';
import type { Outbox } from '@betang/messaging';
import type { Transaction, UnitOfWork } from '@betang/platform';
import { queueSharedNumbers, restateCorrections } from '../corrections/correction-store.js';
import { queueUnreadableNumbers, settleRowCorrections } from '../corrections/row-corrections.js';
import type { Employee } from '../employees/employee.js';
import type { FacetDays } from '../employees/employee-period.js';
import { identifierOf, insertIdentifiers, type NewIdentifier } from '../employees/employee-store.js';
import type { DateRules } from '../employees/person-dates.js';
import { Register, type EmployeeChange } from '../employees/register.js';
import { todayIn } from '../organisation/effective-day.js';
import { tidyText } from '../organisation/name-key.js';
import type { OrgUnit } from '../organisation/org-unit.js';
import { UnitDirectory } from '../organisation/unit-directory.js';
import { insertUnits, loadAliases, loadUnits, lockRegistry, newUnit, unitEvents } from '../organisation/unit-store.js';
import type { RosterEntry } from '../roster-file/roster-entry.js';
import { checkedKinds } from './checked-kinds.js';
import { decideBatch, type JudgedRow } from './decide-batch.js';
import { isQueued, unknownUnits, warningsOfReading } from './decide-row.js';
import { advanceApplied, finish, lockImport } from './import-store.js';
import { takeNextLeavers } from './leaver-store.js';
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
    private readonly unitOfWork: Pick<UnitOfWork, 'run'>,
    private readonly outbox: Outbox,
    private readonly importId: string,
    private readonly region: string,
    private readonly dates: DateRules,
  ) {}

  async run(): Promise<boolean> {
    while (await this.unitOfWork.run((tx) => this.applyBatch(tx)));
    return true;
  }

  /** False when there is nothing left to do. */
  private async applyBatch(tx: Transaction): Promise<boolean> {
    await lockRegistry(tx);
    const job = await lockImport(tx, this.importId);
    if (job.state !== 'APPLYING' || !job.applyOrder) return false;
    const rows = await nextToApply(tx, this.importId, ROWS_A_TRANSACTION);
    if (rows.length > 0) await this.applyRows(tx, job, rows);
    else if (!(await this.applyLeavers(tx, job))) {
      await queueSharedNumbers(tx, this.importId);
      await queueUnreadableNumbers(tx, this.importId, new UnitDirectory(await loadUnits(tx), await loadAliases(tx)));
      await finish(tx, this.importId, 'APPLIED');
      return false;
    }
    return true;
  }

  private async applyRows(tx: Transaction, job: RosterImport, rows: readonly WaitingRow[]): Promise<void> {
    const units = new UnitDirectory(await loadUnits(tx), await loadAliases(tx));
    const { newUnits } = job.applyOrder!;
    const recorded = newUnits === 'create' ? recordUnits(rows, units) : [];
    await insertUnits(tx, recorded, { importId: this.importId, recordedBy: byOf(job) });
    const terms = { newUnits, importId: this.importId, on: onOf(job), dates: this.dates };
    const judged = await decideBatch(tx, rows, units, terms);
    const taken = judged.flatMap(takenOf);
    const refused = judged.flatMap(({ row, decision }) =>
      decision.kind === 'refused' ? [{ rowNumber: row.rowNumber, problems: decision.problems }] : [],
    );
    const told = unitEvents(recorded, causeOf(job));
    await this.outbox.append(tx, told);
    const events = told.length + (await this.writeEmployees(tx, job, taken));
    await this.writeRows(tx, job, taken, refused);
    await advanceApplied(tx, this.importId, { rows: taken.length, bad: refused.length, events });
  }

  private async writeEmployees(tx: Transaction, job: RosterImport, taken: readonly Taken[]): Promise<number> {
    const changes = taken.filter(({ difference }) => difference !== 'SAME').map((one) => changeOf(one, onOf(job)));
    const register = this.registerOf(tx, job);
    await register.write(changes);
    await insertIdentifiers(tx, taken.flatMap(identifiersOf), this.importId);
    return register.tell(changes);
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
      ...(difference === 'SAME' ? {} : { undo: undoOf(judged) }),
      entry: judged.row.entry,
    }));
    await saveDecisions(tx, this.importId, decided, true);
    await refuseRows(tx, this.importId, refused);
    const found = decided.flatMap(({ rowNumber, employeeId, warnings, entry }) =>
      warnings.filter(isQueued).map(({ code, field }) => ({
        ...{ kind: code, employeeId, rowNumber, importId: this.importId },
        ...detailOf(code, field, entry),
      })),
    );
    const ids = decided.map(({ employeeId }) => employeeId);
    await restateCorrections(tx, ids, checkedKinds(job.mapping!), found);
    await settleRowCorrections(
      tx,
      taken.map(({ judged }) => judged.row.entry),
    );
  }

  /** False when nobody is left to leave, or the officer did not say so. */
  private async applyLeavers(tx: Transaction, job: RosterImport): Promise<boolean> {
    const { applyLeavers, leftOn, leaveReason: reason } = job.applyOrder!;
    if (!applyLeavers) return false;
    const batch = await takeNextLeavers(tx, this.importId, ROWS_A_TRANSACTION);
    const leaving = batch.filter(({ leaves }) => leaves).map(({ employeeId }) => ({ employeeId, leftOn, reason }));
    const events = await this.registerOf(tx, job).leave(leaving);
    await tx.query(
      'UPDATE roster_leaver l SET after_version = e.version FROM employee e WHERE l.import_id = $1 AND e.employee_id = l.employee_id AND l.employee_id = ANY($2::uuid[])',
      [this.importId, leaving.map(({ employeeId }) => employeeId)],
    );
    await advanceApplied(tx, this.importId, { leavers: leaving.length, events });
    return batch.length > 0;
  }

  private registerOf(tx: Transaction, job: RosterImport): Register {
    const act = { actId: job.importId, source: 'ROSTER' as const, by: byOf(job), on: onOf(job) };
    return new Register(tx, this.outbox, { ...act, today: todayIn(this.region), cause: causeOf(job) });
  }
}

const byOf = (job: RosterImport): string => job.appliedBy ?? job.uploadedBy;
const onOf = ({ applyOrder }: RosterImport): string => applyOrder!.effectiveOn ?? applyOrder!.leftOn;

function causeOf(job: RosterImport): Cause {
  return { correlationId: job.importId, ...(job.appliedBy === null ? {} : { actor: job.appliedBy }) };
}

function changeOf({ judged, employee }: Taken, on: string): EmployeeChange {
  return { before: judged.holder, after: employee, days: daysOf(judged.row.entry, on) };
}

/** First days that the file names; those to come are left out, and the row says so. */
function daysOf({ gradeSince, positionSince }: RosterEntry, on: string): FacetDays {
  return {
    ...(gradeSince !== undefined && gradeSince <= on ? { GRADE: gradeSince } : {}),
    ...(positionSince !== undefined && positionSince <= on ? { POSITION: positionSince } : {}),
  };
}

/** A person new on record is in version 1, a changed one in the next: an edit counts by one. */
function undoOf({ holder }: JudgedRow) {
  return { before: holder ?? null, afterVersion: (holder?.version ?? 0) + 1 };
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
  const kept = warningsOfReading(row.warnings);
  return decision.kind === 'taken' ? [...kept, ...decision.warnings] : kept;
}

/** What an officer needs to know of a disagreement: the unit that the file names, or what it says of the person. */
function detailOf(code: string, field: string, entry: RosterEntry): { detail?: Readonly<Record<string, string>> } {
  if (code.startsWith('roster.unit-')) return entry.unit === undefined ? {} : { detail: { unitName: entry.unit } };
  const stated = entry[(field === 'birthPlaceAndDate' ? 'birthDate' : field) as keyof RosterEntry];
  return /^employee-(?:number|dates)\./.test(code) && stated !== undefined ? { detail: { stated } } : {};
}

function identifiersOf({ judged, employee }: Taken): NewIdentifier[] {
  const { entry } = judged.row;
  const { employeeId } = employee;
  const further: NewIdentifier[] = [];
  if (entry.formerNumber !== undefined)
    further.push({ employeeId, kind: 'NIP_LAMA', value: entry.formerNumber, validFrom: null });
  if (entry.siasnId !== undefined)
    further.push({ employeeId, kind: 'SIASN_PNS_ID', value: entry.siasnId, validFrom: null });
  return judged.holder ? further : [identifierOf(employeeId, entry.employeeNumber, entry.numberKind), ...further];
}
