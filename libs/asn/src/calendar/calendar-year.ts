import { AsnError } from '../errors/asn-error.js';
import { CalendarDate } from './calendar-date.js';

const MINIMUM = 1900;
const MAXIMUM = 2200;

/** Calendar year (tahun kalender), the period in which learning hours are counted (PP 11/2017 art. 203). */
export class CalendarYear {
  private constructor(readonly value: number) {
    if (!Number.isInteger(value) || value < MINIMUM || value > MAXIMUM) {
      throw new AsnError('calendar-year.range', `A year is between ${MINIMUM} and ${MAXIMUM}.`, {
        params: { minimum: MINIMUM, maximum: MAXIMUM },
      });
    }
    Object.freeze(this);
  }

  /** Throws `calendar-year.range`. */
  static of(value: number): CalendarYear {
    return new CalendarYear(value);
  }

  /** Reads `2026`. Throws `calendar-year.*`. */
  static parse(text: string): CalendarYear {
    const trimmed = text.trim();
    if (!/^\d{4}$/.test(trimmed)) throw new AsnError('calendar-year.shape', 'A year has four digits.');
    return new CalendarYear(Number(trimmed));
  }

  get firstDay(): CalendarDate {
    return CalendarDate.of(this.value, 1, 1);
  }

  get lastDay(): CalendarDate {
    return CalendarDate.of(this.value, 12, 31);
  }

  get next(): CalendarYear {
    return new CalendarYear(this.value + 1);
  }

  get previous(): CalendarYear {
    return new CalendarYear(this.value - 1);
  }

  contains(date: CalendarDate): boolean {
    return date.year === this.value;
  }

  equals(other: CalendarYear): boolean {
    return this.value === other.value;
  }

  toString(): string {
    return String(this.value);
  }

  toJSON(): number {
    return this.value;
  }
}
