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
}

export interface RaisedNeed {
  readonly code: string;
  readonly people: number;
  readonly severity: 'LOW' | 'MEDIUM' | 'HIGH';
}

/** Why a need has its urgency; each reason has a text. */
export type UrgencyReason = 'SHARE' | 'TARGET' | 'RAISED' | 'LITTLE_ASSESSED' | 'NO_TARGET';

export interface Need extends GapFigures {
  readonly targets: readonly ServedTarget[];
  readonly raised: number;
  /** 1 can wait, 5 cannot. */
  readonly urgency: number;
  readonly because: readonly UrgencyReason[];
  /** What order needs come in: people with a gap, by urgency and by the weight of the target. */
  readonly priority: number;
  /** What closing it takes: people, hundredths of a JP for all of them, rupiah. */
  readonly hours: number;
  readonly rupiah: number;
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
  const byShare = 1 + rule.urgencySteps.filter((step) => percent >= step).length;
  const weight = Math.max(0, ...targets.map((target) => target.weight));
  const because: UrgencyReason[] = ['SHARE'];
  let urgency = byShare;
  if (weight >= WEIGHTY) {
    urgency += 1;
    because.push('TARGET');
  }
  if (raised.some(({ severity }) => severity === 'HIGH')) {
    urgency += 1;
    because.push('RAISED');
  }
  if (targets.length === 0) because.push('NO_TARGET');
  if (figures.people > 0 && figures.assessed / figures.people < HALF) because.push('LITTLE_ASSESSED');
  urgency = Math.min(MOST, urgency);
  return {
    ...figures,
    targets,
    raised: raised.length,
    urgency,
    because,
    priority: figures.deficit * urgency * Math.max(1, weight),
    hours: figures.deficit * rule.hoursPerLevel,
    rupiah: figures.deficit * rule.rupiahPerLevel,
  };
}
