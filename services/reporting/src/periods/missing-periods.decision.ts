import type { PeriodPart } from '@betang/contracts';
import { lastMonthOf } from './period-months.decision.js';
import type { PeriodLevel } from './period-store.js';

const MILLISECONDS_A_DAY = 86_400_000;

/** How long after its end a period's report may come, from a day on (batas waktu laporan). */
export interface ReportDeadline {
  readonly level: PeriodLevel;
  /** `YYYY-MM-DD` */
  readonly validFrom: string;
  readonly days: number;
  readonly basis: string;
  /** Counts up where one is set anew for the same day; the highest one holds. */
  readonly revision: number;
}

/** Who owes a report of a period, and what is known of it. */
export interface OwedReport {
  readonly level: PeriodLevel;
  readonly place: string;
  readonly name: string;
  /** Undefined where nothing was submitted yet; all but RETURNED are with who decides. */
  readonly state: string | undefined;
  /** Why it was sent back. */
  readonly reason: string | null;
}

export interface MissingReport extends Omit<OwedReport, 'state'> {
  readonly state: 'NOT_SUBMITTED' | 'RETURNED';
  /** Last day on which it is in time; null where no deadline was in force. */
  readonly dueOn: string | null;
  /** 0 until the deadline has passed. */
  readonly daysOver: number;
  readonly basis: string | null;
}

/** Last day of a part of a year. */
export function endOfPeriod(year: number, part: PeriodPart): string {
  return dayOf(Date.UTC(year, lastMonthOf(part), 0));
}

/** The deadline that was in force when the period ended: what is set later changes no earlier one. */
export function deadlineFor(
  deadlines: readonly ReportDeadline[],
  level: PeriodLevel,
  endsOn: string,
): ReportDeadline | undefined {
  return deadlines
    .filter((one) => one.level === level && one.validFrom <= endsOn)
    .reduce<ReportDeadline | undefined>((newest, one) => (newest && isNewer(newest, one) ? newest : one), undefined);
}

/** Reports that nobody can decide on yet: never submitted, or sent back and not submitted again. Pure. */
export function missingReports(
  owed: readonly OwedReport[],
  period: { readonly year: number; readonly part: PeriodPart },
  deadlines: readonly ReportDeadline[],
  today: string,
): MissingReport[] {
  const endsOn = endOfPeriod(period.year, period.part);
  return owed
    .filter(({ state }) => state === undefined || state === 'RETURNED')
    .map(({ state, ...report }) => {
      const deadline = deadlineFor(deadlines, report.level, endsOn);
      const dueOn = deadline === undefined ? null : dayOf(Date.parse(endsOn) + deadline.days * MILLISECONDS_A_DAY);
      return {
        ...report,
        state: state === undefined ? 'NOT_SUBMITTED' : 'RETURNED',
        dueOn,
        daysOver: dueOn === null ? 0 : Math.max(0, (Date.parse(today) - Date.parse(dueOn)) / MILLISECONDS_A_DAY),
        basis: deadline?.basis ?? null,
      };
    });
}

function isNewer(a: ReportDeadline, b: ReportDeadline): boolean {
  return a.validFrom === b.validFrom ? a.revision > b.revision : a.validFrom > b.validFrom;
}

function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
