import { Clock, type SqlClient, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { toRow } from '../database/table.js';
import { Statements } from '../statements.js';

/** A need is a gap where its supplies that hold today are fewer than asked. */
const PRESENT = `SELECT p.plan_id, p.hazard_id, p.hazard_code, p.title, p.state AS plan_state, p.version_in_force, p.decree_number, p.decree_on, p.valid_until,
    p.review_due_on, p.template_id,
    (SELECT count(*)::integer FROM review AS r WHERE r.plan_id = p.plan_id AND r.state = 'OPEN') AS open_reviews,
    (SELECT e.level FROM emergency AS e WHERE e.plan_id = p.plan_id AND e.level <> 'ENDED') AS activation_level,
    (SELECT max(d.ends_on) FROM drill AS d WHERE d.plan_id = p.plan_id AND d.state IN ('HELD', 'EVALUATED')) AS last_drill_on,
    (SELECT count(*)::integer FROM resource_need AS n WHERE n.plan_id = p.plan_id AND NOT n.removed) AS resource_needs,
    (SELECT count(*)::integer FROM resource_need AS n WHERE n.plan_id = p.plan_id AND NOT n.removed AND n.quantity > coalesce((
       SELECT sum(s.counted) FROM supply AS s LEFT JOIN stock AS t USING (stock_id)
         LEFT JOIN commitment AS c USING (commitment_id) LEFT JOIN commitment_line AS l USING (line_id)
        WHERE s.need_id = n.need_id AND NOT s.ended AND c.ended IS NOT TRUE AND l.removed IS NOT TRUE AND coalesce(l.available_from, $2) <= $2
          AND coalesce(t.usable_until, least(c.valid_until, l.available_until), 'infinity') >= $2), 0)) AS resource_gaps
  FROM plan AS p WHERE p.plan_id = ANY($1::uuid[])`;
const LAST_READINESS = `SELECT data FROM statement WHERE kind = 'READINESS' AND subject_id = $1`;

interface Present {
  readonly planId: string;
  readonly planState: 'ACTIVE' | 'WITHDRAWN';
  readonly versionInForce: number | null;
  readonly validUntil: string | null;
}

/** What the province is told of plans. */
@Injectable()
export class PlanStatements {
  constructor(
    private readonly statements: Statements,
    private readonly clock: Clock,
  ) {}

  async state(tx: Transaction, planIds: readonly string[]): Promise<void> {
    if (planIds.length === 0) return;
    const rows = await this.present(tx, planIds);
    const inputs = rows.map(({ planState, versionInForce, ...row }) => ({
      subjectId: row.planId,
      data: {
        ...row,
        state: stateOf(planState, versionInForce, row.validUntil, this.clock.today()),
        version: versionInForce,
      },
    }));
    await this.statements.state(tx, 'PLAN', inputs);
    for (const { planId, planState } of rows) if (planState === 'WITHDRAWN') await this.withdrawReadiness(tx, planId);
  }

  private async present(db: SqlClient, planIds: readonly string[]): Promise<Present[]> {
    return (await db.query(PRESENT, [planIds, this.clock.today()])).map(toRow<Present>);
  }

  private async withdrawReadiness(tx: Transaction, planId: string): Promise<void> {
    const [last] = await tx.query<{ data: Readonly<Record<string, unknown>> }>(LAST_READINESS, [planId]);
    if (last)
      await this.statements.state(tx, 'READINESS', [{ subjectId: planId, data: { ...last.data, withdrawn: true } }]);
  }
}

/** What people call the state of a plan, from its rows and the day. */
export function stateOf(
  state: 'ACTIVE' | 'WITHDRAWN',
  versionInForce: number | null,
  validUntil: string | null,
  day: string,
): 'DRAFT' | 'IN_FORCE' | 'EXPIRED' | 'WITHDRAWN' {
  if (state === 'WITHDRAWN') return 'WITHDRAWN';
  if (versionInForce === null || validUntil === null) return 'DRAFT';
  return validUntil < day ? 'EXPIRED' : 'IN_FORCE';
}
