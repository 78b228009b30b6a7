import { createHash } from 'node:crypto';

export type PeriodState = 'SUBMITTED' | 'RETURNED' | 'APPROVED' | 'LOCKED';
export type PeriodDecision = 'APPROVED' | 'RETURNED' | 'LOCKED';

/** One figure of a period's report, as it was submitted. */
export interface PeriodFigure {
  readonly report: string;
  readonly key: string;
  readonly figure: string;
  readonly value: number | null;
}

/** A figure that is another today than when it was submitted. */
export interface Correction extends PeriodFigure {
  /** The value today; null: hidden or gone. */
  readonly now: number | null;
}

const NEXT: Readonly<Record<PeriodDecision, readonly PeriodState[]>> = {
  APPROVED: ['SUBMITTED'],
  RETURNED: ['SUBMITTED', 'APPROVED'],
  LOCKED: ['APPROVED'],
};

/** Whether a decision fits the state: approved once submitted, locked once approved, sent back until it is locked. */
export function mayDecide(state: PeriodState, decision: PeriodDecision): boolean {
  return NEXT[decision].includes(state);
}

/** A report may be submitted first, and again after it was sent back. */
export function maySubmit(state: PeriodState | undefined): boolean {
  return state === undefined || state === 'RETURNED';
}

/** SHA-256 over the figures in a fixed order: the same figures give the same digest everywhere. */
export function digestOf(figures: readonly PeriodFigure[]): string {
  const lines = figures.map(({ report, key, figure, value }) => JSON.stringify([report, key, figure, value])).sort();
  return createHash('sha256').update(lines.join('\n')).digest('hex');
}

/** What became other since: figures that changed, went, or came. Unchanged ones are left out. */
export function corrections(then: readonly PeriodFigure[], now: readonly PeriodFigure[]): Correction[] {
  const id = ({ report, key, figure }: PeriodFigure): string => JSON.stringify([report, key, figure]);
  const today = new Map(now.map((figure) => [id(figure), figure.value]));
  const before = new Set(then.map(id));
  const changed = then
    .filter((figure) => (today.get(id(figure)) ?? null) !== figure.value)
    .map((figure) => ({ ...figure, now: today.get(id(figure)) ?? null }));
  const added = now
    .filter((figure) => !before.has(id(figure)) && figure.value !== null)
    .map((figure) => ({ ...figure, value: null, now: figure.value }));
  return [...changed, ...added];
}
