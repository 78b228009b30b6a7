import {
  EmployeeTransferredIn,
  EmployeeTransferredOut,
  LearningRecordHandedOver,
  type NewEvent,
} from '@betang/contracts';
import { Outbox, regionToken, type EventBatch, type ReceivedEvent } from '@betang/messaging';
import { RegionConfig, type Transaction } from '@betang/platform';
import { Controller } from '@nestjs/common';
import { EventPattern } from '../events.js';
import { writeOrigins } from '../ledger/entry-origin.js';
import { LedgerBooking } from '../ledger/ledger-booking.js';
import { UNKNOWN_PERSON, type LedgerEntry } from '../ledger/ledger-entry.js';
import { ENTRY_COLUMNS } from '../ledger/ledger-rows.js';
import { loadPeople } from '../ledger/load-state.js';
import { lockPersons } from '../ledger/person-lock.js';
import { Pseudonyms } from '../sharing/pseudonyms.js';
import { openingBalances } from './opening-balance.js';
import { derivedId, handOver, takeIn, type HandedOverEntry, type OwnedEntry } from './hand-over.decision.js';

const ENTRIES = `SELECT ${ENTRY_COLUMNS},
    (SELECT o.origin_completion_id FROM entry_origin AS o WHERE o.completion_id = entry.completion_id) AS "originCompletionId",
    (SELECT o.former_region FROM entry_origin AS o WHERE o.completion_id = entry.completion_id) AS "formerRegion"
  FROM ledger_entry AS entry
 WHERE entry.employee_id = $1 AND entry.reverses_entry_id IS NULL
   AND NOT EXISTS (SELECT 1 FROM ledger_entry AS later WHERE later.reverses_entry_id = entry.entry_id)
 ORDER BY entry.seq`;

const KEEP_PART = `INSERT INTO transfer_part (transfer_id, part, parts, from_region, entries) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`;

/** Parts that came, from the region that identity names, and are not in the ledger yet. */
const READY = `SELECT p.part, p.parts, p.entries FROM transfer_part AS p JOIN transfer_in AS t USING (transfer_id)
 WHERE p.transfer_id = $1 AND NOT p.taken_in AND p.from_region = t.from_region ORDER BY p.part FOR UPDATE OF p`;

const BOOKED = `SELECT DISTINCT ON (l.completion_id) l.completion_id AS id, l.employee_id AS holder FROM ledger_entry AS l
 WHERE l.completion_id = ANY($1::uuid[]) OR l.completion_id IN (SELECT o.completion_id FROM entry_origin AS o WHERE o.reference = $2)`;

interface Arrival {
  readonly transferId: string;
  readonly employeeId: string;
  readonly formerPseudonym: string;
  readonly fromRegion: string;
}

/** The learning record of people who move (mutasi): handed over by the old region, taken in by the new one. The old region keeps its own. */
@Controller()
export class TransferHandlers {
  constructor(
    private readonly booking: LedgerBooking,
    private readonly outbox: Outbox,
    private readonly pseudonyms: Pseudonyms,
    private readonly config: RegionConfig,
  ) {}

  @EventPattern(EmployeeTransferredOut, 'process')
  async left(
    events: readonly ReceivedEvent<typeof EmployeeTransferredOut>[],
    { transaction }: EventBatch,
  ): Promise<void> {
    for (const { data } of events) {
      const { transferId, employeeId, toRegion } = data;
      await lockPersons(transaction, [employeeId]);
      const entries = await transaction.query<OwnedEntry>(ENTRIES, [employeeId]);
      const counted = entries.reduce((sum, entry) => sum + entry.counted, 0);
      const fresh = await transaction.execute(
        `INSERT INTO transfer_out (transfer_id, employee_id, to_region, entries, counted) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`,
        [transferId, employeeId, toRegion, entries.length, counted],
      );
      if (fresh === 0) continue;
      const parts = handOver(entries, this.config.region);
      const to = `to.${regionToken(toRegion)}` as const;
      const handed = parts.map((part, index) =>
        LearningRecordHandedOver.create({
          subject: transferId,
          to,
          data: {
            transferId,
            formerEmployeeId: employeeId,
            part: index + 1,
            parts: parts.length,
            entries: part,
            counted,
          },
        }),
      );
      await this.outbox.append(transaction, handed as unknown as NewEvent[]);
    }
  }

  @EventPattern(EmployeeTransferredIn, 'process')
  async arrived(
    events: readonly ReceivedEvent<typeof EmployeeTransferredIn>[],
    { transaction }: EventBatch,
  ): Promise<void> {
    for (const { data } of events) {
      const { transferId, employeeId, formerPseudonym, fromRegion } = data;
      await transaction.execute(
        `INSERT INTO transfer_in (transfer_id, employee_id, former_pseudonym, from_region) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
        [transferId, employeeId, formerPseudonym, fromRegion],
      );
      await this.takeInReady(transaction, transferId);
    }
  }

  @EventPattern(LearningRecordHandedOver, 'process')
  async handedOver(
    events: readonly ReceivedEvent<typeof LearningRecordHandedOver>[],
    { transaction }: EventBatch,
  ): Promise<void> {
    for (const { data, region } of events)
      await transaction.execute(KEEP_PART, [
        data.transferId,
        data.part,
        data.parts,
        region,
        JSON.stringify(data.entries),
      ]);
    for (const transferId of new Set(events.map(({ data }) => data.transferId)))
      await this.takeInReady(transaction, transferId);
  }

  /** Does nothing until both are there: identity's word whose record it is, and a part of it. */
  private async takeInReady(tx: Transaction, transferId: string): Promise<void> {
    const [arrival] = await tx.query<Arrival>(
      `SELECT transfer_id AS "transferId", employee_id AS "employeeId", former_pseudonym AS "formerPseudonym", from_region AS "fromRegion"
         FROM transfer_in WHERE transfer_id = $1 FOR UPDATE`,
      [transferId],
    );
    if (!arrival) return;
    const ready = await tx.query<{ part: number; parts: number; entries: HandedOverEntry[] }>(READY, [transferId]);
    if (ready.length === 0) return;
    await lockPersons(tx, [arrival.employeeId]);
    const entries = ready.flatMap((part) => part.entries);
    const lines = await this.book(tx, arrival, entries);
    await tx.execute(`UPDATE transfer_part SET taken_in = true WHERE transfer_id = $1 AND part = ANY($2::integer[])`, [
      transferId,
      ready.map(({ part }) => part),
    ]);
    const [row] = await tx.query<{ whole: boolean }>(
      `UPDATE transfer_in SET parts = $2, taken_in = taken_in + $3, counted = counted + $4,
         finished_at = CASE WHEN taken_in + $3 >= $2 THEN now() END
       WHERE transfer_id = $1 RETURNING finished_at IS NOT NULL AS whole`,
      [transferId, ready[0]!.parts, ready.length, lines.reduce((sum, { counted }) => sum + counted, 0)],
    );
    if (row?.whole) await this.outbox.append(tx, await openingBalances(tx, this.pseudonyms, transferId));
  }

  private async book(
    tx: Transaction,
    { transferId, employeeId, fromRegion }: Arrival,
    entries: readonly HandedOverEntry[],
  ): Promise<readonly LedgerEntry[]> {
    const ids = entries.map(({ completionId }) => completionId);
    const booked = await tx.query<{ id: string; holder: string }>(BOOKED, [ids, transferId]);
    const person = (await loadPeople(tx, [employeeId])).get(employeeId) ?? UNKNOWN_PERSON;
    const state = { booked: new Map(booked.map(({ id, holder }) => [id, holder])), person };
    const lines = takeIn(entries, { transferId, employeeId, eventId: transferId }, state);
    await this.booking.write(tx, lines, () => ({ causationId: transferId }));
    const origins = new Map(
      entries.flatMap((entry) => [
        [entry.completionId, entry] as const,
        [derivedId(transferId, entry.completionId), entry] as const,
      ]),
    );
    await writeOrigins(
      tx,
      lines.map(({ completionId }) => ({
        completionId,
        employeeId,
        kind: 'TRANSFER',
        reference: transferId,
        formerRegion: origins.get(completionId)?.originRegion ?? fromRegion,
        originCompletionId: origins.get(completionId)?.completionId ?? null,
        verifiedBy: null,
        verifiedByEmployee: null,
        verifiedAt: null,
        evidence: [],
      })),
    );
    return lines;
  }
}
