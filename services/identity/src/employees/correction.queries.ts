import { decodeCursor, pageOf, type Page, type SqlClient } from '@betang/platform';
import type { VisibleUnits } from '../organisation/unit-access.js';
import { problemText } from '../roster-file/problem-texts.js';
import type { CorrectionAnswer, CorrectionQuery, CorrectionView } from './correction.dto.js';

const SELECT = `SELECT c.correction_id AS "correctionId", c.kind, c.state, c.employee_id AS "employeeId", e.name, a.name AS "agencyName",
  c.detail->>'otherName' AS "otherName", c.import_id AS "importId", c.row_number AS "rowNumber", c.opened_at AS "openedAt", c.detail
  FROM correction c JOIN employee e USING (employee_id) JOIN org_unit u ON u.unit_id = e.unit_id JOIN org_unit a ON a.unit_id = e.agency_id`;

type CorrectionRow = Omit<CorrectionView, 'message' | 'remedy'> & { readonly detail: { readonly row?: number } };

/** The queue, oldest first, as far as the caller's units reach. */
export async function listCorrections(
  db: SqlClient,
  query: CorrectionQuery,
  visible: VisibleUnits,
): Promise<Page<CorrectionView>> {
  const after = decodeCursor(query.cursor, 2);
  const rows = await db.query<CorrectionRow>(
    `${SELECT} WHERE c.state = $1 AND ($2::text IS NULL OR c.kind = $2) AND ($3::uuid[] IS NULL OR u.path && $3) AND ($4::uuid IS NULL OR u.path @> ARRAY[$4])
        AND ($5::timestamptz IS NULL OR (c.opened_at, c.correction_id) > ($5, $6::uuid))
      ORDER BY c.opened_at, c.correction_id LIMIT $7`,
    [
      query.state,
      query.kind ?? null,
      visible,
      query.under ?? null,
      after?.[0] ?? null,
      after?.[1] ?? null,
      query.limit + 1,
    ],
  );
  const page = pageOf(rows, query.limit, (row) => [row.openedAt.toISOString(), row.correctionId]);
  return { ...page, items: page.items.map(view) };
}

/** Closes an open entry; false when there is none that the caller may see. A wrong source stays dismissed, so that it is not queued at every import. */
export async function settleCorrection(
  db: SqlClient,
  input: { correctionId: string; answer: CorrectionAnswer; note: string | undefined; by: string },
  visible: VisibleUnits,
): Promise<boolean> {
  const state = input.answer === 'SOURCE_WRONG' ? 'DISMISSED' : 'SETTLED';
  const settled = await db.execute(
    `UPDATE correction c SET state = $2, settled_at = now(), settled_by = $3, note = $4, detail = detail || jsonb_build_object('answer', $5::text)
       FROM employee e JOIN org_unit u ON u.unit_id = e.unit_id
      WHERE c.correction_id = $1 AND c.state = 'OPEN' AND e.employee_id = c.employee_id AND ($6::uuid[] IS NULL OR u.path && $6)`,
    [input.correctionId, state, input.by, input.note ?? null, input.answer, visible],
  );
  return settled === 1;
}

function view({ detail, ...row }: CorrectionRow): CorrectionView {
  return { ...row, ...problemText({ code: row.kind, params: { row: detail.row ?? row.rowNumber ?? 0 } }) };
}
