/** A figure's time and how far it lies behind, as answers carry them. */
export interface Age {
  /** RFC 3339; null where nothing is known. */
  readonly asOf: string | null;
  readonly lagSeconds: number | null;
}

export function ageOf(asOf: Date | undefined, now: Date): Age {
  if (!asOf) return { asOf: null, lagSeconds: null };
  return { asOf: asOf.toISOString(), lagSeconds: Math.max(0, Math.floor((now.getTime() - asOf.getTime()) / 1_000)) };
}

/** What is put together is as old as its oldest part; unknown when any part is. */
export function oldestOf(times: readonly (Date | undefined)[]): Date | undefined {
  if (times.length === 0 || times.includes(undefined)) return undefined;
  return (times as Date[]).reduce((oldest, time) => (time < oldest ? time : oldest));
}
