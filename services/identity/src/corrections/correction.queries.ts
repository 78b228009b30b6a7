import { decodeCursor, pageOf, type Page, type SqlClient } from '@betang/platform';
import type { VisibleUnits } from '../organisation/unit-access.js';
import { problemText } from '../roster-file/problem-texts.js';
import type { OpenCorrection } from './correction-resolver.js';
import type { CorrectionAnswer, CorrectionCount, CorrectionQuery, CorrectionView } from './correction.dto.js';
import { loadFacts, type CorrectionFacts } from './correction-facts.js';
import { actionsFor } from './resolution.js';

const SELECT = `SELECT c.correction_id AS "correctionId", c.kind, c.state, c.employee_id AS "employeeId", coalesce(e.name, c.detail->>'otherName') AS name,
  coalesce(a.name, c.row_entry->>'agency') AS "agencyName", CASE WHEN c.employee_id IS NOT NULL THEN c.detail->>'otherName' END AS "otherName",
  c.detail->>'unitName' AS "unitName", c.detail->>'request' AS request, c.import_id AS "importId", c.row_number % 2000000 AS "rowNumber", c.opened_at AS "openedAt", c.detail
  FROM correction c LEFT JOIN employee e USING (employee_id) LEFT JOIN org_unit u ON u.unit_id = coalesce(e.unit_id, c.agency_id)
  LEFT JOIN org_unit a ON a.unit_id = coalesce(e.agency_id, c.agency_id)`;

type CorrectionRow = Omit<CorrectionView, 'message' | 'remedy' | 'actions' | keyof CorrectionFacts> & {
  /** The row that had the number first, with its sheet where several were read. */
  readonly detail: { readonly firstRow?: string };
};

/** The queue, oldest first, as far as the caller's units reach. */
export async function listCorrections(
  db: SqlClient,
  query: CorrectionQuery,
  visible: VisibleUnits,
  keeps: VisibleUnits,
): Promise<Page<CorrectionView>> {
  const after = decodeCursor(query.cursor, 2);
  const [order, beyond] = query.sort === '-openedAt' ? ['DESC', '<'] : ['ASC', '>'];
  const rows = await db.query<CorrectionRow>(
    `${SELECT} WHERE c.state = $1 AND ($2::text IS NULL OR c.kind = $2) AND ($3::uuid[] IS NULL OR u.path && $3) AND ($4::uuid IS NULL OR u.path @> ARRAY[$4])
        AND ($5::timestamptz IS NULL OR (date_trunc('milliseconds', c.opened_at), c.correction_id) ${beyond} ($5, $6::uuid)) AND ($8::uuid IS NULL OR c.import_id = $8)
      ORDER BY date_trunc('milliseconds', c.opened_at) ${order}, c.correction_id ${order} LIMIT $7`,
    [
      query.state,
      query.kind ?? null,
      visible,
      query.under ?? null,
      after?.[0] ?? null,
      after?.[1] ?? null,
      query.limit + 1,
      query.importId ?? null,
    ],
  );
  const page = pageOf(rows, query.limit, (row) => [row.openedAt.toISOString(), row.correctionId]);
  const factsOf = await loadFacts(db, page.items, visible, keeps);
  return { ...page, items: page.items.map((row) => ({ ...view(row), ...factsOf(row) })) };
}

/** How many entries of each kind are open, as far as the caller's units reach. */
export async function countCorrections(db: SqlClient, visible: VisibleUnits): Promise<CorrectionCount[]> {
  const rows = await db.query<Omit<CorrectionCount, 'message'>>(
    `SELECT c.kind, count(*)::int AS open, min(c.opened_at) AS oldest
       FROM correction c LEFT JOIN employee e USING (employee_id) LEFT JOIN org_unit u ON u.unit_id = coalesce(e.unit_id, c.agency_id)
      WHERE c.state = 'OPEN' AND ($1::uuid[] IS NULL OR u.path && $1) GROUP BY c.kind ORDER BY 2 DESC, 1`,
    [visible],
  );
  return rows.map((row) => ({ ...row, message: problemText({ code: row.kind, params: { row: '…' } }).message }));
}

/** An open entry that the caller may see, locked. */
export async function lockCorrection(
  tx: SqlClient,
  correctionId: string,
  visible: VisibleUnits,
): Promise<OpenCorrection | undefined> {
  const [row] = await tx.query<OpenCorrection>(
    `SELECT c.correction_id AS "correctionId", c.kind, c.employee_id AS "employeeId", c.agency_id AS "agencyId", c.detail, c.row_entry AS "rowEntry"
       FROM correction c LEFT JOIN employee e USING (employee_id) LEFT JOIN org_unit u ON u.unit_id = coalesce(e.unit_id, c.agency_id)
      WHERE c.correction_id = $1 AND c.state = 'OPEN' AND ($2::uuid[] IS NULL OR u.path && $2) FOR UPDATE OF c`,
    [correctionId, visible],
  );
  return row;
}

/** Closes an entry with what was done about it. */
export async function closeCorrection(
  tx: SqlClient,
  correctionId: string,
  input: {
    readonly action: string;
    readonly note: string | undefined;
    readonly by: string;
    /** The employee it came to. */
    readonly employeeId: string | null;
  },
): Promise<void> {
  await tx.query(
    `UPDATE correction SET state = $2, settled_at = now(), settled_by = $3, note = $4, row_entry = NULL,
            resolution = jsonb_strip_nulls(jsonb_build_object('action', $5::text, 'employeeId', $6::text)), detail = detail || jsonb_build_object('answer', $5::text) WHERE correction_id = $1`,
    [
      correctionId,
      input.action === 'SOURCE_WRONG' ? 'DISMISSED' : 'SETTLED',
      input.by,
      input.note ?? null,
      input.action,
      input.employeeId,
    ],
  );
}

/** Closes a locked entry. A wrong source stays dismissed, so that it is not queued at every import. */
export async function settleCorrection(
  tx: SqlClient,
  input: { correctionId: string; answer: CorrectionAnswer; note: string | undefined; by: string },
): Promise<void> {
  const state = input.answer === 'SOURCE_WRONG' ? 'DISMISSED' : 'SETTLED';
  await tx.query(
    `UPDATE correction SET state = $2, settled_at = now(), settled_by = $3, note = $4, row_entry = NULL, detail = detail || jsonb_build_object('answer', $5::text)
      WHERE correction_id = $1`,
    [input.correctionId, state, input.by, input.note ?? null, input.answer],
  );
}

function view({ detail, ...row }: CorrectionRow): Omit<CorrectionView, keyof CorrectionFacts> {
  return {
    ...row,
    actions: actionsFor(row.kind),
    ...problemText({ code: row.kind, params: { row: detail.firstRow ?? '…' } }),
  };
}
