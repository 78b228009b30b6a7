import {
  EmployeeTransferredIn,
  EmployeeTransferredOut,
  LaterHoursHandedOver,
  LearningRecordHandedOver,
  type NewEvent,
} from '@betang/contracts';
import { Outbox, regionToken, type EventBatch, type ReceivedEvent } from '@betang/messaging';
import { RegionConfig, type Transaction } from '@betang/platform';
import { Controller } from '@nestjs/common';
import { EventPattern } from '../events.js';
import { ENTRY_COLUMNS } from '../ledger/ledger-rows.js';
import { lockPersons } from '../ledger/person-lock.js';
import { orderOf } from '../people/event-order.js';
import { handOver, type OwnedEntry } from './hand-over.decision.js';
import { LaterHours } from './later-hours.js';
import { RecordReception } from './record-reception.js';

const ENTRIES = `SELECT ${ENTRY_COLUMNS},
    (SELECT o.origin_completion_id FROM entry_origin AS o WHERE o.completion_id = entry.completion_id) AS "originCompletionId",
    (SELECT o.former_region FROM entry_origin AS o WHERE o.completion_id = entry.completion_id) AS "formerRegion",
    (SELECT o.origin_event_id FROM entry_origin AS o WHERE o.completion_id = entry.completion_id) AS "originEventId"
  FROM ledger_entry AS entry
 WHERE entry.employee_id = $1 AND entry.reverses_entry_id IS NULL
   AND NOT EXISTS (SELECT 1 FROM ledger_entry AS later WHERE later.reverses_entry_id = entry.entry_id)
 ORDER BY entry.seq`;

const LEFT = `INSERT INTO transfer_out (transfer_id, employee_id, to_region, entries, counted, left_on, move_order)
  VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING`;
const ARRIVED = `INSERT INTO transfer_in (transfer_id, employee_id, former_pseudonym, from_region, effective_on, move_order)
  SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::date[], $6::bigint[]) ON CONFLICT DO NOTHING`;

/** The learning record of people who move (mutasi): handed over by the old region, taken in by the new one. The old region keeps its own. */
@Controller()
export class TransferHandlers {
  constructor(
    private readonly reception: RecordReception,
    private readonly later: LaterHours,
    private readonly outbox: Outbox,
    private readonly config: RegionConfig,
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
    await transaction.execute(ARRIVED, [
      events.map(({ data }) => data.transferId),
      events.map(({ data }) => data.employeeId),
      events.map(({ data }) => data.formerPseudonym),
      events.map(({ data }) => data.fromRegion),
      events.map(({ data }) => data.effectiveOn),
      events.map(orderOf),
    ]);
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

  private async settle(
    tx: Transaction,
    events: readonly { readonly id: string; readonly data: { readonly transferId: string } }[],
  ): Promise<void> {
    for (const [transferId, id] of new Map(events.map(({ id, data }) => [data.transferId, id])))
      await this.reception.settle(tx, transferId, id);
  }

  private async handOver(tx: Transaction, event: ReceivedEvent<typeof EmployeeTransferredOut>): Promise<void> {
    const { transferId, employeeId, toRegion, leftOn } = event.data;
    await lockPersons(tx, [employeeId]);
    const entries = await tx.query<OwnedEntry>(ENTRIES, [employeeId]);
    const counted = entries.reduce((sum, entry) => sum + entry.counted, 0);
    const values = [transferId, employeeId, toRegion, entries.length, counted, leftOn, orderOf(event)];
    if ((await tx.execute(LEFT, values)) === 0) return;
    const parts = handOver(entries, this.config.region);
    const to = `to.${regionToken(toRegion)}` as const;
    const handed = parts.map((part, index) => {
      const place = { part: index + 1, parts: parts.length };
      const data = { transferId, formerEmployeeId: employeeId, ...place, entries: part, counted };
      return LearningRecordHandedOver.create({ subject: transferId, to, data }) as unknown as NewEvent;
    });
    await this.outbox.append(tx, handed);
    const told = entries.map(({ completionId }) => ({ completionId, stands: true }));
    await this.later.remember(tx, toRegion, told);
    // What that region was told when the person went there before, and was taken back while the person was here again.
    await this.later.tell(tx, await this.later.destinations(tx, [employeeId]));
  }
}
