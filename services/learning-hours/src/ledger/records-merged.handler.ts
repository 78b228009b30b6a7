import { EmployeeRecordsMerged } from '@betang/contracts';
import type { EventBatch, ReceivedEvent } from '@betang/messaging';
import { carryReads, type Transaction } from '@betang/platform';
import { Controller } from '@nestjs/common';
import { EventPattern } from '../events.js';
import { causesOf } from './event-causes.js';
import { LedgerBooking, type CauseOf } from './ledger-booking.js';
import { noteJoined } from './joined-records.js';
import type { LedgerEntry } from './ledger-entry.js';
import { ENTRY_COLUMNS } from './ledger-rows.js';
import { loadCapped, loadPeople } from './load-state.js';
import { mergeRecords } from './merge-records.decision.js';
import { lockPersons } from './person-lock.js';

const ENTRIES = `SELECT ${ENTRY_COLUMNS} FROM ledger_entry AS entry
 WHERE entry.employee_id = $1 AND entry.reverses_entry_id IS NULL
   AND NOT EXISTS (SELECT 1 FROM ledger_entry AS later WHERE later.reverses_entry_id = entry.entry_id)
 ORDER BY entry.seq`;

/** What else belongs to a person here and follows to the record that stays. */
const FOLLOWING = ['claim', 'later_use', 'certificate_use', 'siasn_link', 'transfer_in', 'transfer_out'];

/** Two records turned out to be one person: hours, claims and later uses go to the one that stays. */
@Controller()
export class RecordsMergedHandler {
  constructor(private readonly booking: LedgerBooking) {}

  @EventPattern(EmployeeRecordsMerged, 'process')
  async merged(
    events: readonly ReceivedEvent<typeof EmployeeRecordsMerged>[],
    { transaction }: EventBatch,
  ): Promise<void> {
    const causeOf = causesOf(events);
    for (const event of events) await this.merge(transaction, event, causeOf);
  }

  private async merge(
    tx: Transaction,
    event: ReceivedEvent<typeof EmployeeRecordsMerged>,
    causeOf: CauseOf,
  ): Promise<void> {
    const { employeeId, mergedEmployeeId } = event.data;
    await lockPersons(tx, [employeeId, mergedEmployeeId]);
    await carryReads(tx, { type: 'employee', id: mergedEmployeeId }, employeeId);
    const entries = await tx.query<LedgerEntry>(ENTRIES, [mergedEmployeeId]);
    const buckets = entries.map(({ pathCode }) => ({ employeeId, pathCode }));
    const capped = [...(await loadCapped(tx, buckets)).values()].flat();
    const people = await loadPeople(tx, [employeeId, mergedEmployeeId]);
    const lines = mergeRecords(entries, { employeeId, capped, people }, event.id);
    const actor = causeOf(event.id).actor ?? null;
    const why = { eventId: event.id, actor, actorEmployee: null, reason: null, note: null };
    await this.booking.write(tx, lines, causeOf, [why]);
    await noteJoined(tx, employeeId, mergedEmployeeId);
    for (const table of FOLLOWING)
      await tx.execute(`UPDATE ${table} SET employee_id = $1 WHERE employee_id = $2`, [employeeId, mergedEmployeeId]);
    await tx.execute('UPDATE reminder_date SET set_by_employee = $1 WHERE set_by_employee = $2', [
      employeeId,
      mergedEmployeeId,
    ]);
  }
}
