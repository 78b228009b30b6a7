import type { SqlClient } from '@betang/platform';
import type { CodeStep } from '../dictionary/dictionary.js';
import { stepParameters } from '../dictionary/succession.decision.js';
import type { Followed } from '../dictionary/followed.js';

/** Before the decree; what was fixed keeps the codes that it was signed with, and is told and pooled under those of the day. */
const UNFIXED = `'DRAFT', 'INVENTORIED', 'VERIFIED', 'VALIDATED'`;
const STEPS = `unnest($1::text[], $2::text[], $3::text[]) AS u(f, t, l)`;
const RECODE = `UPDATE plan_line AS l SET competency_code = u.t, level = greatest(1, (u.l::smallint[])[l.level + 1]), changed_at = now()
  FROM ${STEPS}, plan AS p
 WHERE l.plan_id = p.plan_id AND p.state IN (${UNFIXED}) AND l.competency_code = u.f AND u.t IS NOT NULL RETURNING p.plan_id AS "planId"`;
const ASK = `SELECT count(*)::integer AS n FROM plan_line AS l JOIN plan AS p USING (plan_id), ${STEPS}
 WHERE p.state IN (${UNFIXED}) AND l.competency_code = u.f AND u.t IS NULL`;

/**
 * Takes lines of plans that are not fixed yet over to the codes of a new dictionary. A line whose code has no successor stays as it is: it
 * cannot be validated until its planner says what takes its place (`plans/:id/problems`).
 */
export async function recodePlanLines(tx: SqlClient, steps: readonly CodeStep[]): Promise<Followed> {
  const values = stepParameters(steps);
  // Asked first: a successor may be called like a code that is gone.
  const [asked] = await tx.query<{ n: number }>(ASK, values);
  const mapped = await tx.query<{ planId: string }>(RECODE, values);
  const changed = [...new Set(mapped.map(({ planId }) => planId))];
  await tx.execute('UPDATE plan SET revision = revision + 1, changed_at = now() WHERE plan_id = ANY($1::uuid[])', [
    changed,
  ]);
  return { mapped: mapped.length, asked: asked!.n };
}
