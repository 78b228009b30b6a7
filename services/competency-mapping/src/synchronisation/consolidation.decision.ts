import type { PlanLineOutcome } from '@betang/contracts';

/** A line of the submission that counts. */
export interface SubmittedLine {
  readonly lineId: string;
  readonly competencyCode: string;
  readonly level: number;
  readonly quarter: number;
  readonly people: number;
}

/** What was decided on a line of an earlier submission. */
export interface StandingDecision {
  readonly lineId: string;
  readonly decision: number;
  readonly outcome: PlanLineOutcome;
  readonly quarter: number;
  readonly proposalId: string | null;
  readonly sessionId: string | null;
  readonly reason: string;
  /** The line went with an earlier submission; only its number counts on. */
  readonly gone: boolean;
  /** What the line asked for when it was decided on, in the codes of today. */
  readonly competencyCode: string;
  readonly level: number;
}

export interface LineDecision {
  readonly lineId: string;
  readonly decision: number;
  readonly outcome: PlanLineOutcome;
  readonly quarter: number;
  readonly proposalId: string | null;
  readonly sessionId: string | null;
  readonly reason: string;
}

export interface Consolidation {
  readonly decisions: readonly LineDecision[];
  /** Lines that are no longer there. */
  readonly gone: readonly string[];
  /** Joint sessions whose seats have to be counted anew. */
  readonly touched: readonly string[];
}

const RECEIVED_REASON = 'Diterima dan masuk konsolidasi provinsi';
export const GONE_REASON = 'Wilayah menarik baris ini dari rencananya';
const KEPT_REASON = 'Diajukan lagi; keputusan sebelumnya tetap berlaku';

/**
 * Takes a new submission in: lines that ask for the same as before keep what was decided on them, changed and new lines are received anew, and
 * joint sessions lose the seats of lines that changed or are gone. Doing it twice for one submission is kept from happening by its number.
 */
export function consolidate(lines: readonly SubmittedLine[], standing: readonly StandingDecision[]): Consolidation {
  const before = new Map(standing.map((decision) => [decision.lineId, decision]));
  const present = new Set(lines.map(({ lineId }) => lineId));
  const decisions = lines.map((line) => decideAnew(line, before.get(line.lineId)));
  const alive = standing.filter((decision) => !decision.gone);
  const gone = alive.filter(({ lineId }) => !present.has(lineId)).map(({ lineId }) => lineId);
  const touched = alive.flatMap(({ proposalId }) => proposalId ?? []);
  return { decisions, gone, touched: [...new Set(touched)] };
}

function decideAnew(line: SubmittedLine, before: StandingDecision | undefined): LineDecision {
  const { lineId, quarter } = line;
  const decision = (before?.decision ?? 0) + 1;
  const same = before?.competencyCode === line.competencyCode && before.level === line.level;
  if (before && !before.gone && same && before.outcome !== 'RECEIVED') {
    const { outcome, proposalId, sessionId } = before;
    // A joint session has a quarter of its own; elsewhere the line's holds.
    return {
      lineId,
      decision,
      outcome,
      quarter: proposalId === null ? quarter : before.quarter,
      proposalId,
      sessionId,
      reason: KEPT_REASON,
    };
  }
  return { lineId, decision, outcome: 'RECEIVED', quarter, proposalId: null, sessionId: null, reason: RECEIVED_REASON };
}

/** A region's plan among those of a year. */
export interface PlanPlace {
  readonly region: string;
  readonly state: 'MISSING' | 'INCOMPLETE' | 'SUBMITTED' | 'LATE' | 'WITHDRAWN';
}

export function placeOf(
  region: string,
  plan: { readonly late: boolean; readonly withdrawn: boolean; readonly complete: boolean } | undefined,
): PlanPlace {
  if (!plan) return { region, state: 'MISSING' };
  if (plan.withdrawn) return { region, state: 'WITHDRAWN' };
  if (!plan.complete) return { region, state: 'INCOMPLETE' };
  return { region, state: plan.late ? 'LATE' : 'SUBMITTED' };
}
