import { CalendarDate } from '@betang/asn';
import type { CapPeriod } from '@betang/contracts';

/** A record that names a longer time is looked at over its last so many periods: longer ones are slips of the pen. */
export const MOST_PERIODS = 366;

/**
 * The days (`2026-03-01`), months (`2026-03`) or years (`2026`) that a training touched, first to last. A training of several days has
 * the room of each of them: ten days of self-study may count ten times the cap of a day.
 */
export function capPeriods(startedOn: string, completedOn: string, period: CapPeriod): string[] {
  const from = startedOn <= completedOn ? startedOn : completedOn;
  if (period === 'YEAR') return range(yearOf(from), yearOf(completedOn), String);
  if (period === 'MONTH') return range(monthIndex(from), monthIndex(completedOn), monthText);
  const last = CalendarDate.parse(completedOn);
  const days = Math.min(CalendarDate.parse(from).daysUntil(last), MOST_PERIODS - 1);
  return range(-days, 0, (offset) => last.plusDays(offset).iso);
}

function range(first: number, last: number, text: (value: number) => string): string[] {
  const from = Math.max(first, last - MOST_PERIODS + 1);
  return Array.from({ length: last - from + 1 }, (_, index) => text(from + index));
}

function yearOf(day: string): number {
  return Number(day.slice(0, 4));
}

function monthIndex(day: string): number {
  return yearOf(day) * 12 + Number(day.slice(5, 7)) - 1;
}

function monthText(index: number): string {
  return `${String(Math.floor(index / 12)).padStart(4, '0')}-${String((index % 12) + 1).padStart(2, '0')}`;
}
