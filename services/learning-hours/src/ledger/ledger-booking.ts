import type { Cause } from '@betang/contracts';
import { Outbox } from '@betang/messaging';
import type { Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { ConversionRules } from '../conversion/conversion-rules.js';
import type { RuleBook } from '../conversion/rule-book.js';
import { Pseudonyms } from '../sharing/pseudonyms.js';
import { findStaying } from './joined-records.js';
import type { LedgerEntry } from './ledger-entry.js';
import { eventsOf } from './ledger-events.js';
import { INSERT_ENTRIES, entryParameters } from './ledger-rows.js';
import { loadBooked, loadCapped, loadInForce, loadPeople, loadTaken, type RoomQuery } from './load-state.js';
import { writeLineCauses, type NewLineCause } from './line-cause.js';
import { MovedPeople } from './moved-people.js';
import { lockPersons } from './person-lock.js';
import { addToPersonYears, openYears } from './person-years.js';
import { recordCompletions, type CompletionFact } from './record-completions.decision.js';
import { revokeCompletions } from './revoke-completions.decision.js';

/** Why an entry was made, to be passed on to the events that tell of it. */
export type CauseOf = (eventId: string) => Cause;

/** A revocation as it is told. */
export interface Revocation {
  readonly eventId: string;
  readonly completionId: string;
  readonly employeeId: string;
  readonly reason: string;
  readonly kind?: 'REVOKED' | 'DOUBLE';
  /** What whoever took it back adds to the reason. */
  readonly note?: string;
  /** Employee who took it back, where it was someone of this region. */
  readonly byEmployee?: string;
}

const INSERT_REVOCATIONS = `INSERT INTO completion_revocation (completion_id, employee_id, reason, event_id, kind)
  SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[]) ON CONFLICT DO NOTHING`;

/** Writes the ledger: lines, the persons' years and the events that tell of them, at home and where a person moved to, in the caller's transaction. */
@Injectable()
export class LedgerBooking {
  private readonly openedYears = new Set<number>();

  constructor(
    private readonly rules: ConversionRules,
    private readonly outbox: Outbox,
    private readonly pseudonyms: Pseudonyms,
    private readonly moved: MovedPeople,
  ) {}

  /**
   * Books completions; one that is booked already does nothing. One of a record that was joined with another is the other's: the service that tells of it had
   * not heard of that yet. A few statements for the whole batch, whatever its size.
   */
  async record(tx: Transaction, facts: readonly CompletionFact[], causeOf: CauseOf): Promise<readonly LedgerEntry[]> {
    const completions = facts.map(({ completion }) => completion);
    const employeeIds = completions.map(({ employeeId }) => employeeId);
    const expected = this.rules.expected;
    // Sent together: each statement after the lock sees what was committed when the lock was given.
    const [, staying, { booked, revoked, rulesVersion }, people, takenAsExpected] = await Promise.all([
      lockPersons(tx, employeeIds),
      findStaying(tx, employeeIds),
      loadBooked(
        tx,
        completions.map(({ completionId }) => completionId),
      ),
      loadPeople(tx, employeeIds),
      expected && loadTaken(tx, roomQueries(facts, expected)),
    ]);
    if (staying.size > 0) return this.record(tx, facts.map(ofStaying(staying)), causeOf);
    const fresh = facts.filter(({ completion }) => !booked.has(completion.completionId));
    if (fresh.length === 0) return [];
    const rules = await this.rules.bookAt(tx, rulesVersion);
    const taken =
      rules === expected && takenAsExpected ? takenAsExpected : await loadTaken(tx, roomQueries(fresh, rules));
    const lines = recordCompletions(fresh, { booked, revoked, taken, people }, rules);
    await this.write(tx, lines, causeOf);
    return lines;
  }

  /** Takes completions back; a revocation of what is not booked is kept until the completion comes. */
  async revoke(tx: Transaction, facts: readonly Revocation[], causeOf: CauseOf): Promise<readonly LedgerEntry[]> {
    await lockPersons(
      tx,
      facts.map(({ employeeId }) => employeeId),
    );
    await tx.execute(INSERT_REVOCATIONS, [
      facts.map(({ completionId }) => completionId),
      facts.map(({ employeeId }) => employeeId),
      facts.map(({ reason }) => reason),
      facts.map(({ eventId }) => eventId),
      facts.map(({ kind }) => kind ?? 'REVOKED'),
    ]);
    await writeLineCauses(
      tx,
      facts.map((fact) => causeOfRevocation(fact, causeOf)),
    );
    const inForce = await this.loadLocked(tx, facts);
    if (inForce.size === 0) return [];
    const entries = [...inForce.values()];
    const people = await loadPeople(
      tx,
      entries.map(({ employeeId }) => employeeId),
    );
    const capped = await loadCapped(
      tx,
      entries.filter(({ cap }) => cap),
    );
    const lines = revokeCompletions(facts, { inForce, capped, people });
    await this.write(tx, lines, causeOf);
    return lines;
  }

  /** Entries in force; an entry that moved to another record of its person since is locked under that one too. */
  private async loadLocked(tx: Transaction, facts: readonly Revocation[]): Promise<ReadonlyMap<string, LedgerEntry>> {
    const completionIds = facts.map(({ completionId }) => completionId);
    const named = new Set(facts.map(({ employeeId }) => employeeId));
    const inForce = await loadInForce(tx, completionIds);
    const moved = [...inForce.values()].map(({ employeeId }) => employeeId).filter((id) => !named.has(id));
    if (moved.length === 0) return inForce;
    await lockPersons(tx, moved);
    return loadInForce(tx, completionIds);
  }

  /** Writes lines that were decided elsewhere, under the locks of their persons; `why` they take back or count anew, where that is known. */
  async write(
    tx: Transaction,
    lines: readonly LedgerEntry[],
    causeOf: CauseOf,
    why: readonly NewLineCause[] = [],
  ): Promise<void> {
    if (lines.length === 0) return;
    await writeLineCauses(tx, why);
    await this.countYears(tx, lines);
    const [away] = await Promise.all([
      this.moved.destinations(
        tx,
        lines.map(({ employeeId }) => employeeId),
      ),
      tx.prepared('ledger-insert', INSERT_ENTRIES, entryParameters(lines)),
      addToPersonYears(tx, lines),
      this.outbox.append(
        tx,
        eventsOf(lines, this.pseudonyms, (line) => causeOf(line.eventId)),
      ),
    ]);
    if (away.size > 0) await this.moved.tell(tx, away);
  }

  private async countYears(tx: Transaction, lines: readonly LedgerEntry[]): Promise<void> {
    const years = [...new Set(lines.map(({ year }) => year))].filter((year) => !this.openedYears.has(year));
    if (years.length === 0) return;
    await openYears(tx, years);
    tx.afterCommit(() => years.forEach((year) => this.openedYears.add(year)));
  }
}

function ofStaying(staying: ReadonlyMap<string, string>): (fact: CompletionFact) => CompletionFact {
  return (fact) => {
    const employeeId = staying.get(fact.completion.employeeId);
    return employeeId === undefined ? fact : { ...fact, completion: { ...fact.completion, employeeId } };
  };
}

function causeOfRevocation(fact: Revocation, causeOf: CauseOf): NewLineCause {
  const { eventId, reason, note, byEmployee } = fact;
  return {
    eventId,
    actor: causeOf(eventId).actor ?? null,
    actorEmployee: byEmployee ?? null,
    reason,
    note: note ?? null,
  };
}

/** Only trainings whose rule has a cap need to know what others have taken. */
function roomQueries(facts: readonly CompletionFact[], rules: RuleBook): RoomQuery[] {
  return facts.flatMap(({ completion: { employeeId, pathCode, startedOn, completedOn } }) => {
    const cap = rules.find(pathCode, completedOn)?.cap;
    return cap ? [{ employeeId, pathCode, startedOn, completedOn, period: cap.period }] : [];
  });
}
