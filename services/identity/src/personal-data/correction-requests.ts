import { newId } from '@betang/contracts';
import type { SqlClient } from '@betang/platform';
import type { AskedField, CorrectionRequestView } from './personal-data.dto.js';

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
     ON CONFLICT (kind, employee_id) WHERE state = 'OPEN' DO UPDATE SET detail = excluded.detail, opened_at = now()
     RETURNING correction_id AS id`,
    [newId(), `${ASKED}.${field}`, employeeId, text],
  );
  return row!.id;
}

/** A person's own requests, newest first. */
export function listRequests(db: SqlClient, employeeId: string): Promise<CorrectionRequestView[]> {
  return db.query<CorrectionRequestView>(
    `SELECT correction_id AS "correctionId", substr(kind, length($2) + 2) AS field, detail->>'request' AS text, state, opened_at AS "askedAt",
            settled_at AS "settledAt", note
       FROM correction WHERE employee_id = $1 AND starts_with(kind, $2 || '.') ORDER BY opened_at DESC, correction_id`,
    [employeeId, ASKED],
  );
}
