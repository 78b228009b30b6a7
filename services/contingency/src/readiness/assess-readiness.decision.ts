import { CalendarDate } from '@betang/asn';
import type { RuleValues, ReadinessComponent } from '../rules/rule-values.js';
import { staffingOf } from '../roles/staffing.decision.js';
import type { PlanFacts, ResourceNeed, Supply } from './plan-facts.js';
import type { ComponentResult, ReadinessBand, ReadinessResult, Reason } from './readiness-result.js';
import { staffingReasons } from './staffing-reasons.decision.js';

/** The rules that readiness follows, as they hold on the day of the computation. */
export interface ReadinessRules {
  readonly weights: RuleValues['readiness.weights'];
  readonly bands: RuleValues['readiness.bands'];
  readonly capNotInForce: number;
  readonly drillMonths: number;
}

const WHOLE = 10_000;
type Part = { readonly score: number; readonly reasons: readonly Reason[] };

/**
 * Readiness of a plan on a day: the weighted mean of the components that apply, each with its reasons, in whole basis points. A plan without a version
 * in force is capped: what nobody signed nobody follows.
 */
export function assessReadiness(known: PlanFacts, rules: ReadinessRules, day: string): ReadinessResult {
  const facts = factsOn(known, day);
  const parts: Partial<Record<ReadinessComponent, Part>> = {
    DOCUMENT: document(facts, day),
    ...people(facts, day),
    RESOURCES: resources(facts, day),
    ...partners(facts, day),
    DRILLS: drills(facts, rules, day),
    ...followUp(facts, day),
    ...continuity(facts, day),
  };
  const components = Object.entries(parts).map(([component, part]): ComponentResult => {
    const { score, reasons } = part;
    return {
      component: component as ReadinessComponent,
      score,
      weight: rules.weights[component as ReadinessComponent],
      reasons,
    };
  });
  const weight = components.reduce((sum, part) => sum + part.weight, 0);
  const mean =
    weight === 0 ? 0 : Math.floor(components.reduce((sum, part) => sum + part.weight * part.score, 0) / weight);
  const figure = isInForce(facts, day) ? mean : Math.min(mean, rules.capNotInForce);
  return { figure, band: bandOf(figure, rules.bands), components };
}

export function bandOf(figure: number, bands: RuleValues['readiness.bands']): ReadinessBand {
  if (figure >= bands.ready) return 'READY';
  return figure >= bands.partly ? 'PARTLY_READY' : 'NOT_READY';
}

/** The plan as it is on the day: a version that was signed for that day answers what was asked before. */
function factsOn(facts: PlanFacts, day: string): PlanFacts {
  const { next } = facts.document;
  return next && next.validFrom <= day ? { ...facts, document: next, openReviews: [] } : facts;
}

function isInForce({ document: { version, validUntil } }: PlanFacts, day: string): boolean {
  return version !== null && validUntil !== null && day <= validUntil;
}

/** Half for a version in force, a quarter for a review in time, a quarter for having answered every review that was asked for. */
function document(facts: PlanFacts, day: string): Part {
  const { version, validUntil, reviewDueOn } = facts.document;
  if (version === null) return { score: 0, reasons: [{ code: 'readiness.never-legalised' }] };
  if (!isInForce(facts, day))
    return { score: 0, reasons: [{ code: 'readiness.plan-expired', params: { day: validUntil ?? '' } }] };
  const reasons: Reason[] = [];
  if (reviewDueOn !== null && reviewDueOn < day)
    reasons.push({ code: 'readiness.review-overdue', params: { day: reviewDueOn } });
  const ignored = facts.openReviews
    .filter(({ dueOn }) => dueOn < day)
    .map(({ reviewId, reason, dueOn }) => ({
      code: 'readiness.review-ignored',
      subjectId: reviewId,
      params: { reason, day: dueOn },
    }));
  const quarters = reasons.length + (ignored.length > 0 ? 1 : 0);
  return { score: WHOLE - quarters * 2_500, reasons: [...reasons, ...ignored] };
}

function people({ roles }: PlanFacts, day: string): Partial<Record<ReadinessComponent, Part>> {
  if (roles.length === 0) return { PEOPLE: { score: 0, reasons: [{ code: 'readiness.no-roles' }] } };
  const staffed = roles.map((role) => {
    const staffing = staffingOf(role, day);
    return { role, staffing, reasons: staffingReasons(role, staffing) };
  });
  const asked = sum(staffed, ({ staffing }) => staffing.competenciesAsked);
  const met = sum(staffed, ({ staffing }) => staffing.competenciesMet);
  const alternatesAsked = sum(roles, (role) => role.alternates);
  const alternates = sum(staffed, ({ staffing }) => staffing.alternates);
  return {
    PEOPLE: {
      score: mean(staffed.map(({ role, staffing }) => share(staffing.holders, role.people))),
      reasons: staffed.flatMap(({ reasons }) => reasons.people),
    },
    ...(asked > 0 && {
      COMPETENCIES: { score: share(met, asked), reasons: staffed.flatMap(({ reasons }) => reasons.competencies) },
    }),
    ...(alternatesAsked > 0 && {
      ALTERNATES: {
        score: share(alternates, alternatesAsked),
        reasons: staffed.flatMap(({ reasons }) => reasons.alternates),
      },
    }),
  };
}

function resources({ needs }: PlanFacts, day: string): Part {
  if (needs.length === 0) return { score: 0, reasons: [{ code: 'readiness.no-needs' }] };
  const covered = needs.map((need) => {
    const supplies = need.supplies.filter((supply) => holdsOn(supply, day));
    const there = Math.min(
      sum(supplies, ({ quantity }) => quantity),
      need.quantity,
    );
    return { need, there, contested: sum(supplies, (supply) => supply.contested) };
  });
  const reasons = covered.flatMap(({ need, there, contested }): Reason[] => {
    const { needId: subjectId, item, quantity } = need;
    const short = there < quantity;
    return [
      ...(short
        ? [{ code: 'readiness.resource-gap', subjectId, params: { item, missing: quantity - there, needed: quantity } }]
        : []),
      ...(short ? absentPartners(need, day) : []),
      ...(contested > 0
        ? [{ code: 'readiness.promised-elsewhere', subjectId, params: { item, quantity: contested } }]
        : []),
    ];
  });
  return { score: mean(covered.map(({ need, there }) => share(there, need.quantity))), reasons };
}

/** Why partners' help does not count for a need: not there yet, or no longer. */
function absentPartners({ needId: subjectId, item, supplies }: ResourceNeed, day: string): Reason[] {
  return supplies.flatMap(({ partner, quantity, validFrom, validUntil }): Reason[] => {
    if (partner === null || quantity === 0) return [];
    const what = { name: partner, item, quantity };
    if (validUntil !== null && validUntil < day)
      return [{ code: 'readiness.commitment-over', subjectId, params: { ...what, day: validUntil } }];
    if (validFrom !== null && validFrom > day)
      return [{ code: 'readiness.commitment-not-yet', subjectId, params: { ...what, day: validFrom } }];
    return [];
  });
}

function partners({ commitments }: PlanFacts, day: string): Partial<Record<ReadinessComponent, Part>> {
  if (commitments.length === 0) return {};
  const expired = commitments.filter(({ validUntil }) => validUntil < day);
  const reasons = expired.map(({ commitmentId, partner, validUntil }) => ({
    code: 'readiness.commitment-expired',
    subjectId: commitmentId,
    params: { name: partner, day: validUntil },
  }));
  return { PARTNERS: { score: share(commitments.length - expired.length, commitments.length), reasons } };
}

function drills({ lastDrillOn }: PlanFacts, { drillMonths }: ReadinessRules, day: string): Part {
  if (lastDrillOn === null) return { score: 0, reasons: [{ code: 'readiness.never-drilled' }] };
  if (drillHolds(lastDrillOn, drillMonths) >= day) return { score: WHOLE, reasons: [] };
  return { score: 0, reasons: [{ code: 'readiness.drill-too-old', params: { day: lastDrillOn } }] };
}

/** Last day on which a drill counts. */
export function drillHolds(lastDrillOn: string, months: number): string {
  return CalendarDate.parse(lastDrillOn).plusMonths(months).iso;
}

function followUp(
  { openActions, openAfterActions }: PlanFacts,
  day: string,
): Partial<Record<ReadinessComponent, Part>> {
  const open = openActions.length + openAfterActions.length;
  if (open === 0) return {};
  const overdue = openActions.filter((due) => due < day).length;
  const unreviewed = openAfterActions.filter(({ dueOn }) => dueOn < day);
  const reasons: Reason[] = [
    ...(overdue > 0 ? [{ code: 'readiness.actions-overdue', params: { count: overdue } }] : []),
    ...unreviewed.map(({ emergencyId, title, dueOn }) => ({
      code: 'readiness.after-action-overdue',
      subjectId: emergencyId,
      params: { title, day: dueOn },
    })),
  ];
  return { FOLLOW_UP: { score: share(open - overdue - unreviewed.length, open), reasons } };
}

function continuity({ services }: PlanFacts, day: string): Partial<Record<ReadinessComponent, Part>> {
  if (services.length === 0) return {};
  const staffed = services.map((service) => ({ service, ...staffingOf(service, day) }));
  const reasons = staffed
    .filter(({ service, qualified }) => qualified < service.people)
    .map(({ service, qualified }) => ({
      code: 'readiness.service-understaffed',
      subjectId: service.id,
      params: { name: service.name, missing: service.people - qualified, people: service.people },
    }));
  const score = mean(staffed.map(({ service, qualified }) => share(qualified, service.people)));
  return { CONTINUITY: { score, reasons } };
}

function holdsOn({ validFrom, validUntil }: Supply, day: string): boolean {
  return (validFrom === null || validFrom <= day) && (validUntil === null || validUntil >= day);
}

function share(part: number, whole: number): number {
  return whole === 0 ? WHOLE : Math.floor((Math.min(part, whole) * WHOLE) / whole);
}

function mean(scores: readonly number[]): number {
  return Math.floor(sum(scores, (score) => score) / scores.length);
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}
