import type { SqlClient } from '@betang/platform';
import type { FigureRecord, LineagePage } from '../figures/report.js';

const LINES = `SELECT l.line_id AS id, l.code || ' ' || l.title AS title, l.amount::float8 AS amount, l.counted, l.reason, l.import_id AS "importId",
    f.file_name AS name, f.content_hash AS sha256, l.import_row AS row
  FROM budget_line l LEFT JOIN budget_file f USING (import_id)
 WHERE l.fiscal_year = $1 AND l.stage = $2 AND ($3::uuid IS NULL OR l.line_id > $3) ORDER BY l.line_id LIMIT $4`;

interface LineRow extends Omit<FigureRecord, 'kind' | 'file'> {
  readonly importId: string | null;
  readonly name: string | null;
  readonly sha256: string | null;
  readonly row: number | null;
}

/** The lines that a budget's figures were added up from, each with its file and row. */
export async function budgetRecords(
  db: SqlClient,
  year: number,
  groupBy: string,
  { key, after, rows }: LineagePage,
): Promise<FigureRecord[]> {
  const stage = groupBy === 'stage' ? key : (key.split('/')[1] ?? '');
  const lines = await db.query<LineRow>(LINES, [year, stage, after, rows]);
  return lines.map(({ importId, name, sha256, row, ...line }) => ({
    kind: 'budget-line',
    ...line,
    file: importId === null || name === null || sha256 === null ? null : { importId, name, sha256, row },
  }));
}
