import type { SqlClient } from '@betang/platform';
import type { Followed } from '../dictionary/followed.js';
import type { CodeStep } from '../dictionary/dictionary.js';
import { stepParameters } from '../dictionary/succession.decision.js';

const STEPS = `unnest($1::text[], $2::text[], $3::text[]) AS u(f, t, l)`;
const RECODE = `UPDATE individual_plan_item AS i SET competency_code = u.t, level = greatest(1, (u.l::smallint[])[i.level + 1])
  FROM ${STEPS} WHERE i.realised_on IS NULL AND i.competency_code = u.f AND u.t IS NOT NULL RETURNING i.item_id`;
const ASK = `SELECT count(*)::integer AS n FROM individual_plan_item AS i, ${STEPS}
 WHERE i.realised_on IS NULL AND i.competency_code = u.f AND u.t IS NULL`;

/** Takes activities that are not done yet over to the codes of a new dictionary; what is done keeps the code that it was done under. */
export async function recodeItems(tx: SqlClient, steps: readonly CodeStep[]): Promise<Followed> {
  const values = stepParameters(steps);
  const [asked] = await tx.query<{ n: number }>(ASK, values);
  const mapped = await tx.query(RECODE, values);
  return { mapped: mapped.length, asked: asked!.n };
}
