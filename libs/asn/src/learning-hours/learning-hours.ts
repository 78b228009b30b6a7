import { AsnError } from '../errors/asn-error.js';
import type { AsnLocale } from '../errors/asn-error.messages.js';
import { parseHundredths } from './decimal-text.js';

/** Length of one learning hour (jam pelajaran, JP) in minutes: PerLAN 5/2018. */
export const MINUTES_PER_LEARNING_HOUR = 45;

/**
 * An amount of learning hours (jam pelajaran, JP), held as an integer of hundredths: 40.5 JP occurs and sums must be exact.
 * Amounts may be negative, since a ledger reverses an entry by its opposite; `parse` accepts none below zero.
 */
export class LearningHours {
  static readonly zero = new LearningHours(0);

  private constructor(readonly hundredths: number) {
    if (!Number.isSafeInteger(hundredths)) {
      throw new AsnError('learning-hours.range', 'Learning hours are a safe integer of hundredths.');
    }
    Object.freeze(this);
  }

  /** Hundredths of a JP: 4050 is 40.5 JP. Throws `learning-hours.range` when it is no safe integer. */
  static fromHundredths(hundredths: number): LearningHours {
    return hundredths === 0 ? LearningHours.zero : new LearningHours(hundredths);
  }

  /** Whole JP. */
  static fromJp(jp: number): LearningHours {
    return LearningHours.fromHundredths(jp * 100);
  }

  /** Reads `40`, `40,5`, `1.240,5`, `40.5`, `40,5 JP`. Throws `learning-hours.*`. */
  static parse(text: string): LearningHours {
    return LearningHours.fromHundredths(parseHundredths(text));
  }

  static sum(amounts: Iterable<LearningHours>): LearningHours {
    let total = 0;
    for (const amount of amounts) total += amount.hundredths;
    return LearningHours.fromHundredths(total);
  }

  static min(a: LearningHours, b: LearningHours): LearningHours {
    return a.hundredths <= b.hundredths ? a : b;
  }

  static max(a: LearningHours, b: LearningHours): LearningHours {
    return a.hundredths >= b.hundredths ? a : b;
  }

  static compare(a: LearningHours, b: LearningHours): number {
    return a.hundredths - b.hundredths;
  }

  add(other: LearningHours): LearningHours {
    return LearningHours.fromHundredths(this.hundredths + other.hundredths);
  }

  subtract(other: LearningHours): LearningHours {
    return LearningHours.fromHundredths(this.hundredths - other.hundredths);
  }

  /** The opposite amount, for a reversal. */
  negate(): LearningHours {
    return LearningHours.zero.subtract(this);
  }

  /** A whole number of times: days of a seminar, sessions of coaching. */
  times(count: number): LearningHours {
    return LearningHours.fromHundredths(this.hundredths * count);
  }

  /** This amount and a bonus in whole per cent, cut to a hundredth: the bonus for international scope. */
  plusPercent(percent: number): LearningHours {
    return LearningHours.fromHundredths(Math.trunc((this.hundredths * (100 + percent)) / 100));
  }

  get isZero(): boolean {
    return this.hundredths === 0;
  }

  get isNegative(): boolean {
    return this.hundredths < 0;
  }

  equals(other: LearningHours): boolean {
    return this.hundredths === other.hundredths;
  }

  /** `40,5 JP` in Indonesian, `40.5 JP` in English. */
  format(locale: AsnLocale): string {
    return `${formats[locale].format(this.hundredths / 100)} JP`;
  }

  toString(): string {
    return this.format('en');
  }

  /** Hundredths: what events and tables hold. */
  toJSON(): number {
    return this.hundredths;
  }
}

const formats: Readonly<Record<AsnLocale, Intl.NumberFormat>> = {
  id: new Intl.NumberFormat('id-ID', { maximumFractionDigits: 2 }),
  en: new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 }),
};
