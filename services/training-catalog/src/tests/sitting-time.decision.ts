/** When a test may be sat, and for how long. */
export interface SittingTerms {
  readonly opensAt: Date;
  readonly closesAt: Date;
  readonly minutes: number;
}

/** Answers that were sent off in time arrive a little later. */
const GRACE_MS = 30_000;

/** Whether a sitting may begin at an instant. */
export function mayBegin({ opensAt, closesAt }: Pick<SittingTerms, 'opensAt' | 'closesAt'>, now: Date): boolean {
  return now >= opensAt && now <= closesAt;
}

/** When a sitting that began is over: its minutes later, or with the test itself. */
export function deadlineOf({ closesAt, minutes }: Pick<SittingTerms, 'closesAt' | 'minutes'>, startedAt: Date): Date {
  return new Date(Math.min(startedAt.getTime() + minutes * 60_000, closesAt.getTime()));
}

/** Whether it is too late to hand in, with the grace of the way. */
export function isOver(deadline: Date, now: Date): boolean {
  return now > new Date(deadline.getTime() + GRACE_MS);
}

/** Whose deadline lies before this instant is over. */
export function overdueSince(now: Date): Date {
  return new Date(now.getTime() - GRACE_MS);
}
