import { Clock, type SqlClient, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { toRow } from '../database/table.js';
import { Reviews } from '../reviews/reviews.js';
import { Rules } from '../rules/rules.js';
import { loadAnnexes } from './load-annexes.js';
import { PLANS, VERSIONS, type Plan, type PlanVersion } from '../plans/plan-rows.js';
import { Plans } from '../plans/plans.js';
import { validityOf, type Legalisation } from '../plans/version-states.decision.js';

const DUE = `SELECT v.plan_id, v.version FROM plan_version AS v JOIN plan AS p USING (plan_id)
  WHERE v.state = 'SIGNED' AND v.valid_from <= $1 AND p.state = 'ACTIVE' ORDER BY v.plan_id`;

/** Brings a version into force: what the decree says, and the annexes as they are on the day on which it is recorded. */
@Injectable()
export class PlanLegalisation {
  constructor(
    private readonly plans: Plans,
    private readonly reviews: Reviews,
    private readonly rules: Rules,
    private readonly clock: Clock,
  ) {}

  /** Signs the version; it is in force at once, or from its first day on. Throws `legalisation-refused` (422), `version-step-refused` (409). */
  async legalise(
    tx: Transaction,
    plan: Plan,
    version: PlanVersion,
    decree: Legalisation,
    by: string,
  ): Promise<PlanVersion> {
    const { planId } = plan;
    const { decreeNumber, decreeOn, signedBy, validFrom } = decree;
    const book = await this.rules.book(tx);
    const rules = { validity: book.get('plan.validity', decreeOn), review: book.get('plan.review', decreeOn) };
    const today = this.clock.today();
    const validity = validityOf(decree, rules, today);
    const annexes = await loadAnnexes(tx, planId, today);
    const terms = { decreeNumber, decreeOn, signedBy, validFrom, ...validity, annexes };
    const ahead = validFrom > today;
    if (!ahead) await this.supersede(tx, plan);
    const signed = await this.plans.step(tx, version, ahead ? 'sign' : 'legalise', terms);
    if (!ahead) await this.begin(tx, signed, by);
    return signed;
  }

  /** Versions that were signed before and whose first day has come, of plans that are kept. */
  async due(db: SqlClient): Promise<{ readonly planId: string; readonly version: number }[]> {
    return (await db.query(DUE, [this.clock.today()])).map(toRow<{ planId: string; version: number }>);
  }

  /** Its first day has come. Another process may have seen it first: then undefined. */
  async commence(tx: Transaction, planId: string, number: number, by: string): Promise<PlanVersion | undefined> {
    const { plan, version } = await this.plans.lockVersion(tx, planId, number);
    if (version.state !== 'SIGNED') return undefined;
    await this.supersede(tx, plan);
    const begun = await this.plans.step(tx, version, 'legalise');
    await this.begin(tx, begun, by);
    return begun;
  }

  private async begin(tx: Transaction, version: PlanVersion, by: string): Promise<void> {
    const { planId, version: versionInForce, decreeNumber, decreeOn, validUntil, reviewDueOn } = version;
    await PLANS.update(tx, planId, { versionInForce, decreeNumber, decreeOn, validUntil, reviewDueOn });
    await this.reviews.answerAll(tx, planId, { outcome: 'NEW_VERSION', note: `Versi ${versionInForce}`, by });
  }

  private async supersede(tx: Transaction, { planId, versionInForce }: Plan): Promise<void> {
    if (versionInForce === null) return;
    await VERSIONS.updateWhere(tx, `plan_id = $1 AND version = $2 AND state = 'IN_FORCE'`, [planId, versionInForce], {
      state: 'SUPERSEDED',
    });
  }
}
