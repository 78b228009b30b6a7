import type { InventedLearner, InventedTraining, Status } from './invented-year.js';

/** Totals of a status in a region. Hours are hundredths of a JP. */
export interface StatusTotals {
  readonly people: number;
  readonly fulfilled: number;
  /** After the most that counts for the status. */
  readonly counted: number;
  readonly byMonth: readonly number[];
}

export interface ExpectedYear {
  readonly entries: number;
  readonly earned: number;
  /** After the caps of paths, before the most of a status. */
  readonly countedInLedger: number;
  readonly byStatus: Readonly<Record<Status, StatusTotals>>;
}

const DUTY_OF_PNS = 2000;
const MOST_OF_PPPK = 2400;
const COACHING_A_MONTH = 2;
const COACHING_WORTH = 200;
const SELF_STUDY_A_DAY = 200;

/**
 * What the year of these learners must come to, by arithmetic of its own: nothing here knows the ledger. `seminarDay`: worth of one day of a seminar,
 * 400 by the reference rule.
 */
export function expectedYear(learners: readonly InventedLearner[], seminarDay: number): ExpectedYear {
  const totals = { PNS: emptyTotals(), PPPK: emptyTotals() };
  let [entries, earned, countedInLedger] = [0, 0, 0];
  for (const { trainings, status } of learners) {
    const months = countedMonths(trainings, seminarDay);
    entries += trainings.length;
    earned += sum(trainings.map((training) => earnedOf(training, seminarDay)));
    countedInLedger += sum(months);
    const counting = status === 'PPPK' ? cutAt(months, MOST_OF_PPPK) : months;
    const total = totals[status];
    total.people += 1;
    total.counted += sum(counting);
    if (status === 'PPPK' ? sum(counting) > 0 : sum(counting) >= DUTY_OF_PNS) total.fulfilled += 1;
    counting.forEach((hours, month) => (total.byMonth[month]! += hours));
  }
  return { entries, earned, countedInLedger, byStatus: totals };
}

function earnedOf({ pathCode, quantityHundredths, scope }: InventedTraining, seminarDay: number): number {
  if (pathCode === 'KL06') return (seminarDay * quantityHundredths) / 100;
  if (pathCode === 'NKL01') return (COACHING_WORTH * quantityHundredths) / 100;
  return scope === 'INTERNATIONAL' ? Math.floor((quantityHundredths * 120) / 100) : quantityHundredths;
}

/** Coaching: two sessions a month at most; self-study: two JP a day at most. The rest counts as it was earned. */
function countedMonths(trainings: readonly InventedTraining[], seminarDay: number): number[] {
  const months = Array<number>(12).fill(0);
  const sessions = Array<number>(12).fill(0);
  for (const training of trainings) {
    const at = training.month - 1;
    const earned = earnedOf(training, seminarDay);
    if (training.pathCode === 'NKL01') sessions[at]! += training.quantityHundredths / 100;
    else months[at]! += training.pathCode === 'NKL09' ? Math.min(earned, SELF_STUDY_A_DAY) : earned;
  }
  sessions.forEach((held, at) => (months[at]! += Math.min(held, COACHING_A_MONTH) * COACHING_WORTH));
  return months;
}

function cutAt(months: readonly number[], most: number): number[] {
  let left = most;
  return months.map((hours) => {
    const counts = Math.min(hours, left);
    left -= counts;
    return counts;
  });
}

function emptyTotals() {
  return { people: 0, fulfilled: 0, counted: 0, byMonth: Array<number>(12).fill(0) };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
