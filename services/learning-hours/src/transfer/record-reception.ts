import type { EventData, LaterHoursHandedOver, LearningRecordHandedOver } from '@betang/contracts';
import { Outbox, type ReceivedEvent } from '@betang/messaging';
import type { Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { writeOrigins } from '../ledger/entry-origin.js';
import { LedgerBooking } from '../ledger/ledger-booking.js';
import { UNKNOWN_PERSON, type LedgerEntry } from '../ledger/ledger-entry.js';
import { loadCapped, loadPeople } from '../ledger/load-state.js';
import { lockPersons } from '../ledger/person-lock.js';
import { Pseudonyms } from '../sharing/pseudonyms.js';
import { derivedId, takeIn, type HandedOverEntry } from './hand-over.decision.js';
import { HandedOverCertificates } from './handed-over-certificates.js';
import { LaterHours } from './later-hours.js';
import { besideOthers, followUp, type Standing } from './later-hours.decision.js';
import { openingBalances } from './opening-balance.js';

const KEEP_PARTS = `INSERT INTO transfer_part (transfer_id, part, parts, from_region, entries)
  SELECT * FROM unnest($1::uuid[], $2::integer[], $3::integer[], $4::text[], $5::jsonb[]) ON CONFLICT DO NOTHING`;

/** The newest word on a completion, whatever the order in which words come. */
const KEEP_CHANGES = `INSERT INTO later_hours AS l (transfer_id, from_region, completion_id, revision, entry, reason, event_id)
  SELECT DISTINCT ON (t, r, c) t, r, c, v, e, w, i
    FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::integer[], $5::jsonb[], $6::text[], $7::text[]) AS u(t, r, c, v, e, w, i)
   ORDER BY t, r, c, v DESC
  ON CONFLICT (transfer_id, from_region, completion_id) DO UPDATE SET revision = excluded.revision, entry = excluded.entry, reason = excluded.reason,
    event_id = excluded.event_id, applied = false
  WHERE excluded.revision > l.revision`;

const ARRIVAL = `SELECT transfer_id AS "transferId", employee_id AS "employeeId", from_region AS "fromRegion", finished_at IS NOT NULL AS whole
  FROM transfer_in WHERE transfer_id = $1 FOR UPDATE`;

/** Parts that came, from the region that identity names, and are not in the ledger yet. */
const READY = `SELECT p.part, p.parts, p.entries FROM transfer_part AS p JOIN transfer_in AS t USING (transfer_id)
 WHERE p.transfer_id = $1 AND NOT p.taken_in AND p.from_region = t.from_region ORDER BY p.part FOR UPDATE OF p`;

const PENDING = `SELECT completion_id AS "originId", entry, reason, event_id AS "eventId" FROM later_hours
 WHERE transfer_id = $1 AND from_region = $2 AND NOT applied ORDER BY completion_id FOR UPDATE`;
const APPLIED = `UPDATE later_hours SET applied = true, entry = NULL WHERE transfer_id = $1 AND from_region = $2 AND NOT applied`;

const BOOKED = `SELECT DISTINCT ON (l.completion_id) l.completion_id AS id, l.employee_id AS holder FROM ledger_entry AS l
 WHERE l.completion_id = ANY($1::uuid[]) OR l.completion_id IN (SELECT o.completion_id FROM entry_origin AS o WHERE o.reference = $2)`;

/** The person's own completions of these origins: under the same id, or under another one where that was taken. */
const STANDING = `SELECT DISTINCT ON (u.c) u.c AS "originId", l.completion_id AS "completionId", l.ordinal, l.source FROM unnest($2::uuid[]) AS u(c)
  JOIN LATERAL (SELECT e.completion_id, e.ordinal, e.source FROM ledger_entry AS e WHERE e.completion_id = u.c AND e.employee_id = $1
     UNION ALL SELECT e.completion_id, e.ordinal, e.source FROM entry_origin AS o JOIN ledger_entry AS e USING (completion_id)
      WHERE o.origin_completion_id = u.c AND o.completion_id <> u.c AND e.employee_id = $1) AS l ON true
 ORDER BY u.c, l.completion_id, l.ordinal DESC`;

interface Arrival {
  readonly transferId: string;
  readonly employeeId: string;
  readonly fromRegion: string;
  readonly whole: boolean;
}

interface Pending {
  readonly originId: string;
  readonly entry: HandedOverEntry | null;
  readonly reason: string | null;
  readonly eventId: string;
}

/** Takes the record of people in who came from another region, and what that region learned of them afterwards. */
@Injectable()
export class RecordReception {
  constructor(
    private readonly booking: LedgerBooking,
    private readonly outbox: Outbox,
    private readonly pseudonyms: Pseudonyms,
    private readonly certificates: HandedOverCertificates,
    private readonly later: LaterHours,
  ) {}

  async keepParts(tx: Transaction, events: readonly ReceivedEvent<typeof LearningRecordHandedOver>[]): Promise<void> {
    await tx.execute(KEEP_PARTS, [
      events.map(({ data }) => data.transferId),
      events.map(({ data }) => data.part),
      events.map(({ data }) => data.parts),
      events.map(({ region }) => region),
      events.map(({ data }) => JSON.stringify(data.entries)),
    ]);
  }

  async keepChanges(tx: Transaction, events: readonly ReceivedEvent<typeof LaterHoursHandedOver>[]): Promise<void> {
    type Row = EventData<typeof LaterHoursHandedOver>['changes'][number] & {
      transferId: string;
      region: string;
      eventId: string;
    };
    const rows = events.flatMap(({ id, region, data }) =>
      data.changes.map((change): Row => ({ ...change, transferId: data.transferId, region, eventId: id })),
    );
    await tx.execute(KEEP_CHANGES, [
      rows.map(({ transferId }) => transferId),
      rows.map(({ region }) => region),
      rows.map(({ completionId }) => completionId),
      rows.map(({ revision }) => revision),
      rows.map(({ entry }) => (entry === null ? null : JSON.stringify(entry))),
      rows.map(({ reason }) => reason),
      rows.map(({ eventId }) => eventId),
    ]);
  }

  /** Does nothing until identity's word whose record it is and the record itself are there; `eventId` is what made it look. */
  async settle(tx: Transaction, transferId: string, eventId: string): Promise<void> {
    const [arrival] = await tx.query<Arrival>(ARRIVAL, [transferId]);
    if (!arrival) return;
    await lockPersons(tx, [arrival.employeeId]);
    const whole = (await this.takeInParts(tx, arrival, eventId)) || arrival.whole;
    const changed = whole && (await this.applyChanges(tx, arrival));
    // Who has moved on since is followed there.
    if (whole && (await this.certificates.apply(tx, transferId, arrival.fromRegion)))
      await this.later.tell(tx, await this.later.destinations(tx, [arrival.employeeId]));
    if (changed || (whole && !arrival.whole))
      await this.outbox.append(tx, await openingBalances(tx, this.pseudonyms, transferId));
  }

  /** Answers whether the record is whole by them. */
  private async takeInParts(tx: Transaction, arrival: Arrival, eventId: string): Promise<boolean> {
    const { transferId } = arrival;
    const ready = await tx.query<{ part: number; parts: number; entries: HandedOverEntry[] }>(READY, [transferId]);
    if (ready.length === 0) return false;
    const entries = ready.flatMap((part) => part.entries);
    const lines = takeIn(entries, { ...arrival, eventId }, await this.stateOf(tx, arrival, entries));
    await this.write(tx, arrival, entries, lines);
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
    return row?.whole === true;
  }

  /** Answers whether there were any. */
  private async applyChanges(tx: Transaction, arrival: Arrival): Promise<boolean> {
    const { transferId, employeeId, fromRegion } = arrival;
    const pending = await tx.query<Pending>(PENDING, [transferId, fromRegion]);
    if (pending.length === 0) return false;
    const ids = pending.map(({ originId }) => originId);
    const found = await tx.query<Standing & { originId: string }>(STANDING, [employeeId, ids]);
    const standing = new Map(found.map((row) => [row.originId, row]));
    const meaning = (change: Pending) => followUp(change, standing.get(change.originId));
    const back = pending.filter((change) => meaning(change) === 'TAKE_BACK');
    if (back.length > 0)
      await this.booking.revoke(
        tx,
        back.map(({ originId, eventId, reason }) => {
          const { completionId } = standing.get(originId)!;
          return { eventId, completionId, employeeId, reason: reason ?? fromRegion };
        }),
        causedBy,
      );
    await this.bookLater(
      tx,
      arrival,
      pending.filter((change) => meaning(change) === 'BOOK'),
    );
    await tx.execute(APPLIED, [transferId, fromRegion]);
    return true;
  }

  private async bookLater(tx: Transaction, arrival: Arrival, changes: readonly Pending[]): Promise<void> {
    const entries = changes.map(({ entry }) => entry!);
    if (entries.length === 0) return;
    const state = await this.stateOf(tx, arrival, entries);
    const lines = changes.flatMap(({ entry, eventId }) => takeIn([entry!], { ...arrival, eventId }, state));
    const buckets = lines.map(({ employeeId, pathCode }) => ({ employeeId, pathCode }));
    const others = [...(await loadCapped(tx, buckets)).values()].flat();
    await this.write(tx, arrival, entries, besideOthers(lines, others));
  }

  private async stateOf(tx: Transaction, { transferId, employeeId }: Arrival, entries: readonly HandedOverEntry[]) {
    const ids = entries.map(({ completionId }) => completionId);
    const booked = await tx.query<{ id: string; holder: string }>(BOOKED, [ids, transferId]);
    const person = (await loadPeople(tx, [employeeId])).get(employeeId) ?? UNKNOWN_PERSON;
    return { booked: new Map(booked.map(({ id, holder }) => [id, holder])), person };
  }

  /** Origins first: where the person has moved on since, what is told there names them. */
  private async write(
    tx: Transaction,
    { transferId, employeeId, fromRegion }: Arrival,
    entries: readonly HandedOverEntry[],
    lines: readonly LedgerEntry[],
  ): Promise<void> {
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
        originEventId: origins.get(completionId)?.originEventId ?? null,
        verifiedBy: null,
        verifiedByEmployee: null,
        verifiedAt: null,
        evidence: [],
      })),
    );
    await this.booking.write(tx, lines, causedBy);
  }
}

const causedBy = (eventId: string) => ({ causationId: eventId });
