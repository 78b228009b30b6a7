import type { SqlClient, Transaction } from '@betang/platform';
import type { PlanContent } from './plan-content.decision.js';

/** A template as it is when a plan is begun with it. */
export interface TemplateOfPlan {
  readonly templateId: string;
  readonly templateVersion: number;
  readonly hazardCode: string;
  readonly sections: PlanContent;
  /** Gives a new plan the roles and needs of the template. */
  readonly furnish: (tx: Transaction, planId: string) => Promise<void>;
}

/** Templates that plans may begin with; the module says who keeps them. */
export abstract class PlanTemplates {
  /** Throws `plan-template-not-found` (404). */
  abstract forPlan(db: SqlClient, templateId: string): Promise<TemplateOfPlan>;
}
