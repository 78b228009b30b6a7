import type { SqlClient, Transaction } from '../database/transaction.js';
import { currentRequest } from '../request/request-context.js';
import { digestChange } from './change-digest.js';

export interface AuditObject {
  /** Kind of record: `employee`, `ledger-entry`. */
  readonly type: string;
  /** Its opaque id; never a NIP. */
  readonly id: string;
}

export interface AuditRecord {
  /** Subject of the token, or the name of the process for what it does by itself. */
  readonly actor: string;
  /** What was done, as a verb and a noun: `verify-evidence`. */
  readonly action: string;
  readonly object: AuditObject;
  /** Why, in the actor's words, where a rule asks for a reason. Free text: must not name persons. */
  readonly reason?: string;
  readonly before?: Readonly<Record<string, unknown>>;
  readonly after?: Readonly<Record<string, unknown>>;
}

export interface PersonalDataRead {
  readonly actor: string;
  /** Whose data was read: opaque ids. */
  readonly subjects: readonly string[];
  readonly subjectType?: string;
  /** Purpose of the read, one of the service's declared ones (UU 27/2022, art. 28: limited and specific). */
  readonly purpose: string;
}

export interface AuditEntry {
  readonly id: string;
  readonly recordedAt: Date;
  readonly actor: string;
  readonly action: string;
  readonly object: AuditObject;
  readonly reason?: string;
  readonly requestId?: string;
  readonly change?: { readonly fields: readonly string[]; readonly before?: string; readonly after?: string };
}

export interface AuditFilter {
  readonly objectId?: string;
  readonly actor?: string;
  readonly action?: string;
  readonly from?: Date;
  readonly to?: Date;
  /** Entries beyond this id: the last one of the page before. */
  readonly before?: string;
  /** Newest first unless true. */
  readonly oldestFirst?: boolean;
  readonly limit: number;
}

const INSERT = `INSERT INTO audit_entry (actor, action, object_type, object_id, reason, request_id, change)
  VALUES ($1, $2, $3, $4, $5, $6, $7)`;
const INSERT_READS = `INSERT INTO audit_entry (actor, action, object_type, object_id, reason, request_id)
  SELECT $1, 'read-personal-data', $2, subject, $4, $5 FROM unnest($3::text[]) AS subject`;

/** The service's audit trail. The app role can add entries, and neither change nor delete one. */
export class Audit {
  /** Adds an entry in the transaction of what it tells of: there is never the one without the other. */
  async record(transaction: Pick<Transaction, 'prepared'>, record: AuditRecord): Promise<void> {
    await transaction.prepared('platform.audit.record', INSERT, valuesOf(record));
    currentRequest()?.command?.noteEntry(transaction);
  }

  /** Says of a command that it found everything as it was asked to be, so that there is nothing to tell of. */
  nothingChanged(transaction: Transaction): void {
    currentRequest()?.command?.noteNothingChanged(transaction);
  }

  /** Adds one entry for each person whose data is about to be shown; called before the answer leaves. */
  async recordRead(client: SqlClient, read: PersonalDataRead): Promise<void> {
    if (read.subjects.length === 0) return;
    const requestId = currentRequest()?.requestId ?? null;
    await client.execute(INSERT_READS, [
      read.actor,
      read.subjectType ?? 'employee',
      read.subjects,
      read.purpose,
      requestId,
    ]);
  }

  /** Entries for an auditor, newest first unless asked otherwise. */
  async entries(client: SqlClient, filter: AuditFilter): Promise<AuditEntry[]> {
    const [beyond, order] = filter.oldestFirst === true ? ['>', 'ASC'] : ['<', 'DESC'];
    const rows = await client.query<AuditRow>(
      `SELECT id, recorded_at, actor, action, object_type, object_id, reason, request_id, change FROM audit_entry
        WHERE ($1::text IS NULL OR object_id = $1) AND ($2::text IS NULL OR actor = $2)
          AND ($3::timestamptz IS NULL OR recorded_at >= $3) AND ($4::timestamptz IS NULL OR recorded_at < $4)
          AND ($5::bigint IS NULL OR id ${beyond} $5) AND ($7::text IS NULL OR action = $7)
        ORDER BY id ${order} LIMIT $6`,
      [filter.objectId, filter.actor, filter.from, filter.to, filter.before, filter.limit, filter.action],
    );
    return rows.map(entryOf);
  }
}

/** The columns of an entry in the order of {@link INSERT}. */
function valuesOf(record: AuditRecord): readonly unknown[] {
  const change = digestChange(record.before, record.after);
  return [
    record.actor,
    record.action,
    record.object.type,
    record.object.id,
    record.reason ?? null,
    currentRequest()?.requestId ?? null,
    change === undefined ? null : JSON.stringify(change),
  ];
}

interface AuditRow {
  readonly id: string;
  readonly recorded_at: Date;
  readonly actor: string;
  readonly action: string;
  readonly object_type: string;
  readonly object_id: string;
  readonly reason: string | null;
  readonly request_id: string | null;
  readonly change: AuditEntry['change'] | null;
}

function entryOf(row: AuditRow): AuditEntry {
  return {
    id: row.id,
    recordedAt: row.recorded_at,
    actor: row.actor,
    action: row.action,
    object: { type: row.object_type, id: row.object_id },
    ...(row.reason === null ? {} : { reason: row.reason }),
    ...(row.request_id === null ? {} : { requestId: row.request_id }),
    ...(row.change === null ? {} : { change: row.change }),
  };
}
