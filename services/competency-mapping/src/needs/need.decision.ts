import type { NeedsRule } from '../rules/dated-rule.js';

/** Gap figures of a competency among some people. */
export interface GapFigures {
  readonly code: string;
  /** People whose standard asks for it, those of them with a level, and those under the level asked for. */
  readonly people: number;
  readonly assessed: number;
  readonly withGap: number;
  /** Sum of missing levels. */
  readonly deficit: number;
}

export interface ServedTarget {
  readonly targetId: string;
  readonly code: string;
  readonly title: string;
  readonly weight: number;
  /** First and last day of its planning period. */
  readonly validFrom: string;
  readonly validTo: string;
}

export interface RaisedNeed {
  readonly code: string;
  readonly people: number;
  readonly severity: 'LOW' | 'MEDIUM' | 'HIGH';
  /** Where it was found; null: in the whole region. */
  readonly unitId: string | null;
  readonly agencyId: string | null;
}

/** Why a need has its urgency; each reason has a text. */
export type UrgencyReason =
  'SHARE' | 'TARGET' | 'RAISED' | 'CAPPED' | 'LITTLE_ASSESSED' | 'NO_TARGET' | 'NOT_IN_DICTIONARY';

export interface Need extends GapFigures {
  readonly targets: readonly ServedTarget[];
  readonly raised: number;
  /** People whom those findings speak of, beside the figures. */
  readonly raisedPeople: number;
  /** How the urgency came about, and what closing the gap takes, figure by figure. */
  readonly reckoning: Reckoning;
  /** 1 can wait, 5 cannot. */
  readonly urgency: number;
  readonly because: readonly UrgencyReason[];
  /** What order needs come in: people with a gap, by urgency and by the weight of the target. */
  readonly priority: number;
  /** What closing it takes: people, hundredths of a JP for all of them, rupiah. */
  readonly hours: number;
  readonly rupiah: number;
}

/** The figures that a need was reckoned from, down to those of the rule. */
export interface Reckoning {
  /** Share of the people with a gap, percent. */
  readonly sharePercent: number;
  /** The step of the rule that the share has reached; null: none. */
  readonly step: number | null;
  /** Urgency by the share alone. */
  readonly byShare: number;
  /** Weight of the weightiest target, 0 without one; from 4 on it adds one. */
  readonly weight: number;
  readonly addedByTarget: 0 | 1;
  readonly addedByFinding: 0 | 1;
  readonly hoursPerLevel: number;
  readonly rupiahPerLevel: number;
}

const MOST = 5;
const WEIGHTY = 4;
const HALF = 0.5;

/**
 * A need: gap x people x target x urgency. The share of the people with a gap sets the urgency by the steps of the rule; a weighty development
 * target and a serious finding raise it by one each. What serves no target, or rests on few assessments, says so.
 */
export function needOf(
  figures: GapFigures,
  targets: readonly ServedTarget[],
  raised: readonly RaisedNeed[],
  rule: NeedsRule,
): Need {
  const percent = figures.people === 0 ? 0 : (figures.withGap * 100) / figures.people;
  const passed = rule.urgencySteps.filter((step) => percent >= step);
  const weight = Math.max(0, ...targets.map((target) => target.weight));
  const reckoning: Reckoning = {
    sharePercent: Math.round(percent * 10) / 10,
    step: passed.at(-1) ?? null,
    byShare: 1 + passed.length,
    weight,
    addedByTarget: weight >= WEIGHTY ? 1 : 0,
    addedByFinding: raised.some(({ severity }) => severity === 'HIGH') ? 1 : 0,
    hoursPerLevel: rule.hoursPerLevel,
    rupiahPerLevel: rule.rupiahPerLevel,
  };
  const sum = reckoning.byShare + reckoning.addedByTarget + reckoning.addedByFinding;
  const urgency = Math.min(MOST, sum);
  const because: UrgencyReason[] = ['SHARE'];
  if (reckoning.addedByTarget) because.push('TARGET');
  if (reckoning.addedByFinding) because.push('RAISED');
  if (sum > MOST) because.push('CAPPED');
  if (targets.length === 0) because.push('NO_TARGET');
  if (figures.people > 0 && figures.assessed / figures.people < HALF) because.push('LITTLE_ASSESSED');
  return {
    ...figures,
    targets,
    raised: raised.length,
    raisedPeople: raised.reduce((people, finding) => people + finding.people, 0),
    reckoning,
    urgency,
    because,
    priority: figures.deficit * urgency * Math.max(1, weight),
    hours: figures.deficit * rule.hoursPerLevel,
    rupiah: figures.deficit * rule.rupiahPerLevel,
  };
}

/** Where needs are laid out by: the region as one, its agencies, or its units. */
export type PlaceLevel = 'region' | 'agency' | 'unit';

/** Findings that concern a place: its own, and those of the whole region. */
export function raisedAt(raised: readonly RaisedNeed[], level: PlaceLevel, placeId: string | null): RaisedNeed[] {
  if (level === 'region') return [...raised];
  return raised.filter(
    ({ unitId, agencyId }) => unitId === null || (level === 'agency' ? agencyId : unitId) === placeId,
  );
}

/** Competencies that findings ask for at a place where no standard does: without these rows they would be seen nowhere. */
export function placesWithoutFigures<T extends { readonly code: string; readonly placeId: string | null }>(
  rows: readonly T[],
  raised: readonly RaisedNeed[],
  level: PlaceLevel,
): { readonly code: string; readonly placeId: string | null }[] {
  const keyOf = (code: string, placeId: string | null) => `${placeId ?? ''}/${code}`;
  const known = new Set(rows.map(({ code, placeId }) => keyOf(code, placeId)));
  const asked = new Map<string, { code: string; placeId: string | null }>();
  for (const { code, unitId, agencyId } of raised) {
    const placeId = level === 'region' ? null : level === 'agency' ? agencyId : unitId;
    // What the whole region asks for stands under every place that has figures; it makes a row of its own where none has.
    const seen = placeId === null && rows.some((row) => row.code === code);
    if (!seen && !known.has(keyOf(code, placeId))) asked.set(keyOf(code, placeId), { code, placeId });
  }
  return [...asked.values()];
}
