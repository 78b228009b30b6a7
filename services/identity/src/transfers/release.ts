import {
  EmployeeTransferredOut,
  TransferConcluded,
  TransferRequested,
  findRegion,
  type Cause,
  type NewEvent,
} from '@betang/contracts';
import { Outbox, regionToken } from '@betang/messaging';
import { AppError, Audit, RegionConfig, type Principal, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { hasOpenMerge } from '../corrections/record-merge-store.js';
import { EmployeeEdits } from '../employees/employee-edits.js';
import { lockEmployees } from '../employees/employee-store.js';
import { Register } from '../employees/register.js';
import { todayIn } from '../organisation/effective-day.js';
import { loadUnitsById, lockRegistry } from '../organisation/unit-store.js';
import { personPseudonym } from './person-pseudonym.js';
import { releasedPerson } from './released-person.js';
import { due, mayWithdraw } from './transfer-states.js';
import { endOut, insertOut, lockOut, type TransferOut } from './transfer-store.js';

export interface ReleaseOrder {
  readonly employeeId: string;
  readonly toRegion: string;
  readonly effectiveOn: string;
  readonly answerBy?: string | undefined;
  readonly decreeNumber?: string | undefined;
  readonly toAgencyName?: string | undefined;
}

const DAY_MS = 86_400_000;
const USUAL_DAYS = 30;
/** What is on its way is kept for 90 days: a later answer could not be read. */
const LONGEST_DAYS = 85;

/** The side of a transfer that lets somebody go (pelepasan). It alone ends the transfer; the other region is told. */
@Injectable()
export class Release {
  constructor(
    private readonly config: RegionConfig,
    private readonly outbox: Outbox,
    private readonly edits: EmployeeEdits,
    private readonly audit: Audit,
  ) {}

  /**
   * Asks another region to take an employee over, with what it needs to know of the person.
   * @throws AppError `transfer-region-unknown`, `transfer-day-past`, `transfer-answer-by`, `transfer-open`, `employee-merge-open`, `employee-has-left`, `transfer-not-shared`,
   * `receiver-key-unknown`
   */
  async request(tx: Transaction, order: ReleaseOrder, principal: Principal): Promise<string> {
    const employee = await this.edits.lock(tx, order.employeeId, principal);
    if (employee.leftOn !== null) throw new AppError('employee-has-left', { status: 409 });
    const answerBy = this.check(order, new Date());
    const [open] = await tx.query(
      `SELECT 1 FROM transfer_out WHERE employee_id = $1 AND state IN ('REQUESTED', 'AGREED')`,
      [order.employeeId],
    );
    if (open) throw new AppError('transfer-open', { status: 409 });
    // What the other record has would not be handed over.
    if (await hasOpenMerge(tx, order.employeeId)) throw new AppError('employee-merge-open', { status: 409 });
    const transferId = uuidv7();
    const { toRegion, effectiveOn, decreeNumber = null, toAgencyName = null } = order;
    const formerPseudonym = await personPseudonym(this.config.keysDir, employee.employeeId);
    const [agency] = await loadUnitsById(tx, [employee.agencyId]);
    const event = TransferRequested.create({
      subject: transferId,
      to: `to.${regionToken(toRegion)}`,
      data: {
        ...{ transferId, effectiveOn, answerBy: answerBy.toISOString(), decreeNumber, toAgencyName },
        fromAgencyName: agency!.name,
        formerPseudonym,
        person: await releasedPerson(tx, employee),
      },
    }) as unknown as NewEvent;
    if (!this.outbox.shares(event)) throw new AppError('transfer-not-shared', { status: 409 });
    await insertOut(tx, {
      ...{ transferId, employeeId: order.employeeId, toRegion, effectiveOn, answerBy, decreeNumber, toAgencyName },
      ...{ requestedBy: principal.subject, formerPseudonym, requestEvent: event.id },
    });
    await this.outbox.append(tx, [event]);
    await this.note(tx, principal.subject, 'request-transfer', transferId, { toRegion, effectiveOn });
    return transferId;
  }

  /** @throws AppError `transfer-not-found`, `transfer-ended` */
  async withdraw(tx: Transaction, transferId: string, reason: string | null, principal: Principal): Promise<void> {
    await lockRegistry(tx);
    const transfer = await lockOut(tx, transferId);
    if (!transfer) throw new AppError('transfer-not-found', { status: 404 });
    await this.edits.lock(tx, transfer.employeeId, principal);
    if (!mayWithdraw(transfer.state))
      throw new AppError('transfer-ended', { status: 409, params: { state: transfer.state } });
    await endOut(tx, transferId, 'WITHDRAWN', principal.subject, reason);
    await this.tellEnd(tx, transfer, 'WITHDRAWN');
    await this.note(tx, principal.subject, 'withdraw-transfer', transferId, { reason: reason ?? '' });
  }

  /** Does what time demands of one transfer; anything else is left as it is. */
  async settle(tx: Transaction, transferId: string, now = new Date()): Promise<void> {
    await lockRegistry(tx);
    const transfer = await lockOut(tx, transferId);
    const what = transfer && due(transfer, now, todayIn(this.config.region, now));
    if (!transfer || !what) return;
    const person = (await lockEmployees(tx, [transfer.employeeId])).get(transfer.employeeId);
    // Retired, or gone otherwise, since: there is nobody to hand over.
    if (what === 'COMPLETE' && person?.leftOn !== null) return this.callOff(tx, transfer);
    if (what === 'COMPLETE') return this.complete(tx, transfer);
    await endOut(tx, transferId, 'LAPSED', 'transfers');
    await this.tellEnd(tx, transfer, 'LAPSED');
    await this.note(tx, 'transfers', 'lapse-transfer', transferId, {});
  }

  private async callOff(tx: Transaction, transfer: TransferOut): Promise<void> {
    await endOut(tx, transfer.transferId, 'WITHDRAWN', 'transfers');
    await this.tellEnd(tx, transfer, 'WITHDRAWN');
    await this.note(tx, 'transfers', 'call-off-transfer', transfer.transferId, {});
  }

  /** The person leaves, dated; the record stays here, the other services hand over theirs. */
  private async complete(tx: Transaction, transfer: TransferOut): Promise<void> {
    const { transferId, employeeId, toRegion, effectiveOn } = transfer;
    const by = transfer.requestedBy;
    const act = {
      actId: transferId,
      source: 'TRANSFER' as const,
      by,
      on: effectiveOn,
      today: todayIn(this.config.region),
      cause: { ...causeOf(transfer), actor: by, correlationId: transferId },
    };
    await new Register(tx, this.outbox, act).leave([{ employeeId, leftOn: effectiveOn, reason: 'TRANSFERRED' }], {
      toRegion,
    });
    const formerPseudonym = transfer.formerPseudonym ?? (await personPseudonym(this.config.keysDir, employeeId));
    const out = EmployeeTransferredOut.create({
      subject: employeeId,
      data: { transferId, employeeId, formerPseudonym, toRegion, leftOn: effectiveOn },
      cause: act.cause,
    });
    await this.outbox.append(tx, [out] as unknown as NewEvent[]);
    await endOut(tx, transferId, 'COMPLETED', 'transfers');
    await this.tellEnd(tx, transfer, 'COMPLETED');
    await this.note(tx, 'transfers', 'complete-transfer', transferId, { toRegion, effectiveOn });
  }

  private async tellEnd(
    tx: Transaction,
    transfer: TransferOut,
    outcome: 'COMPLETED' | 'WITHDRAWN' | 'LAPSED',
  ): Promise<void> {
    const { transferId, toRegion } = transfer;
    const effectiveOn = outcome === 'COMPLETED' ? transfer.effectiveOn : null;
    const data = { transferId, outcome, effectiveOn };
    const to = `to.${regionToken(toRegion)}` as const;
    const event = TransferConcluded.create({ subject: transferId, to, data, cause: causeOf(transfer) });
    await this.outbox.append(tx, [event] as unknown as NewEvent[]);
  }

  private check(order: ReleaseOrder, now: Date): Date {
    if (!findRegion(order.toRegion) || order.toRegion === this.config.region)
      throw new AppError('transfer-region-unknown', { status: 400, field: 'toRegion' });
    if (order.effectiveOn < todayIn(this.config.region, now))
      throw new AppError('transfer-day-past', { status: 400, field: 'effectiveOn' });
    const answerBy =
      order.answerBy === undefined ? new Date(now.getTime() + USUAL_DAYS * DAY_MS) : new Date(order.answerBy);
    if (answerBy <= now || answerBy.getTime() > now.getTime() + LONGEST_DAYS * DAY_MS)
      throw new AppError('transfer-answer-by', { status: 400, field: 'answerBy', params: { days: LONGEST_DAYS } });
    return answerBy;
  }

  private note(
    tx: Transaction,
    actor: string,
    action: string,
    transferId: string,
    after: Record<string, unknown>,
  ): Promise<void> {
    return this.audit.record(tx, { actor, action, object: { type: 'transfer', id: transferId }, after });
  }
}

/** What a transfer's end comes of: the other region's answer, without one what was asked. Transfers of before name neither. */
function causeOf({ answerEvent, requestEvent }: TransferOut): Cause {
  const causationId = answerEvent ?? requestEvent;
  return causationId === null ? {} : { causationId };
}
