import { Clock, arrayParameter, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { CellReader } from '../file-import/cell-reader.js';
import type {
  ImportContext,
  ImportRow,
  RowProblem,
  RowRefusal,
  RowsRecorded,
  TableKind,
} from '../file-import/table-kind.js';
import { findByNumbers } from '../people/person-directory.js';
import { FIRST_RATINGS } from '../rules/first-rules.js';
import { RuleBook } from '../rules/rule-book.js';

export const TALENT_FILE = 'TALENT_SCORES';

export interface TalentFileParameters {
  readonly year: number;
  readonly source: string;
}

interface ScoreRow {
  readonly rowNumber: number;
  readonly employeeNumber: string;
  readonly performance: number | null;
  readonly potential: number | null;
  readonly rating: string | null;
}

const MOST = 120;
const HUNDRED = 100;
const UPSERT = `INSERT INTO talent_score AS t (employee_id, year, axis, score, rating, source, recorded_by)
  SELECT e, $5, a, s, r, $6, $7 FROM unnest($1::uuid[], $2::text[], $3::integer[], $4::text[]) AS u(e, a, s, r)
  ON CONFLICT (employee_id, year, axis) DO UPDATE SET score = excluded.score, rating = excluded.rating, source = excluded.source,
    recorded_by = excluded.recorded_by, recorded_at = now()
  WHERE (t.score, t.rating) IS DISTINCT FROM (excluded.score, excluded.rating)
  RETURNING employee_id AS "employeeId"`;

/** Appraisals (e-Kinerja) and potential of a year as a table: figures from 0 to 120, or the words of the appraisal. */
@Injectable()
export class TalentImport implements TableKind<TalentFileParameters> {
  readonly name = TALENT_FILE;
  readonly scope = 'talent:write';
  readonly columns = [
    { field: 'employeeNumber', headings: ['nip', 'nip baru', 'nip/ni pppk', 'employee number'], required: true },
    { field: 'performance', headings: ['nilai kinerja', 'kinerja', 'nilai skp', 'performance'] },
    { field: 'rating', headings: ['predikat kinerja', 'predikat', 'rating'] },
    { field: 'potential', headings: ['nilai potensi', 'potensi', 'potkom', 'potential'] },
  ];

  constructor(
    private readonly rules: RuleBook,
    private readonly clock: Clock,
  ) {}

  async record(
    tx: Transaction,
    rows: readonly ImportRow[],
    { parameters, uploadedBy }: ImportContext<TalentFileParameters>,
  ): Promise<RowsRecorded> {
    const refused: RowRefusal[] = [];
    const read: ScoreRow[] = [];
    const { content } = await this.rules.getInForce(tx, 'TALENT', this.clock.today());
    for (const row of rows) {
      const result = readScoreRow(row, content.ratings ?? FIRST_RATINGS);
      if (Array.isArray(result)) refused.push({ rowNumber: row.rowNumber, problems: result });
      else read.push(result);
    }
    const people = await findByNumbers(
      tx,
      read.map(({ employeeNumber }) => employeeNumber),
    );
    const scores = new Map<string, { employeeId: string; axis: string; score: number; rating: string | null }>();
    const found = new Set<string>();
    for (const { rowNumber, employeeNumber, performance, potential, rating } of read) {
      const employeeId = people.get(employeeNumber);
      if (employeeId === undefined) {
        refused.push({ rowNumber, problems: [{ field: 'employeeNumber', code: 'row.person-unknown' }] });
        continue;
      }
      if (found.has(employeeId)) {
        // Which of the two holds is for the office to say.
        refused.push({ rowNumber, problems: [{ field: 'employeeNumber', code: 'row.twice' }] });
        continue;
      }
      found.add(employeeId);
      if (performance !== null)
        scores.set(`${employeeId}/P`, { employeeId, axis: 'PERFORMANCE', score: performance, rating });
      if (potential !== null)
        scores.set(`${employeeId}/Q`, { employeeId, axis: 'POTENTIAL', score: potential, rating: null });
    }
    const changed = await this.write(tx, [...scores.values()], parameters, uploadedBy);
    return { repeated: found.size - changed, refused };
  }

  private async write(
    tx: Transaction,
    scores: readonly { employeeId: string; axis: string; score: number; rating: string | null }[],
    { year, source }: TalentFileParameters,
    uploadedBy: string,
  ): Promise<number> {
    const rows = await tx.query<{ employeeId: string }>(UPSERT, [
      arrayParameter(scores.map(({ employeeId }) => employeeId)),
      arrayParameter(scores.map(({ axis }) => axis)),
      arrayParameter(scores.map(({ score }) => score)),
      arrayParameter(scores.map(({ rating }) => rating)),
      year,
      source,
      uploadedBy,
    ]);
    return new Set(rows.map(({ employeeId }) => employeeId)).size;
  }
}

/** A row with its scores in hundredths; or what is wrong with it. */
export function readScoreRow(row: ImportRow, ratings: Readonly<Record<string, number>>): ScoreRow | RowProblem[] {
  const cells = new CellReader(row);
  const employeeNumber = cells.employeeNumber('employeeNumber');
  const rating = cells.optionalText('rating', 60);
  const ratingScore = rating === null ? null : (cells.oneOf('rating', ratings) ?? null);
  const performance = scoreOf(cells, 'performance') ?? ratingScore;
  const potential = scoreOf(cells, 'potential');
  if (cells.problems.length === 0 && performance === null && potential === null)
    cells.refuse('employeeNumber', 'row.nothing-to-record');
  if (!employeeNumber || cells.problems.length > 0) return cells.problems;
  return { rowNumber: row.rowNumber, employeeNumber, performance, potential, rating };
}

function scoreOf(cells: CellReader, field: string): number | null {
  if (cells.isBlank(field)) return null;
  const value = cells.decimal(field);
  if (value === undefined) return null;
  if (value < 0 || value > MOST) {
    cells.refuse(field, 'row.out-of-range', { minimum: 0, maximum: MOST });
    return null;
  }
  return Math.round(value * HUNDRED);
}
