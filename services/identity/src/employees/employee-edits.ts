import { EmployeeNumber, isPnsStatus } from '@betang/asn';
import { Outbox } from '@betang/messaging';
import { AppError, Audit, assertMayActOn, sqlState, type Principal, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { v7 as uuidv7 } from 'uuid';
import { accept, overrule, replacedValues } from './overruled-values.js';
import { IdentityConfig } from '../identity.config.js';
import { todayIn } from '../organisation/effective-day.js';
import type { OrgUnit } from '../organisation/org-unit.js';
import { pathText } from '../organisation/unit-access.js';
import { loadUnitsById, lockRegistry } from '../organisation/unit-store.js';
import { UnitTree } from '../organisation/unit-tree.js';
import { Disagreements } from './disagreements.js';
import {
  checkFacet,
  disagreementsOf,
  editEmployee,
  numberOf,
  refuseImpossible,
  type EmployeeEdit,
} from './edit-employee.js';
import { countChanges, identifierOf, lockEmployees } from './employee-store.js';
import { addNumber, type NumberChange } from './number-store.js';
import { findPresentSince, insertPastPeriod } from './period-store.js';
import { dateRulesOf, numberOnRecord, type DateRules } from './person-dates.js';
import { Register, type RegisterAct } from './register.js';
import type { Employee, LeaveReason, RecordedEmployee } from './employee.js';
import type { Facet, PeriodSource } from './employee-period.js';

/** Who does something to the register, why, and from which day it holds. */
export interface EditAct {
  readonly principal: Principal;
  readonly on: string;
  readonly action: string;
  readonly reason?: string | undefined;
  readonly source?: PeriodSource;
}

export interface NewEmployee extends EmployeeEdit {
  readonly employeeNumber: string;
  readonly name: string;
  readonly employmentStatus: Employee['employmentStatus'];
  readonly unitId: string;
}

/** A stretch of the past: `validTo` is the first day on which it no longer held. */
export interface PastPeriod {
  readonly facet: Facet;
  readonly value: string;
  readonly detail: string | null;
  readonly validFrom: string;
  readonly validTo: string;
}

const UNIQUE_VIOLATION = '23505';

/** What an officer does to one employee's record, with rights, audit, corrections and events. Each call takes the registry's lock. */
@Injectable()
export class EmployeeEdits {
  constructor(
    private readonly config: IdentityConfig,
    private readonly outbox: Outbox,
    private readonly audit: Audit,
    private readonly disagreements: Disagreements,
  ) {}

  today(): string {
    return todayIn(this.config.region);
  }

  /** @throws AppError `employee-number-taken`, `unit-not-found`, `forbidden`, codes of the values */
  async register(tx: Transaction, input: NewEmployee, act: EditAct): Promise<string> {
    await lockRegistry(tx);
    const unit = await this.unitOf(tx, input.unitId, act.principal);
    const number = numberOf(input.employeeNumber, input.employmentStatus);
    const firstDays = this.namedDay('effectiveOn', act.on);
    refuseImpossible({ number, birthDate: input.birthDate, firstDays }, this.dateRules());
    const employeeId = uuidv7();
    const bare: Employee = {
      ...{ employeeId, employeeNumber: number.digits, name: input.name, employmentStatus: input.employmentStatus },
      ...{ agencyId: unit.agencyId, unitId: unit.unitId, grade: null, positionType: null, positionName: null },
      ...{ birthDate: number.birthDate.iso, sex: number.sex, leftOn: null },
    };
    const after = editEmployee(bare, input, unit);
    const register = new Register(tx, this.outbox, this.actOf(act));
    const days = { STATUS: act.on, GRADE: act.on, POSITION: act.on, UNIT: act.on };
    await register.write([{ before: undefined, after, days }]);
    await refuseTaken(() => addNumber(tx, identifierOf(employeeId, number.digits, number.kind), act.on));
    await register.tell([{ before: undefined, after }]);
    await this.disagreements.restate(tx, employeeId, disagreementsOf(after, this.dateRules()));
    await this.note(tx, act, employeeId, undefined, after);
    return employeeId;
  }

  /** @throws AppError `employee-not-found`, `employee-has-left`, `unit-not-found`, `forbidden`, codes of the values */
  async edit(
    tx: Transaction,
    employeeId: string,
    edit: EmployeeEdit & { unitId?: string | undefined },
    act: EditAct,
  ): Promise<void> {
    const before = await this.lock(tx, employeeId, act.principal);
    this.refuseBeforeBirth({ ...before, birthDate: edit.birthDate ?? before.birthDate }, 'effectiveOn', act.on);
    if (edit.birthDate !== undefined) this.refuseBirthDate(before, edit.birthDate);
    const unit = edit.unitId === undefined ? undefined : await this.unitOf(tx, edit.unitId, act.principal);
    const after = editEmployee(before, edit, unit);
    await new Register(tx, this.outbox, this.actOf(act)).change([{ before, after }]);
    // What the queue put right is not to be undone by the next file of the same source.
    if (act.source === 'CORRECTION') await overrule(tx, replacedValues(before, after), act.principal.subject);
    await accept(tx, after);
    await this.disagreements.restate(tx, employeeId, disagreementsOf(after, this.dateRules()));
    await this.note(tx, act, employeeId, before, after);
  }

  /** @throws AppError `employee-not-found`, `employee-number-taken`, `employee-number-unknown`, codes of the number */
  async addNumber(
    tx: Transaction,
    employeeId: string,
    change: Omit<NumberChange, 'employeeId' | 'validFrom'> & { validFrom?: string | undefined },
    act: EditAct,
  ): Promise<void> {
    const before = await this.lock(tx, employeeId, act.principal);
    if (before.leftOn !== null) throw new AppError('employee-has-left', { status: 409 });
    const known = numberChangeOf(before, change);
    if (known.kind === 'NIP' || known.kind === 'NI_PPPK')
      refuseImpossible({ number: numberOfKind(known.value, known.kind) }, this.dateRules());
    if (change.validFrom !== undefined) this.refuseBeforeBirth(before, 'validFrom', change.validFrom);
    await refuseTaken(() => addNumber(tx, known, this.today()));
    const after = (await lockEmployees(tx, [employeeId])).get(employeeId)!;
    const register = new Register(tx, this.outbox, this.actOf(act));
    await register.write([{ before, after }]);
    await register.tell([{ before, after }]);
    if (known.insteadOf !== undefined && (known.kind === 'NIP' || known.kind === 'NI_PPPK'))
      await overrule(tx, [{ employeeId, field: 'employeeNumber', value: known.insteadOf }], act.principal.subject);
    await accept(tx, after);
    await this.disagreements.restate(tx, employeeId, disagreementsOf(after, this.dateRules()));
    await this.note(tx, act, employeeId, before, after);
  }

  /** @throws AppError `employee-not-found`, `employee-has-left`, `forbidden` */
  async leave(tx: Transaction, employeeId: string, leftOn: string, reason: LeaveReason, act: EditAct): Promise<void> {
    const before = await this.lock(tx, employeeId, act.principal);
    if (before.leftOn !== null) throw new AppError('employee-has-left', { status: 409 });
    this.refuseBeforeBirth(before, 'leftOn', leftOn);
    await new Register(tx, this.outbox, this.actOf(act)).leave([{ employeeId, leftOn, reason }]);
    await this.note(tx, act, employeeId, before, { ...before, leftOn });
  }

  /** Takes somebody who left back into service. @throws AppError `employee-not-found`, `employee-in-service`, `forbidden` */
  async takeBack(tx: Transaction, employeeId: string, unitId: string | undefined, act: EditAct): Promise<void> {
    const before = await this.lock(tx, employeeId, act.principal);
    if (before.leftOn === null) throw new AppError('employee-in-service', { status: 409 });
    if (before.transferredTo)
      throw new AppError('employee-transferred', { status: 409, params: { region: before.transferredTo } });
    this.refuseBeforeBirth(before, 'effectiveOn', act.on);
    const unit = await this.unitOf(tx, unitId ?? before.unitId, act.principal);
    const after = { ...before, leftOn: null, unitId: unit.unitId, agencyId: unit.agencyId };
    await new Register(tx, this.outbox, this.actOf(act)).change([{ before, after }]);
    await this.note(tx, act, employeeId, before, after);
  }

  /**
   * Adds a stretch of the past to an employee's history; the present stands, and of years that ended otherwise by it is told. Of who has left all is past.
   * @throws AppError `period-not-past`, `unit-not-found`, codes of the value
   */
  async addPast(tx: Transaction, employeeId: string, past: PastPeriod, act: EditAct): Promise<void> {
    const who = await this.lock(tx, employeeId, act.principal);
    const { facet, detail, validFrom, validTo } = past;
    checkFacet(facet, past.value);
    this.refuseBeforeBirth(who, 'validFrom', validFrom);
    const value = facet === 'UNIT' ? await this.unitOfPast(tx, past.value, act.principal) : past.value;
    if (validTo <= validFrom || validTo > this.today())
      throw new AppError('period-not-past', { status: 400, field: 'validTo' });
    const present = who.leftOn === null ? await findPresentSince(tx, employeeId, facet) : null;
    if (present !== undefined && present !== null && validTo > present)
      throw new AppError('period-not-past', { status: 409, field: 'validTo' });
    const written = this.actOf(act);
    await insertPastPeriod(tx, { employeeId, facet, value, detail, validFrom, validTo }, written);
    await countChanges(tx, [employeeId]);
    const register = new Register(tx, this.outbox, written);
    if (who.leftOn === null) await register.tell([{ before: who, after: who, days: { [facet]: validFrom } }]);
    else await register.tellOfLeft([{ employeeId, since: validFrom }]);
    await this.audit.record(tx, {
      actor: act.principal.subject,
      action: act.action,
      object: { type: 'employee', id: employeeId },
      after: { facet, value, validFrom, validTo },
    });
  }

  /** Says who supervises an employee; null: whoever heads the unit or one above. @throws AppError `supervisor-loop`, `employee-not-found` */
  async supervise(tx: Transaction, employeeId: string, supervisorId: string | null, act: EditAct): Promise<void> {
    const before = await this.lock(tx, employeeId, act.principal);
    if (supervisorId !== null) await this.assertNoLoop(tx, employeeId, supervisorId);
    await tx.query(
      'UPDATE employee SET supervisor_said = $2, version = version + 1, changed_at = now() WHERE employee_id = $1',
      [employeeId, supervisorId],
    );
    await new Register(tx, this.outbox, this.actOf(act)).rederive([employeeId]);
    await this.audit.record(tx, {
      actor: act.principal.subject,
      action: act.action,
      object: { type: 'employee', id: employeeId },
      before: { supervisorId: before.supervisorId ?? null },
      after: { supervisorId },
    });
  }

  /** The employee, as far as the officer's units reach, locked with the registry. @throws AppError `employee-not-found` */
  async lock(tx: Transaction, employeeId: string, principal: Principal): Promise<RecordedEmployee> {
    await lockRegistry(tx);
    const employee = (await lockEmployees(tx, [employeeId])).get(employeeId);
    const [unit] = employee ? await loadUnitsById(tx, [employee.unitId]) : [];
    if (!employee || !unit) throw new AppError('employee-not-found', { status: 404 });
    assertMayActOn(principal, 'employees:write', { region: this.config.region, unitPath: pathText(unit.path) });
    return employee;
  }

  private async unitOf(tx: Transaction, unitId: string, principal: Principal): Promise<OrgUnit> {
    const unit = new UnitTree(await loadUnitsById(tx, [unitId])).get(unitId, 'unitId');
    assertMayActOn(principal, 'employees:write', { region: this.config.region, unitPath: pathText(unit.path) });
    return unit;
  }

  /** The id of a unit, closed by now or not, as history has it. @throws AppError `unit-not-found`, `forbidden` */
  private async unitOfPast(tx: Transaction, unitId: string, principal: Principal): Promise<string> {
    const [unit] = isUUID(unitId) ? await loadUnitsById(tx, [unitId]) : [];
    if (!unit) throw new AppError('unit-not-found', { status: 404, field: 'value' });
    assertMayActOn(principal, 'employees:write', { region: this.config.region, unitPath: pathText(unit.path) });
    return unit.unitId;
  }

  private async assertNoLoop(tx: Transaction, employeeId: string, supervisorId: string): Promise<void> {
    const supervisor = (await lockEmployees(tx, [supervisorId])).get(supervisorId);
    if (!supervisor || supervisor.leftOn !== null)
      throw new AppError('employee-not-found', { status: 404, field: 'employeeId' });
    const [above] = await tx.query<{ loops: boolean }>(
      `WITH RECURSIVE above(id, steps) AS (SELECT $2::uuid, 0 UNION ALL
         SELECT e.supervisor_id, steps + 1 FROM above JOIN employee e ON e.employee_id = above.id WHERE e.supervisor_id IS NOT NULL AND steps < 50)
       SELECT bool_or(id = $1) AS loops FROM above`,
      [employeeId, supervisorId],
    );
    if (above!.loops) throw new AppError('supervisor-loop', { status: 409, field: 'employeeId' });
  }

  private dateRules(): DateRules {
    return dateRulesOf(this.config, this.today());
  }

  /** Today is nobody's word. */
  private namedDay(field: string, day: string): Readonly<Record<string, string>> {
    return day === this.today() ? {} : { [field]: day };
  }

  /** A record of before may hold a number that cannot be true: only what is said now is looked at. */
  private refuseBeforeBirth({ employeeNumber, birthDate }: Employee, field: string, day: string): void {
    const number = numberOnRecord(employeeNumber);
    refuseImpossible({ number, birthDate, firstDays: this.namedDay(field, day) }, this.dateRules(), [field]);
  }

  private refuseBirthDate({ employeeNumber }: Employee, birthDate: string): void {
    refuseImpossible({ number: numberOnRecord(employeeNumber), birthDate }, this.dateRules(), ['birthDate']);
  }

  private actOf({ principal, on, source }: EditAct): RegisterAct {
    const by = principal.subject;
    return { actId: uuidv7(), source: source ?? 'OFFICER', by, on, today: this.today(), cause: { actor: by } };
  }

  private note(
    tx: Transaction,
    act: EditAct,
    employeeId: string,
    before: Employee | undefined,
    after: Employee,
  ): Promise<void> {
    return this.audit.record(tx, {
      actor: act.principal.subject,
      action: act.action,
      object: { type: 'employee', id: employeeId },
      ...(act.reason === undefined ? {} : { reason: act.reason }),
      ...(before ? { before: { ...before } } : {}),
      after: { ...after },
    });
  }
}

function numberChangeOf(
  { employeeId, employmentStatus }: Employee,
  {
    kind,
    value,
    insteadOf,
    validFrom,
  }: Omit<NumberChange, 'employeeId' | 'validFrom'> & { validFrom?: string | undefined },
): NumberChange {
  const instead = insteadOf?.replace(/ /g, '');
  if (kind === 'NIP' || kind === 'NI_PPPK') {
    const status = kind === 'NIP' ? (isPnsStatus(employmentStatus) ? employmentStatus : 'PNS') : 'PPPK';
    const number: EmployeeNumber = numberOf(value, status);
    const own = identifierOf(employeeId, number.digits, kind);
    return { ...own, validFrom: validFrom ?? own.validFrom, insteadOf: instead };
  }
  const plain = value.replace(/ /g, '');
  if (kind === 'NIP_LAMA' && !/^\d{9}$/.test(plain))
    throw new AppError('employee-number.former', { status: 400, field: 'value' });
  return { employeeId, kind, value: plain, validFrom: validFrom ?? null, insteadOf: instead };
}

function numberOfKind(digits: string, kind: 'NIP' | 'NI_PPPK'): EmployeeNumber {
  return EmployeeNumber.parse(digits, { status: kind === 'NIP' ? 'PNS' : 'PPPK' });
}

/** @throws AppError `employee-number-taken` for a number that somebody else has */
export async function refuseTaken<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (sqlState(cause) === UNIQUE_VIOLATION)
      throw new AppError('employee-number-taken', { status: 409, field: 'employeeNumber', cause });
    throw cause;
  }
}
