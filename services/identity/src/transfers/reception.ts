import { EmployeeTransferredIn, TransferDecided, type NewEvent, type TransferRequested } from '@betang/contracts';
import { Outbox, regionToken } from '@betang/messaging';
import { carryReads, AppError, Audit, assertMayActOn, type Principal, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { editEmployee, refuseImpossible } from '../employees/edit-employee.js';
import { findHolders } from '../employees/employee-store.js';
import type { Employee } from '../employees/employee.js';
import { dateRulesOf, numberOnRecord } from '../employees/person-dates.js';
import { Register } from '../employees/register.js';
import { IdentityConfig } from '../identity.config.js';
import { todayIn } from '../organisation/effective-day.js';
import { pathText } from '../organisation/unit-access.js';
import { loadUnitsById, lockRegistry } from '../organisation/unit-store.js';
import { UnitTree } from '../organisation/unit-tree.js';
import { mayAnswer } from './transfer-states.js';
import { endIn, lockIn, noteOwnAnswer, type TransferIn } from './transfer-store.js';

export interface AcceptOrder {
  readonly unitId: string;
  readonly positionType?: string | undefined;
  readonly positionName?: string | undefined;
  readonly effectiveOn?: string | undefined;
  readonly decreeNumber?: string | undefined;
}

/** The side of a transfer that takes somebody over (penerimaan). The person is in service here once the other region has said so. */
@Injectable()
export class Reception {
  constructor(
    private readonly config: IdentityConfig,
    private readonly outbox: Outbox,
    private readonly audit: Audit,
  ) {}

  /** @throws AppError `transfer-not-found`, `transfer-ended`, `transfer-day-past`, `transfer-number-in-service`, `unit-not-found`, `forbidden` */
  async accept(tx: Transaction, transferId: string, order: AcceptOrder, principal: Principal): Promise<void> {
    await lockRegistry(tx);
    const transfer = await this.open(tx, transferId);
    const unit = new UnitTree(await loadUnitsById(tx, [order.unitId])).get(order.unitId, 'unitId');
    assertMayActOn(principal, 'employees:write', { region: this.config.region, unitPath: pathText(unit.path) });
    const effectiveOn = order.effectiveOn ?? transfer.effectiveOn;
    if (effectiveOn < transfer.effectiveOn)
      throw new AppError('transfer-day-past', { status: 400, field: 'effectiveOn' });
    const holder = await findHolder(tx, transfer.request!);
    if (holder && holder.leftOn === null) throw new AppError('transfer-number-in-service', { status: 409 });
    const { positionType = null, positionName = null, decreeNumber = null } = order;
    const arrived = comer(transfer.request!, unit, 'x');
    editEmployee(arrived, { positionType, positionName }, unit);
    refuseImpossible(
      { number: numberOnRecord(arrived.employeeNumber), birthDate: arrived.birthDate },
      dateRulesOf(this.config, todayIn(this.config.region)),
    );
    await noteOwnAnswer(tx, transferId, {
      ...{ state: 'ACCEPTED', effectiveOn, unitId: order.unitId, positionType, positionName },
      ...{ answerDecree: decreeNumber, answerReason: null, answeredBy: principal.subject },
    });
    await this.tell(tx, transfer, { decision: 'ACCEPTED', effectiveOn, decreeNumber, reason: null });
    await this.note(tx, principal.subject, 'accept-transfer', transferId);
  }

  /** @throws AppError `transfer-not-found`, `transfer-ended` */
  async refuse(tx: Transaction, transferId: string, reason: string, principal: Principal): Promise<void> {
    assertMayActOn(principal, 'employees:write', { region: this.config.region });
    const transfer = await this.open(tx, transferId);
    await noteOwnAnswer(tx, transferId, {
      ...{ state: 'REFUSED', effectiveOn: transfer.effectiveOn, unitId: null, positionType: null, positionName: null },
      ...{ answerDecree: null, answerReason: reason, answeredBy: principal.subject },
    });
    await this.tell(tx, transfer, { decision: 'REFUSED', effectiveOn: null, decreeNumber: null, reason });
    await this.note(tx, principal.subject, 'refuse-transfer', transferId);
  }

  /**
   * Takes the person into the register, by the event that says so: the same record as before where the person once worked here. The caller holds the
   * registry's lock, and wrote nothing before it.
   */
  async takeIn(tx: Transaction, transfer: TransferIn, effectiveOn: string, causationId: string): Promise<void> {
    const request = transfer.request!;
    const { transferId, fromRegion } = transfer;
    const by = transfer.answeredBy!;
    const cause = { actor: by, correlationId: transferId, causationId };
    const register = new Register(tx, this.outbox, {
      actId: transferId,
      source: 'TRANSFER',
      by,
      on: effectiveOn,
      today: todayIn(this.config.region),
      cause,
    });
    // The unit may have been closed between answer and end: then its successor, else its agency.
    const unit = await this.placeOf(tx, transfer.unitId!);
    const before = await findHolder(tx, request);
    const employeeId = before?.employeeId ?? uuidv7();
    const { positionType, positionName } = transfer;
    const after = { ...comer(request, unit, employeeId), positionType, positionName };
    const days = {
      STATUS: effectiveOn,
      ...(request.person.gradeSince === null ? {} : { GRADE: request.person.gradeSince }),
      POSITION: effectiveOn,
      UNIT: effectiveOn,
    };
    const change = { before, after, days };
    await register.write([change]);
    await this.addNumbers(tx, employeeId, request);
    await register.tell([change]);
    const data = { transferId, employeeId, formerPseudonym: request.formerPseudonym, fromRegion, effectiveOn };
    const event = EmployeeTransferredIn.create({ subject: employeeId, data, cause });
    await this.outbox.append(tx, [event] as unknown as NewEvent[]);
    await endIn(tx, transferId, 'COMPLETED', { employeeId, effectiveOn });
    await carryReads(tx, { type: 'transfer', id: transferId }, employeeId);
    await this.note(tx, 'transfers', 'take-in-transferred', transferId);
  }

  private async open(tx: Transaction, transferId: string): Promise<TransferIn> {
    const transfer = await lockIn(tx, transferId);
    if (!transfer) throw new AppError('transfer-not-found', { status: 404 });
    if (!mayAnswer(transfer, new Date()))
      throw new AppError('transfer-ended', { status: 409, params: { state: transfer.state } });
    return transfer;
  }

  private async placeOf(tx: Transaction, unitId: string): Promise<{ unitId: string; agencyId: string }> {
    for (let id = unitId, steps = 0; steps < 20; steps += 1) {
      const [unit] = await loadUnitsById(tx, [id]);
      if (unit!.closedOn === null) return unit!;
      id = unit!.successorIds[0] ?? unit!.agencyId;
    }
    const [unit] = await loadUnitsById(tx, [unitId]);
    return unit!;
  }

  private async addNumbers(tx: Transaction, employeeId: string, { person }: TransferRequested): Promise<void> {
    const { identifiers } = person;
    await tx.query(
      `INSERT INTO employee_identifier (employee_id, kind, value, valid_from, valid_to)
       SELECT $1, * FROM unnest($2::text[], $3::text[], $4::date[], $5::date[]) ON CONFLICT (employee_id, kind, value)
         DO UPDATE SET valid_from = coalesce(excluded.valid_from, employee_identifier.valid_from), valid_to = excluded.valid_to`,
      [
        employeeId,
        identifiers.map((one) => one.kind),
        identifiers.map((one) => one.value),
        identifiers.map((one) => one.validFrom),
        identifiers.map((one) => one.validTo),
      ],
    );
  }

  private async tell(
    tx: Transaction,
    { transferId, fromRegion, requestEvent }: TransferIn,
    answer: Omit<TransferDecided, 'transferId'>,
  ): Promise<void> {
    const event = TransferDecided.create({
      subject: transferId,
      to: `to.${regionToken(fromRegion)}`,
      data: { transferId, ...answer },
      ...(requestEvent === null ? {} : { cause: { causationId: requestEvent } }),
    }) as unknown as NewEvent;
    if (!this.outbox.shares(event)) throw new AppError('transfer-not-shared', { status: 409 });
    await this.outbox.append(tx, [event]);
  }

  private note(tx: Transaction, actor: string, action: string, transferId: string): Promise<void> {
    return this.audit.record(tx, { actor, action, object: { type: 'transfer', id: transferId }, after: {} });
  }
}

/** Whoever is on record here under one of the person's numbers. */
async function findHolder(tx: Transaction, { person }: TransferRequested): Promise<Employee | undefined> {
  const numbers = person.identifiers
    .filter(({ kind }) => kind === 'NIP' || kind === 'NI_PPPK')
    .map(({ value }) => value);
  return [...(await findHolders(tx, numbers)).values()][0];
}

/** The person as they come, at a unit here. */
function comer(
  { person }: TransferRequested,
  unit: { unitId: string; agencyId: string },
  employeeId: string,
): Employee {
  const current = person.identifiers.filter(({ kind }) => kind === 'NIP' || kind === 'NI_PPPK');
  const number = current.find(({ validTo }) => validTo === null) ?? current[0]!;
  const { name, employmentStatus, grade, birthDate, sex } = person;
  return {
    ...{ employeeId, employeeNumber: number.value, name, employmentStatus, grade, birthDate, sex },
    ...{ unitId: unit.unitId, agencyId: unit.agencyId, positionType: null, positionName: null, leftOn: null },
  };
}
