import { createHash } from 'node:crypto';
import { RegionCode } from '@betang/asn';
import { BudgetShareStated, type BudgetStage, type ShareDenominator } from '@betang/contracts';
import { Outbox } from '@betang/messaging';
import { AppError, ServiceDatabase, type FileImport, type SqlClient, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { Clock } from '../clock.js';
import { ReportingConfig } from '../reporting.config.js';
import { SUM_OF_LINES } from './classify-line.decision.js';
import { lineKey, type RowLine } from './single-lines.decision.js';

/** The rule of the least share that holds for a fiscal year and level: the newest revision of the latest year up to it. */
export interface ShareRule {
  readonly ruleId: string;
  readonly fiscalYear: number;
  readonly level: 'PROVINCE' | 'REGENCY';
  /** Millionths. */
  readonly leastShare: number;
  readonly denominator: ShareDenominator;
  readonly basis: string;
  readonly revision: number;
}

/** A region's budget of a year and stage, as the share is taken of it. */
export type BudgetStatement = Omit<ReturnType<typeof BudgetShareStated.create>['data'], 'statement' | 'asOf'>;

const RULE = `SELECT rule_id AS "ruleId", fiscal_year AS "fiscalYear", level, least_share AS "leastShare", denominator, basis, revision
  FROM budget_share_rule`;
/** What an officer decided stays decided, and a line that sums others up stays one. */
const DECIDED = `(budget_line.reason LIKE 'officer:%' OR (budget_line.reason = '${SUM_OF_LINES}' AND EXCLUDED.reason NOT LIKE 'file%'))`;
const TAKE = `INSERT INTO budget_line AS budget_line (line_id, fiscal_year, stage, line_key, agency, code, title, amount, counted, reason, decided_by, import_id,
    import_row)
  SELECT gen_random_uuid(), $1, $2, k, a, c, t, m, n, r, $3, $4, w
    FROM unnest($5::text[], $6::text[], $7::text[], $8::text[], $9::bigint[], $10::boolean[], $11::text[], $12::integer[]) AS u(k, a, c, t, m, n, r, w)
  ON CONFLICT (fiscal_year, stage, line_key) DO UPDATE
     SET amount = EXCLUDED.amount, import_id = EXCLUDED.import_id, import_row = EXCLUDED.import_row, changed_at = now(),
         counted = CASE WHEN ${DECIDED} THEN budget_line.counted ELSE EXCLUDED.counted END,
         reason = CASE WHEN ${DECIDED} THEN budget_line.reason ELSE EXCLUDED.reason END
   WHERE budget_line.amount <> EXCLUDED.amount OR budget_line.import_row IS NULL
      OR (NOT ${DECIDED} AND (budget_line.counted, budget_line.reason) IS DISTINCT FROM (EXCLUDED.counted, EXCLUDED.reason))`;

/** Accounts are a tree (bagan akun standar): `5.1.02.01` holds the sum of `5.1.02.01.0003`, which would count twice. */
const SET_SUMS_ASIDE = `UPDATE budget_line AS p SET counted = false, reason = '${SUM_OF_LINES}', changed_at = now()
  WHERE p.fiscal_year = $1 AND p.stage = $2 AND p.counted AND p.reason LIKE 'rule:%'
    AND EXISTS (SELECT 1 FROM budget_line AS c WHERE c.fiscal_year = p.fiscal_year AND c.stage = p.stage AND lower(c.agency) = lower(p.agency)
                 AND c.counted AND starts_with(c.code, rtrim(p.code, '.') || '.') AND c.code <> p.code)`;
/** Held until the transaction ends: whoever changes another line of the same budget meanwhile waits, and sums up what stands then. */
const HOLD = 'SELECT 1 FROM budget WHERE fiscal_year = $1 AND stage = $2 FOR UPDATE';
const SEEN =
  'UPDATE budget_line SET seen_import_id = $3 WHERE fiscal_year = $1 AND stage = $2 AND line_key = ANY($4::text[])';

/** The region's budget lines for the development of its people, and the share they make (R29, R19). */
@Injectable()
export class Budgets {
  constructor(
    private readonly database: ServiceDatabase,
    private readonly outbox: Outbox,
    private readonly config: ReportingConfig,
    private readonly clock: Clock,
  ) {}

  private get level(): ShareRule['level'] {
    return RegionCode.parse(this.config.region).level === 'province' ? 'PROVINCE' : 'REGENCY';
  }

  async findRule(db: SqlClient, fiscalYear: number): Promise<ShareRule | undefined> {
    const [rule] = await db.query<ShareRule>(
      `${RULE} WHERE level = $1 AND fiscal_year <= $2 ORDER BY fiscal_year DESC, revision DESC LIMIT 1`,
      [this.level, fiscalYear],
    );
    return rule;
  }

  /** Notes the file that lines are taken from, for as long as they are kept. */
  async noteFile(
    tx: Transaction,
    file: Pick<FileImport, 'importId' | 'fileName' | 'contentHash' | 'uploadedBy' | 'uploadedAt'>,
  ): Promise<void> {
    await tx.execute(
      `INSERT INTO budget_file (import_id, file_name, content_hash, uploaded_by, uploaded_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`,
      [file.importId, file.fileName, file.contentHash, file.uploadedBy, file.uploadedAt],
    );
  }

  /** Lines that the same file has had already, also where they were on record before it, by what makes them one. */
  async linesOf(tx: Transaction, importId: string): Promise<Map<string, number>> {
    const rows = await tx.query<{ key: string; amount: number }>(
      'SELECT line_key AS key, amount::float8 AS amount FROM budget_line WHERE seen_import_id = $1',
      [importId],
    );
    return new Map(rows.map(({ key, amount }) => [key, amount]));
  }

  /** Takes lines of a file in; answers how many were on record word for word. Lines come once a year, stage, agency, code and title. */
  async take(
    tx: Transaction,
    place: { readonly year: number; readonly stage: BudgetStage; readonly by: string; readonly importId: string },
    once: readonly RowLine[],
  ): Promise<number> {
    await this.ensure(tx, place.year, place.stage, place.by);
    const keys = once.map(lineKey);
    const changed = await tx.execute(TAKE, [
      place.year,
      place.stage,
      place.by,
      place.importId,
      keys,
      once.map(({ agency }) => agency),
      once.map(({ code }) => code),
      once.map(({ title }) => title),
      once.map(({ amount }) => amount),
      once.map(({ counted }) => counted),
      once.map(({ reason }) => reason),
      once.map(({ rowNumber }) => rowNumber),
    ]);
    await tx.execute(SEEN, [place.year, place.stage, place.importId, keys]);
    return once.length - changed;
  }

  /** Lines that only sum up others count no more: what is counted below them would count twice. */
  async setSumsAside(tx: Transaction, fiscalYear: number, stage: BudgetStage): Promise<void> {
    await tx.execute(SET_SUMS_ASIDE, [fiscalYear, stage]);
  }

  /** Makes sure that there is a budget row to state of. */
  async ensure(tx: Transaction, year: number, stage: BudgetStage, by: string): Promise<void> {
    await tx.execute('INSERT INTO budget (fiscal_year, stage, changed_by) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', [
      year,
      stage,
      by,
    ]);
  }

  /** Figures of a year and stage as they are now; undefined while nothing was entered. */
  async find(db: SqlClient, fiscalYear: number, stage: BudgetStage): Promise<BudgetStatement | undefined> {
    const [row] = await db.query<{
      spending: string | null;
      whole: string | null;
      counted: string;
      other: string;
      lines: number;
    }>(
      `SELECT b.total_spending AS spending, b.total_budget AS whole, coalesce(sum(l.amount) FILTER (WHERE l.counted), 0) AS counted,
              coalesce(sum(l.amount) FILTER (WHERE NOT l.counted), 0) AS other, count(l.line_id)::int AS lines
         FROM budget b LEFT JOIN budget_line l USING (fiscal_year, stage) WHERE b.fiscal_year = $1 AND b.stage = $2 GROUP BY b.fiscal_year, b.stage`,
      [fiscalYear, stage],
    );
    if (row === undefined) return undefined;
    const rule = await this.findRule(db, fiscalYear);
    const denominator = rule?.denominator ?? 'TOTAL_SPENDING';
    const amount = denominator === 'TOTAL_SPENDING' ? row.spending : row.whole;
    return {
      fiscalYear,
      stage,
      denominator,
      denominatorAmount: amount === null ? null : Number(amount),
      counted: Number(row.counted),
      notCounted: Number(row.other),
      lines: row.lines,
      leastShare: rule?.leastShare ?? null,
      basis: rule?.basis ?? null,
    };
  }

  /** When an amount, a line or a verdict was last changed. */
  async changedAt(fiscalYear: number, stage: BudgetStage): Promise<Date | undefined> {
    const [row] = await this.database.query<{ at: Date | null }>(
      `SELECT greatest(b.changed_at, max(l.changed_at)) AS at FROM budget b LEFT JOIN budget_line l USING (fiscal_year, stage)
        WHERE b.fiscal_year = $1 AND b.stage = $2 GROUP BY b.changed_at`,
      [fiscalYear, stage],
    );
    return row?.at ?? undefined;
  }

  /** States the budget to the province when it differs from what was stated last; in the transaction of the change. */
  async state(tx: Transaction, fiscalYear: number, stage: BudgetStage): Promise<void> {
    await tx.query(HOLD, [fiscalYear, stage]);
    const found = await this.find(tx, fiscalYear, stage);
    if (found === undefined) return;
    const hash = createHash('sha256').update(JSON.stringify(found)).digest('hex');
    const [row] = await tx.query<{ statement: number }>(
      `UPDATE budget SET statement = statement + 1, stated_hash = $3 WHERE fiscal_year = $1 AND stage = $2 AND stated_hash IS DISTINCT FROM $3
       RETURNING statement`,
      [fiscalYear, stage, hash],
    );
    if (row === undefined) return;
    const data = { ...found, statement: row.statement, asOf: this.clock.now().toISOString() };
    await this.outbox.append(tx, [BudgetShareStated.create({ subject: `${fiscalYear}/${stage}`, data })] as never);
  }

  /** Counts a line or not, by an officer's own reason. Throws `budget-line-unknown` (404). */
  async decide(
    tx: Transaction,
    lineId: string,
    verdict: { readonly counted: boolean; readonly reason: string; readonly by: string },
  ): Promise<{ fiscalYear: number; stage: BudgetStage }> {
    const [row] = await tx.query<{ fiscalYear: number; stage: BudgetStage }>(
      `UPDATE budget_line SET counted = $2, reason = 'officer: ' || $3, decided_by = $4, changed_at = now() WHERE line_id = $1
       RETURNING fiscal_year AS "fiscalYear", stage`,
      [lineId, verdict.counted, verdict.reason, verdict.by],
    );
    if (row === undefined) throw new AppError('budget-line-unknown', { status: 404 });
    return row;
  }

  /** The present as facts, for who comes late: each budget as it was stated last. */
  async present(
    tx: SqlClient,
  ): Promise<readonly { readonly fiscalYear: number; readonly stage: BudgetStage; readonly statement: number }[]> {
    return tx.query(
      `SELECT fiscal_year AS "fiscalYear", stage, statement FROM budget WHERE statement > 0 ORDER BY 1, 2`,
    );
  }
}
