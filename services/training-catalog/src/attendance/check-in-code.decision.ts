import { createHmac, timingSafeEqual } from 'node:crypto';

/** A code holds this long; the one before it still counts, for slow hands. */
export const CODE_SECONDS = 30;
/** Whoever was wrong so often is checked in by hand only: ten guesses at a million codes prove nothing. */
export const MOST_WRONG_CODES = 10;
const DIGITS = 6;
/** People come early and clocks differ; who comes later than this after the start is late. */
const OPENS_BEFORE_MS = 30 * 60_000;
const LATE_AFTER_MS = 15 * 60_000;

/** The six digits of an instant, as the authenticator apps make them (RFC 4226 with the window's number for the counter). */
export function checkInCode(secret: Uint8Array, at: Date): string {
  return codeOf(secret, windowOf(at));
}

/** Until when the code of an instant is shown. */
export function codeShownUntil(at: Date): Date {
  return new Date((windowOf(at) + 1) * CODE_SECONDS * 1000);
}

export function isCheckInCode(secret: Uint8Array, code: string, at: Date): boolean {
  if (!/^\d{6}$/.test(code)) return false;
  const given = Buffer.from(code);
  const now = windowOf(at);
  return [now, now - 1].some((window) => timingSafeEqual(Buffer.from(codeOf(secret, window)), given));
}

export type CheckIn = 'PRESENT' | 'LATE' | 'not-open' | 'over';

/** What checking in at an instant makes of somebody. Independent work has no lateness: any time of its span counts. */
export function checkInAt(meeting: { startsAt: Date; endsAt: Date; mode: string }, at: Date): CheckIn {
  const time = at.getTime();
  if (time < meeting.startsAt.getTime() - OPENS_BEFORE_MS) return 'not-open';
  if (time > meeting.endsAt.getTime()) return 'over';
  if (meeting.mode === 'INDEPENDENT') return 'PRESENT';
  return time <= meeting.startsAt.getTime() + LATE_AFTER_MS ? 'PRESENT' : 'LATE';
}

function windowOf(at: Date): number {
  return Math.floor(at.getTime() / 1000 / CODE_SECONDS);
}

function codeOf(secret: Uint8Array, window: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(window));
  const digest = createHmac('sha256', secret).update(counter).digest();
  const offset = digest[digest.length - 1]! & 0x0f;
  const number = digest.readUInt32BE(offset) & 0x7f_ff_ff_ff;
  return String(number % 10 ** DIGITS).padStart(DIGITS, '0');
}
