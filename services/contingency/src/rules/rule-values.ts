import type { RetirementAges } from '../people/retirement.decision.js';
import type { READINESS_COMPONENTS } from '@betang/contracts';

export type ReadinessComponent = (typeof READINESS_COMPONENTS)[number];

/** What each rule holds. Numbers that no regulation that we could read fixes are rules, never constants. */
export interface RuleValues {
  /** Months that a legalised plan stays in force. */
  readonly 'plan.validity': { readonly months: number };
  /** Months between reviews of a plan. */
  readonly 'plan.review': { readonly everyMonths: number };
  /** Days that a review may take once something asks for it. */
  readonly 'review.due': {
    readonly conditionDays: number;
    readonly drillDays: number;
    readonly afterActionDays: number;
  };
  /** Months after which a drill no longer counts. */
  readonly 'drill.interval': { readonly months: number };
  /** Path of development (jalur) that drills count as, and minutes of one JP. */
  readonly 'drill.learning': { readonly pathCode: string; readonly minutesPerJp: number };
  readonly 'retirement.ages': RetirementAges;
  /** Weights of the components of readiness; a component that does not apply to a plan is left out. */
  readonly 'readiness.weights': Readonly<Record<ReadinessComponent, number>>;
  /** Least figures of the bands READY and PARTLY_READY, basis points. */
  readonly 'readiness.bands': { readonly ready: number; readonly partly: number };
  /** Most that a plan without a version in force can reach, basis points. */
  readonly 'readiness.cap': { readonly notInForce: number };
  /** How far readiness is forecast. */
  readonly 'readiness.forecast': { readonly months: number };
  /** Days ahead of which people are told that a competency runs out, or an action is due. */
  readonly 'reminder.ahead': { readonly competencyDays: number; readonly actionDays: number };
  /** Days ahead of which who sees to a plan is told that a review is due, or a partner's commitment ends. */
  readonly 'reminder.keeper': { readonly reviewDays: number; readonly commitmentDays: number };
  /** Risk (P x D) from which a hazard needs a plan; the highest one always does. */
  readonly 'hazard.plan-needed': { readonly riskFrom: number };
}
export type RuleKey = keyof RuleValues;

/** Bounds of one value: a whole number, or a text of a form. */
type Bounds = { readonly min: number; readonly max: number } | { readonly form: RegExp };

const months: Bounds = { min: 1, max: 240 };
const days: Bounds = { min: 1, max: 730 };
const basisPoints: Bounds = { min: 0, max: 10_000 };
const weight: Bounds = { min: 0, max: 100 };
const age: Bounds = { min: 40, max: 80 };

/** Fields of each rule; `*` allows further ones of the same bounds, by names of capital letters. */
export const RULE_FIELDS: Readonly<Record<RuleKey, Readonly<Record<string, Bounds>>>> = {
  'plan.validity': { months },
  'plan.review': { everyMonths: months },
  'review.due': { conditionDays: days, drillDays: days, afterActionDays: days },
  'drill.interval': { months },
  'drill.learning': { pathCode: { form: /^(KL\d\d|NKL\d\d|PEND)$/ }, minutesPerJp: { min: 1, max: 1_440 } },
  'retirement.ages': { DEFAULT: age, '*': age },
  'readiness.weights': {
    DOCUMENT: weight,
    PEOPLE: weight,
    COMPETENCIES: weight,
    ALTERNATES: weight,
    RESOURCES: weight,
    PARTNERS: weight,
    DRILLS: weight,
    FOLLOW_UP: weight,
    CONTINUITY: weight,
  },
  'readiness.bands': { ready: basisPoints, partly: basisPoints },
  'readiness.cap': { notInForce: basisPoints },
  'readiness.forecast': { months },
  'reminder.ahead': { competencyDays: days, actionDays: days },
  'reminder.keeper': { reviewDays: days, commitmentDays: days },
  'hazard.plan-needed': { riskFrom: { min: 1, max: 25 } },
};

/** Fields of a value that break their bounds, are missing, or are not of the rule. */
export function badFields(key: RuleKey, value: Readonly<Record<string, unknown>>): string[] {
  const fields = RULE_FIELDS[key];
  const required = Object.keys(fields).filter((name) => name !== '*');
  const names = new Set([...required, ...Object.keys(value)]);
  return [...names].filter((name) => !holds(boundsOf(fields, name), value[name]));
}

function boundsOf(fields: Readonly<Record<string, Bounds>>, name: string): Bounds | undefined {
  if (Object.hasOwn(fields, name) && name !== '*') return fields[name];
  return /^[A-Z_:]{1,60}$/.test(name) ? fields['*'] : undefined;
}

function holds(bounds: Bounds | undefined, value: unknown): boolean {
  if (bounds === undefined) return false;
  if ('form' in bounds) return typeof value === 'string' && bounds.form.test(value);
  return typeof value === 'number' && Number.isInteger(value) && value >= bounds.min && value <= bounds.max;
}
