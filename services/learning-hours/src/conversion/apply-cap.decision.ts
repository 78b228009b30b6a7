import type { LearningUnit } from '@betang/contracts';
import { capPeriods } from './cap-periods.js';
import type { HoursCap } from './conversion-rule.js';

/** What one entry takes of the room of one period. */
export interface CapUse {
  /** `2026-03-01`, `2026-03` or `2026`. */
  readonly period: string;
  /** Hundredths of a JP. */
  readonly hundredths: number;
  /** Hundredths of an activity. */
  readonly activities: number;
}

/** What a person's earlier entries of the same path have already taken, by period. */
export type CapUsage = ReadonlyMap<string, Omit<CapUse, 'period'>>;

export interface CapRequest {
  readonly earned: number;
  readonly unit: LearningUnit;
  readonly quantityHundredths: number;
  readonly startedOn: string;
  readonly completedOn: string;
}

/** How many of the earned hours count, and where they count: what an entry needs to explain itself. */
export interface CapResult {
  readonly counted: number;
  readonly uses: readonly CapUse[];
}

/**
 * Fills the periods of a training with its hours, first period first, as far as the cap leaves room beside earlier entries. What finds no
 * room is kept as earned and not counted. A session, day or semester is an activity; a programme with hours of its own is one, whole, in
 * the period of its end. First recorded, first counted.
 */
export function applyCap(request: CapRequest, cap: HoursCap, used: CapUsage): CapResult {
  const whole = request.unit === 'PROGRAM_JP';
  const total = whole ? 100 : request.quantityHundredths;
  const periods = capPeriods(request.startedOn, request.completedOn, cap.period);
  const candidates = whole && cap.activities !== null ? periods.slice(-1) : periods;
  const uses: CapUse[] = [];
  let counted = 0;
  let done = 0;
  for (const period of candidates) {
    if (counted >= request.earned || done >= total) break;
    const room = roomIn(period, cap, used);
    const left = total - done;
    const activities =
      cap.activities === null ? left : whole && room.activities < left ? 0 : Math.min(left, room.activities);
    if (activities <= 0 || room.hundredths <= 0) continue;
    // Hours of all activities so far, less what counts already: sums exactly to the earned hours, whatever the cuts.
    const due =
      cap.activities === null
        ? request.earned - counted
        : Math.trunc((request.earned * (done + activities)) / total) - Math.trunc((request.earned * done) / total);
    const hundredths = Math.min(due, room.hundredths);
    uses.push({ period, hundredths, activities: cap.activities === null ? 0 : activities });
    counted += hundredths;
    if (cap.activities !== null) done += activities;
  }
  return { counted, uses };
}

function roomIn(period: string, cap: HoursCap, used: CapUsage): { hundredths: number; activities: number } {
  const taken = used.get(period);
  return {
    hundredths: (cap.hundredths ?? Infinity) - (taken?.hundredths ?? 0),
    activities: (cap.activities ?? Infinity) - (taken?.activities ?? 0),
  };
}

/** Adds what entries have taken to what was taken before. */
export function usageOf(entries: Iterable<readonly CapUse[]>, before: CapUsage = new Map()): CapUsage {
  const usage = new Map(before);
  for (const uses of entries) {
    for (const use of uses) {
      const sum = usage.get(use.period);
      usage.set(use.period, {
        hundredths: (sum?.hundredths ?? 0) + use.hundredths,
        activities: (sum?.activities ?? 0) + use.activities,
      });
    }
  }
  return usage;
}
