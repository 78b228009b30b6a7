import type { SqlClient } from '@betang/platform';
import type { Followed } from '../dictionary/followed.js';
import { partSteps } from '../dictionary/split.decision.js';
import type { CodeStep } from '../dictionary/dictionary.js';
import { stepParameters } from '../dictionary/succession.decision.js';

const STEPS = `unnest($1::text[], $2::text[], $3::text[]) AS u(f, t, l)`;
const RAISED = `UPDATE raised_need AS r SET competency_code = u.t, level = greatest(1, (u.l::smallint[])[r.level + 1])
  FROM ${STEPS} WHERE r.closed_reason IS NULL AND r.competency_code = u.f AND u.t IS NOT NULL RETURNING r.need_id`;
const RAISED_ASK = `SELECT count(*)::integer AS n FROM raised_need AS r, ${STEPS} WHERE r.closed_reason IS NULL AND r.competency_code = u.f AND u.t IS NULL`;
/** Two codes that become one keep the greater weight. */
const TIES = `WITH gone AS (
    DELETE FROM competency_target AS c USING ${STEPS} WHERE c.competency_code = u.f AND u.t IS NOT NULL
    RETURNING u.t AS code, c.target_id, c.weight, c.set_by)
  INSERT INTO competency_target AS c (competency_code, target_id, weight, set_by)
  SELECT DISTINCT ON (code, target_id) code, target_id, weight, set_by FROM gone ORDER BY code, target_id, weight DESC
  ON CONFLICT (competency_code, target_id) DO UPDATE SET weight = greatest(c.weight, excluded.weight), set_at = now() RETURNING c.target_id`;
const TIES_ASK = `SELECT count(*)::integer AS n FROM competency_target AS c, ${STEPS} WHERE c.competency_code = u.f AND u.t IS NULL`;

/** Takes open needs of drills and forums over to the codes of a new dictionary; one without a successor stays under its old code. */
export function recodeRaisedNeeds(tx: SqlClient, steps: readonly CodeStep[]): Promise<Followed> {
  return follow(tx, steps, RAISED_ASK, RAISED);
}

const PART_TIES = `INSERT INTO competency_target AS c (competency_code, target_id, weight, set_by)
  SELECT DISTINCT ON (u.t, o.target_id) u.t, o.target_id, o.weight, o.set_by FROM competency_target AS o JOIN ${STEPS} ON o.competency_code = u.f
   ORDER BY u.t, o.target_id, o.weight DESC
  ON CONFLICT (competency_code, target_id) DO UPDATE SET weight = greatest(c.weight, excluded.weight), set_at = now()`;

/** Takes the ties of competencies to development targets over to the codes of a new dictionary; of one that was split every part serves them. */
export async function recodeTargetTies(tx: SqlClient, steps: readonly CodeStep[]): Promise<Followed> {
  await tx.execute(PART_TIES, stepParameters(partSteps(steps)));
  // A code that stays the same has its ties already.
  const renamed = steps.filter(({ fromCode, toCode }) => fromCode !== toCode);
  return follow(tx, renamed, TIES_ASK, TIES);
}

async function follow(tx: SqlClient, steps: readonly CodeStep[], ask: string, recode: string): Promise<Followed> {
  const values = stepParameters(steps);
  const [asked] = await tx.query<{ n: number }>(ask, values);
  const mapped = await tx.query(recode, values);
  return { mapped: mapped.length, asked: asked!.n };
}
