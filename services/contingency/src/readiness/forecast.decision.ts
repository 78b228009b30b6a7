import { CalendarDate } from '@betang/asn';
import { assessReadiness, drillHolds, type ReadinessRules } from './assess-readiness.decision.js';
import type { PeopleNeed, PlanFacts } from './plan-facts.js';
import type { ComponentResult, ReadinessResult, Reason } from './readiness-result.js';

/** Readiness from a day on, if nothing is done until then. */
export interface ForecastStep {
  readonly on: string;
  readonly result: ReadinessResult;
  /** The figure until that day. */
  readonly previousFigure: number;
  /** Reasons that were not there before. */
  readonly newReasons: readonly Reason[];
  /** Reasons that are there no longer: a partner's help begins to count. */
  readonly goneReasons: readonly Reason[];
}

/** Days after `today`, up to `until`, on which something that may count today no longer does, or a signed version or a partner's help begins; in order. */
export function changeDays(facts: PlanFacts, rules: ReadinessRules, today: string, until: string): string[] {
  const lastDays = [
    facts.document.validUntil,
    facts.document.reviewDueOn,
    facts.document.next?.validUntil ?? null,
    facts.document.next?.reviewDueOn ?? null,
    ...facts.openReviews.map(({ dueOn }) => dueOn),
    ...facts.needs.flatMap(({ supplies }) => supplies.map(({ validUntil }) => validUntil)),
    ...facts.commitments.map(({ validUntil }) => validUntil),
    facts.lastDrillOn === null ? null : drillHolds(facts.lastDrillOn, rules.drillMonths),
    ...facts.openActions,
    ...facts.openAfterActions.map(({ dueOn }) => dueOn),
    ...[...facts.roles, ...facts.services].flatMap(levelsUntil),
  ];
  const firstDays = [...facts.roles, ...facts.services].flatMap(({ assigned }) =>
    assigned.flatMap(({ leftOn, retiresOn }) => [leftOn, retiresOn]),
  );
  const arrivals = facts.needs.flatMap(({ supplies }) => supplies.map(({ validFrom }) => validFrom));
  const begins = facts.document.next?.validFrom ?? null;
  const days = [
    begins,
    ...arrivals,
    ...lastDays.map((day) => day && CalendarDate.parse(day).plusDays(1).iso),
    ...firstDays,
  ];
  const ahead = days.filter((day): day is string => day !== null && day !== '' && day > today && day <= until);
  return [...new Set(ahead)].sort();
}

/** The days on which the figure or a reason changes if nothing is done. */
export function forecast(facts: PlanFacts, rules: ReadinessRules, today: string, until: string): ForecastStep[] {
  return [...steps(facts, rules, today, until)];
}

/** The first change ahead; the sweep looks again on that day. */
export function nextChange(
  facts: PlanFacts,
  rules: ReadinessRules,
  today: string,
  until: string,
): ForecastStep | undefined {
  for (const step of steps(facts, rules, today, until)) return step;
  return undefined;
}

function* steps(facts: PlanFacts, rules: ReadinessRules, today: string, until: string): Generator<ForecastStep> {
  const days = changeDays(facts, rules, today, until);
  if (days.length === 0) return;
  let before = assessReadiness(facts, rules, today);
  for (const on of days) {
    const result = assessReadiness(facts, rules, on);
    const { appeared, gone } = reasonChanges(before.components, result.components);
    if (appeared.length === 0 && result.figure === before.figure) continue;
    yield { on, result, previousFigure: before.figure, newReasons: appeared, goneReasons: gone };
    before = result;
  }
}

function levelsUntil({ assigned, competencies }: PeopleNeed): (string | null)[] {
  return assigned.flatMap(({ levels }) =>
    competencies.map(({ competencyCode }) => levels.get(competencyCode)?.validUntil ?? null),
  );
}

/** Reasons that came and went between two states of readiness; one whose numbers alone changed is the same reason. */
export function reasonChanges(
  before: readonly ComponentResult[],
  after: readonly ComponentResult[],
): { readonly appeared: readonly Reason[]; readonly gone: readonly Reason[] } {
  const reasonsOf = (components: readonly ComponentResult[]) => components.flatMap(({ reasons }) => reasons);
  const keys = (components: readonly ComponentResult[]) => new Set(reasonsOf(components).map(keyOf));
  const [known, present] = [keys(before), keys(after)];
  return {
    appeared: reasonsOf(after).filter((reason) => !known.has(keyOf(reason))),
    gone: reasonsOf(before).filter((reason) => !present.has(keyOf(reason))),
  };
}

function keyOf({ code, subjectId, employeeId, params }: Reason): string {
  return JSON.stringify([code, subjectId, employeeId, params?.['competency']]);
}
