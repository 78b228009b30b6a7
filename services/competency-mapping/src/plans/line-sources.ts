import type { SqlClient } from '@betang/platform';
import type { CurrentCode } from '../dictionary/dictionary.js';
import { inCodesOfToday } from './current-lines.js';
import { LINE_COLUMNS } from './plan-store.js';
import type { PlanLine } from './plan.js';
import { changedFields, contentOf, type SourceField, type TakenLine } from './draw-lines.decision.js';

/** Where a line of a plan comes from, and what became of it there since. */
export interface LineSource {
  readonly planId: string;
  readonly lineId: string;
  readonly kind: 'ANNUAL' | 'MULTI_YEAR';
  readonly title: string;
  readonly state: string;
  readonly takenAt: Date;
  /** No longer in the plan that it was taken from. */
  readonly gone: boolean;
  readonly changed: readonly SourceField[];
}

const WRITE = `INSERT INTO plan_line_source (line_id, source_plan_id, source_line_id, content, taken_by)
  SELECT l, p, s, c, $5 FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::jsonb[]) AS u(l, p, s, c)
  ON CONFLICT (line_id) DO UPDATE SET content = excluded.content, taken_by = excluded.taken_by, taken_at = now()
  WHERE plan_line_source.content IS DISTINCT FROM excluded.content`;
const TAKEN = `SELECT s.line_id AS "lineId", s.source_line_id AS "sourceLineId", s.source_plan_id AS "sourcePlanId", s.content
  FROM plan_line_source AS s JOIN plan_line AS l USING (line_id) WHERE l.plan_id = $1 AND l.origin = 'MULTI_YEAR'`;
const SOURCES = `SELECT s.line_id AS "ofLineId", s.content, s.taken_at AS "takenAt", p.plan_id AS "fromPlanId", s.source_line_id AS "fromLineId", p.kind, p.title,
    p.state, n.* FROM plan_line_source AS s JOIN plan AS p ON p.plan_id = s.source_plan_id
  LEFT JOIN (SELECT ${LINE_COLUMNS} FROM plan_line) AS n ON n."lineId" = s.source_line_id
 WHERE s.line_id = ANY($1::uuid[])`;

/** $2: lines of agencies that are gathered. The region's line of a multi-year plan may itself have been gathered from the agency's. */
const DROP = `DELETE FROM plan_line AS d USING plan_line AS h
 WHERE d.plan_id = $1 AND d.origin = 'MULTI_YEAR' AND h.line_id = d.source_line_id
   AND coalesce(h.source_line_id, h.line_id) IN (SELECT coalesce(o.source_line_id, o.line_id) FROM plan_line AS a JOIN plan_line AS o ON o.line_id = a.source_line_id
         WHERE a.line_id = ANY($2::uuid[]) AND a.origin = 'MULTI_YEAR')`;

/** Takes out what the region drew itself, where the line that is gathered from the agency is the same one of the multi-year plan. */
export async function dropDrawnTwice(tx: SqlClient, planId: string, gatheredFrom: readonly string[]): Promise<void> {
  await tx.execute(DROP, [planId, gatheredFrom]);
}

/** Notes what lines were where they were taken from. */
export async function writeSources(
  tx: SqlClient,
  rows: readonly { readonly lineId: string; readonly source: PlanLine }[],
  actor: string,
): Promise<void> {
  if (rows.length === 0) return;
  await tx.execute(WRITE, [
    rows.map(({ lineId }) => lineId),
    rows.map(({ source }) => source.planId),
    rows.map(({ source }) => source.lineId),
    rows.map(({ source }) => JSON.stringify(contentOf(source))),
    actor,
  ]);
}

/** Lines of an annual plan that were drawn out of multi-year ones, with what they were there, under the codes of the day. */
export async function loadTaken(
  db: SqlClient,
  planId: string,
  currentCodes: ReadonlyMap<string, CurrentCode>,
): Promise<TakenLine[]> {
  const rows = await db.query<TakenLine>(TAKEN, [planId]);
  return rows.map((row) => ({ ...row, content: inCodesOfToday([row.content], currentCodes)[0]! }));
}

type SourceRow = PlanLine & {
  readonly ofLineId: string;
  readonly content: TakenLine['content'];
  readonly takenAt: Date;
  readonly fromPlanId: string;
  readonly fromLineId: string;
  readonly kind: LineSource['kind'];
  readonly title: string;
  readonly state: string;
};

/** Sources of lines that were taken over, by line. */
export async function loadSources(
  db: SqlClient,
  lineIds: readonly string[],
  currentCodes: ReadonlyMap<string, CurrentCode>,
): Promise<Map<string, LineSource>> {
  if (lineIds.length === 0) return new Map();
  const rows = await db.query<SourceRow>(SOURCES, [lineIds]);
  return new Map(
    rows.map((row) => {
      const { ofLineId, content, takenAt, fromPlanId: planId, fromLineId, kind, title, state } = row;
      const gone = row.lineId === null;
      const changed = gone ? [] : changedFields(...bothOfToday(content, row, currentCodes));
      return [ofLineId, { planId, lineId: fromLineId, kind, title, state, takenAt, gone, changed }];
    }),
  );
}

/** A dictionary that took the place of another is no change of the plan. */
function bothOfToday(
  content: TakenLine['content'],
  now: PlanLine,
  currentCodes: ReadonlyMap<string, CurrentCode>,
): [TakenLine['content'], TakenLine['content']] {
  const [taken, present] = inCodesOfToday([content, contentOf(now)], currentCodes);
  return [taken!, present!];
}
