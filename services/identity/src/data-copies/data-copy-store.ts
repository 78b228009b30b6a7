import {
  ListQuery,
  type ListDefinition,
  type ListRow,
  type Page,
  type PageQuery,
  type SqlClient,
} from '@betang/platform';
import type { CopyPart } from './gather-records.js';

/** Type of the record that a copy's file belongs to. */
export const COPY_OWNER = 'data-copy';

/** A copy of all that the region's services keep of a person, for that person. */
export interface DataCopyRow {
  readonly copyId: string;
  readonly state: 'GATHERING' | 'READY' | 'PARTIAL' | 'FAILED';
  readonly requestedAt: Date;
  readonly finishedAt: Date | null;
  readonly parts: readonly CopyPart[];
  readonly sha256: string | null;
  readonly bytes: number | null;
}

const COLUMNS = `copy_id AS "copyId", state, requested_at AS "requestedAt", finished_at AS "finishedAt", parts, sha256, bytes::float8 AS bytes`;

const COPIES: ListDefinition = {
  select: `SELECT ${COLUMNS} FROM data_copy`,
  // Ids grow with time.
  sorts: { requestedAt: { sql: 'copy_id', type: 'uuid' } },
  defaultSort: '-requestedAt',
  key: { sql: 'copy_id', type: 'uuid' },
};

/** Begins a copy; one that is under way for the same account is answered instead. */
export async function beginCopy(
  tx: SqlClient,
  copy: { readonly copyId: string; readonly requestedBy: string; readonly employeeId: string | null },
): Promise<string> {
  const [row] = await tx.query<{ id: string }>(
    `INSERT INTO data_copy AS c (copy_id, requested_by, employee_id) VALUES ($1, $2, $3)
     ON CONFLICT (requested_by) WHERE state = 'GATHERING' DO UPDATE SET requested_by = c.requested_by RETURNING copy_id AS id`,
    [copy.copyId, copy.requestedBy, copy.employeeId],
  );
  return row!.id;
}

/** Ends a copy that is under way; false when it has ended meanwhile. */
export async function finishCopy(
  tx: SqlClient,
  copyId: string,
  end: Pick<DataCopyRow, 'state' | 'parts' | 'sha256' | 'bytes'>,
): Promise<boolean> {
  const finished = await tx.execute(
    `UPDATE data_copy SET state = $2, parts = $3, sha256 = $4, bytes = $5, finished_at = now() WHERE copy_id = $1 AND state = 'GATHERING'`,
    [copyId, end.state, JSON.stringify(end.parts), end.sha256, end.bytes],
  );
  return finished === 1;
}

/** Ends copies that a process left behind when it ended: the token that they were gathered with is gone. */
export async function failLost(db: SqlClient, minutes: number): Promise<void> {
  await db.execute(
    `UPDATE data_copy SET state = 'FAILED', finished_at = now() WHERE state = 'GATHERING' AND requested_at < now() - make_interval(mins => $1)`,
    [minutes],
  );
}

/** Copies of an account, the newest first. */
export async function listCopies(db: SqlClient, requestedBy: string, query: PageQuery): Promise<Page<DataCopyRow>> {
  const list = new ListQuery(COPIES, query).where('requested_by = ?', requestedBy).build();
  return list.page(await db.query<DataCopyRow & ListRow>(list.text, list.values));
}

/** A copy, for the account that asked for it; undefined for everybody else. */
export async function findCopy(db: SqlClient, copyId: string, requestedBy: string): Promise<DataCopyRow | undefined> {
  const [row] = await db.query<DataCopyRow>(
    `SELECT ${COLUMNS} FROM data_copy WHERE copy_id = $1 AND requested_by = $2`,
    [copyId, requestedBy],
  );
  return row;
}

/** Whether a copy is about this very record: an account that was joined to another record, or parted from it again, has no right to the other one's. */
export async function isCopyOf(db: SqlClient, copyId: string, employeeId: string | undefined): Promise<boolean> {
  const rows = await db.query(
    'SELECT 1 FROM data_copy WHERE copy_id = $1 AND employee_id IS NOT DISTINCT FROM $2::uuid',
    [copyId, employeeId ?? null],
  );
  return rows.length > 0;
}
