import type { EventData, TrainingCompleted } from '@betang/contracts';
import type { Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { inCurrentCodes } from '../dictionary/succession.decision.js';
import { MappingContexts } from '../profiles/mapping-context.js';

/**
 * A completion realises one activity of its year: of its competency, to a level that it leads to (one that names no level realises any), the
 * earliest that is open. A statement takes one activity a completion and plan, so it is repeated until there is nothing left to take.
 */
const REALISE = `WITH pick AS (
    SELECT DISTINCT ON (t.item_id) t.* FROM (
      SELECT DISTINCT ON (u.n, u.c) i.item_id, u.n AS completion_id, u.d AS done_on, u.r AS title
        FROM unnest($1::uuid[], $2::text[], $3::smallint[], $4::date[], $5::text[], $6::uuid[]) AS u(e, c, l, d, r, n)
        JOIN individual_plan AS p ON p.employee_id = u.e AND p.year = extract(year FROM u.d)
        JOIN individual_plan_item AS i ON i.individual_plan_id = p.individual_plan_id AND i.competency_code = u.c AND i.realised_on IS NULL
       WHERE (u.l IS NULL OR u.l >= i.level)
         AND NOT EXISTS (SELECT 1 FROM individual_plan_item AS k
               WHERE k.individual_plan_id = p.individual_plan_id AND k.realised_completion_id = u.n AND k.competency_code = u.c)
       ORDER BY u.n, u.c, i.quarter, i.item_id) AS t
     ORDER BY t.item_id, t.done_on, t.completion_id)
  UPDATE individual_plan_item AS i SET realised_on = k.done_on, realised_by = 'TRAINING', realised_reference = k.title, realised_completion_id = k.completion_id
    FROM pick AS k WHERE i.item_id = k.item_id`;
const REOPEN = `UPDATE individual_plan_item SET realised_on = NULL, realised_by = NULL, realised_reference = NULL, realised_completion_id = NULL
  WHERE realised_completion_id = ANY($1::uuid[])`;

/** What trainings realise of individual plans (IDP), whoever's they are. */
@Injectable()
export class PlanRealisation {
  constructor(private readonly contexts: MappingContexts) {}

  /** What completions realise of anyone's plan, under the codes of the day. Set-based, and harmless when it comes twice. */
  async realise(tx: Transaction, completions: readonly EventData<typeof TrainingCompleted>[]): Promise<void> {
    const leading = completions.filter(({ competencies }) => competencies && competencies.length > 0);
    if (leading.length === 0) return;
    const { currentCodes } = await this.contexts.load(tx);
    const rows = leading.flatMap(({ completionId, employeeId, completedOn, title, competencies }) =>
      (competencies ?? []).flatMap(({ code: recorded, level }) => {
        const { code, level: current } = inCurrentCodes(recorded, level ?? 0, currentCodes);
        return code === null
          ? []
          : [{ completionId, employeeId, code, level: level === null ? null : current, completedOn, title }];
      }),
    );
    if (rows.length === 0) return;
    const values = [
      rows.map(({ employeeId }) => employeeId),
      rows.map(({ code }) => code),
      rows.map(({ level }) => level),
      rows.map(({ completedOn }) => completedOn),
      rows.map(({ title }) => title),
      rows.map(({ completionId }) => completionId),
    ];
    while ((await tx.execute(REALISE, values)) > 0);
  }

  /** Activities that a revoked completion had done are open again. */
  async reopen(tx: Transaction, completionIds: readonly string[]): Promise<void> {
    await tx.execute(REOPEN, [completionIds]);
  }
}
