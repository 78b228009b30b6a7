export const FREQUENCIES = ['DAILY', 'WEEKLY', 'MONTHLY'] as const;
export type Frequency = (typeof FREQUENCIES)[number];

const DAY = 86_400_000;

/** The next day (`YYYY-MM-DD`) after one: the day after, the next Monday, or the first of the next month. */
export function nextDay(frequency: Frequency, after: string): string {
  const day = new Date(`${after}T00:00:00Z`);
  if (frequency === 'DAILY') return iso(new Date(day.getTime() + DAY));
  if (frequency === 'MONTHLY') return iso(new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 1, 1)));
  const toMonday = (8 - day.getUTCDay()) % 7;
  return iso(new Date(day.getTime() + (toMonday === 0 ? 7 : toMonday) * DAY));
}

/** The year that a report made in the morning is about: that of the day before, so that the report of new year's day closes the old year. */
export function yearOf(today: string): number {
  return new Date(Date.parse(`${today}T00:00:00Z`) - DAY).getUTCFullYear();
}

function iso(day: Date): string {
  return day.toISOString().slice(0, 10);
}
