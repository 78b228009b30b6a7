import { newId } from '@betang/contracts';
import { ListQuery, type ListDefinition, type ListRow, type Page, type SqlClient } from '@betang/platform';
import type { AskedField, CorrectionRequestQuery, CorrectionRequestView } from './personal-data.dto.js';

/** Kind of the queue's entries that come from the persons themselves, with the field behind it. */
export const ASKED = 'person.asks';

/** Queues a person's request; a second one about the same field takes the place of the open first. Answers its id. */
export async function askForCorrection(
  tx: SqlClient,
  employeeId: string,
  { field, text }: { readonly field: AskedField; readonly text: string },
): Promise<string> {
  const [row] = await tx.query<{ id: string }>(
    `INSERT INTO correction (correction_id, kind, employee_id, detail) VALUES ($1, $2, $3, jsonb_build_object('request', $4::text))
     ON CONFLICT (kind, employee_id) WHERE state = 'OPEN' DO UPDATE SET detail = excluded.detail
     RETURNING correction_id AS id`,
    [newId(), `${ASKED}.${field}`, employeeId, text],
  );
  return row!.id;
}

const COLUMNS = `correction_id AS "correctionId", substr(kind, ${ASKED.length + 2}) AS field, detail->>'request' AS text, state, opened_at AS "askedAt",
  settled_at AS "settledAt", note`;
const LIST: ListDefinition = {
  select: `SELECT ${COLUMNS} FROM correction`,
  sorts: { askedAt: { sql: 'opened_at', type: 'timestamptz' } },
  defaultSort: '-askedAt',
  key: { sql: 'correction_id', type: 'uuid' },
};

/** A page of a person's own requests, newest first; none of who is no employee. */
export async function listRequests(
  db: SqlClient,
  employeeId: string | undefined,
  query: CorrectionRequestQuery,
): Promise<Page<CorrectionRequestView>> {
  const list = new ListQuery(LIST, query)
    .where('employee_id = ?', employeeId ?? null)
    .where(`starts_with(kind, '${ASKED}.')`)
    .where('state = ?', query.state)
    .build();
  return list.page(await db.query<CorrectionRequestView & ListRow>(list.text, list.values));
}

/** All of a person's own requests, newest first. */
export function loadRequests(db: SqlClient, employeeId: string): Promise<CorrectionRequestView[]> {
  return db.query<CorrectionRequestView>(
    `SELECT ${COLUMNS} FROM correction WHERE employee_id = $1 AND starts_with(kind, '${ASKED}.') ORDER BY opened_at DESC, correction_id`,
    [employeeId],
  );
}
