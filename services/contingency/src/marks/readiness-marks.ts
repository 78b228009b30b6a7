import type { ReadinessTrigger } from '@betang/contracts';
import type { Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';

/** Of several events of a plan the newest one is its cause. */
const MARK_PEOPLE = `INSERT INTO readiness_mark (plan_id, trigger, cause_id)
  SELECT DISTINCT ON (t.plan_id) t.plan_id, $3, t.cause FROM (
    SELECT r.plan_id, u.cause, u.n FROM unnest($1::uuid[], $2::text[]) WITH ORDINALITY AS u(employee_id, cause, n)
      JOIN assignment AS a ON a.employee_id = u.employee_id AND NOT a.ended JOIN plan_role AS r USING (role_id) WHERE NOT r.removed
    UNION ALL
    SELECT p.plan_id, u.cause, u.n FROM unnest($1::uuid[], $2::text[]) WITH ORDINALITY AS u(employee_id, cause, n)
      JOIN assignment AS a ON a.employee_id = u.employee_id AND NOT a.ended JOIN plan_service AS p USING (service_id)
  ) AS t JOIN plan USING (plan_id) WHERE plan.state = 'ACTIVE' ORDER BY t.plan_id, t.n DESC`;
const MARK_PLANS = `INSERT INTO readiness_mark (plan_id, trigger, cause_id)
  SELECT plan_id, $2, $3 FROM plan WHERE plan_id = ANY($1::uuid[]) AND state = 'ACTIVE'`;
const MARK_ALL = `INSERT INTO readiness_mark (plan_id, trigger) SELECT plan_id, 'PERSON_CHANGED' FROM plan WHERE state = 'ACTIVE'`;

/**
 * Notes which plans what other services told may have made readier or less ready; the worker computes them right after the commit. However many
 * events touch a plan meanwhile, it is computed once.
 */
@Injectable()
export class ReadinessMarks {
  private wake: () => void = () => undefined;

  /** Who is to be told after a commit that left marks. */
  onMarked(wake: () => void): void {
    this.wake = wake;
  }

  /** The plans for which these people stand, by role or by critical service. `causes`: employee -> event. */
  async markPeople(tx: Transaction, causes: ReadonlyMap<string, string>, trigger: ReadinessTrigger): Promise<void> {
    this.marked(tx, await tx.execute(MARK_PEOPLE, [[...causes.keys()], [...causes.values()], trigger]));
  }

  async markPlans(
    tx: Transaction,
    planIds: readonly string[],
    trigger: ReadinessTrigger,
    causeId: string,
  ): Promise<void> {
    this.marked(tx, await tx.execute(MARK_PLANS, [planIds, trigger, causeId]));
  }

  /** Every plan in force: people, levels or the dictionary were made anew, and nobody knows of whom they say something else now. */
  async markAll(tx: Transaction): Promise<void> {
    this.marked(tx, await tx.execute(MARK_ALL));
  }

  private marked(tx: Transaction, plans: number): void {
    if (plans > 0) tx.afterCommit(() => this.wake());
  }
}
