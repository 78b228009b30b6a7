import {
  CertificateCorrectionsHandedOver,
  EmployeeTransferredIn,
  EmployeeTransferredOut,
  LaterHoursHandedOver,
  LearningRecordHandedOver,
} from '@betang/contracts';
import type { EventBatch, ReceivedEvent } from '@betang/messaging';
import type { Transaction } from '@betang/platform';
import { Controller } from '@nestjs/common';
import { EventPattern } from '../events.js';
import { lockPersons } from '../ledger/person-lock.js';
import { attributeYears } from '../people/attribute-years.js';
import { orderOf } from '../people/event-order.js';
import { HandedOverCertificates } from './handed-over-certificates.js';
import { LaterHours } from './later-hours.js';
import { RecordHandOver } from './record-hand-over.js';
import { RecordReception } from './record-reception.js';

const ARRIVED = `INSERT INTO transfer_in (transfer_id, employee_id, former_pseudonym, from_region, effective_on, move_order)
  SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::date[], $6::bigint[]) ON CONFLICT DO NOTHING`;

/** The learning record of people who move (mutasi): handed over by the old region, taken in by the new one. The old region keeps its own. */
@Controller()
export class TransferHandlers {
  constructor(
    private readonly reception: RecordReception,
    private readonly later: LaterHours,
    private readonly record: RecordHandOver,
    private readonly certificates: HandedOverCertificates,
  ) {}

  @EventPattern(EmployeeTransferredOut, 'process')
  async left(
    events: readonly ReceivedEvent<typeof EmployeeTransferredOut>[],
    { transaction }: EventBatch,
  ): Promise<void> {
    for (const event of events) await this.handOver(transaction, event);
  }

  @EventPattern(EmployeeTransferredIn, 'process')
  async arrived(
    events: readonly ReceivedEvent<typeof EmployeeTransferredIn>[],
    { transaction }: EventBatch,
  ): Promise<void> {
    // Whoever is known already stands in the totals of all years of service.
    await lockPersons(
      transaction,
      events.map(({ data }) => data.employeeId),
    );
    await transaction.execute(ARRIVED, [
      events.map(({ data }) => data.transferId),
      events.map(({ data }) => data.employeeId),
      events.map(({ data }) => data.formerPseudonym),
      events.map(({ data }) => data.fromRegion),
      events.map(({ data }) => data.effectiveOn),
      events.map(orderOf),
    ]);
    await attributeYears(transaction, [...new Set(events.map(({ data }) => data.employeeId))]);
    await this.settle(transaction, events);
  }

  @EventPattern(LearningRecordHandedOver, 'process')
  async handedOver(
    events: readonly ReceivedEvent<typeof LearningRecordHandedOver>[],
    { transaction }: EventBatch,
  ): Promise<void> {
    await this.reception.keepParts(transaction, events);
    await this.settle(transaction, events);
  }

  @EventPattern(LaterHoursHandedOver, 'process')
  async laterHandedOver(
    events: readonly ReceivedEvent<typeof LaterHoursHandedOver>[],
    { transaction }: EventBatch,
  ): Promise<void> {
    await this.reception.keepChanges(transaction, events);
    await this.settle(transaction, events);
  }

  @EventPattern(CertificateCorrectionsHandedOver, 'process')
  async certificatesHandedOver(
    events: readonly ReceivedEvent<typeof CertificateCorrectionsHandedOver>[],
    { transaction }: EventBatch,
  ): Promise<void> {
    await this.certificates.keep(transaction, events);
    await this.settle(transaction, events);
  }

  private async settle(
    tx: Transaction,
    events: readonly { readonly id: string; readonly data: { readonly transferId: string } }[],
  ): Promise<void> {
    for (const [transferId, id] of new Map(events.map(({ id, data }) => [data.transferId, id])))
      await this.reception.settle(tx, transferId, id);
  }

  private async handOver(tx: Transaction, event: ReceivedEvent<typeof EmployeeTransferredOut>): Promise<void> {
    const { employeeId } = event.data;
    await lockPersons(tx, [employeeId]);
    if (!(await this.record.note(tx, event.data, orderOf(event)))) return;
    // Its record first; then what that region was told when the person went there before, and was taken back while the person was here again.
    await this.later.tell(tx, await this.later.destinations(tx, [employeeId]));
  }
}
