import { AsnError } from '../errors/asn-error.js';
import type { AsnLocale } from '../errors/asn-error.messages.js';
import { tidy } from '../field-text.js';
import { findMonth, monthNames } from './month-names.js';

const ISO = /^(\d{4})-(\d{2})-(\d{2})$/;
const DAY_FIRST = /^(\d{1,2})\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?(\d{4}|\d{2})$/;
const WRITTEN_MONTH = /^(\d{1,2})[\s-]+([A-Za-z]+\.?)[\s-]+(\d{4}|\d{2})$/;
/** Any separator, one or two digits: only where the year comes first there is no doubt which of the others is the month. */
const YEAR_FIRST = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/;
/** Databases put a time of day behind. One with a zone is left alone: midnight here is the day before in UTC. */
const TIME_OF_DAY = /(?<=\d)[T ]\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:[.,]\d{1,9})?)?$/;
const WEEKDAY = /^(senin|selasa|rabu|kamis|jum'?at|sabtu|minggu|ahad)\s*,\s*/i;
const MILLISECONDS_A_DAY = 86_400_000;

/** A day of the calendar (tanggal) without time or zone; travels and is stored as `YYYY-MM-DD`. */
export class CalendarDate {
  private constructor(
    readonly year: number,
    readonly month: number,
    readonly day: number,
  ) {
    if (!isInCalendar(year, month, day)) {
      throw new AsnError('calendar-date.not-in-calendar', 'No such day in the calendar.');
    }
    Object.freeze(this);
  }

  /** Throws `calendar-date.not-in-calendar`. Month and day count from 1. */
  static of(year: number, month: number, day: number): CalendarDate {
    return new CalendarDate(year, month, day);
  }

  /** Reads `YYYY-MM-DD` only: the form of interfaces and events. Throws `calendar-date.*`. */
  static parse(text: string): CalendarDate {
    const match = ISO.exec(text);
    if (!match) throw new AsnError('calendar-date.shape', 'A date is written YYYY-MM-DD.');
    return new CalendarDate(Number(match[1]), Number(match[2]), Number(match[3]));
  }

  /**
   * Reads a date as offices write it, day first: `26-09-1986`, `26/9/1986`, `26 September 1986`, `Jumat, 26 Sept. 1986`, and dates
   * with the year first; a time of day behind is left out.
   * A year of two digits is refused: birth dates of 1925 and 2025 both occur. Throws `calendar-date.*`.
   */
  static parseIndonesian(text: string): CalendarDate {
    const plain = tidy(text).replace(WEEKDAY, '').replace(TIME_OF_DAY, '');
    const ordered = YEAR_FIRST.exec(plain);
    if (ordered) return new CalendarDate(Number(ordered[1]), Number(ordered[2]), Number(ordered[3]));
    const numeric = DAY_FIRST.exec(plain);
    if (numeric) return fromParts(numeric[1]!, Number(numeric[2]), numeric[3]!);
    const written = WRITTEN_MONTH.exec(plain);
    const month = written && findMonth(written[2]!);
    if (!written || !month) throw new AsnError('calendar-date.shape', 'A date is written day, month, year.');
    return fromParts(written[1]!, month, written[3]!);
  }

  /** The day of a date cell: spreadsheet readers give date cells as midnight in UTC. */
  static fromUtcDate(date: Date): CalendarDate {
    if (Number.isNaN(date.getTime())) throw new AsnError('calendar-date.shape', 'Not a point in time.');
    return new CalendarDate(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate());
  }

  /**
   * The day of a spreadsheet's serial number, 1900 system. Serials up to 60 are refused: spreadsheets count a 29 February 1900 that never
   * was, so they disagree there. Throws `calendar-date.shape`.
   */
  static fromSpreadsheetSerial(serial: number): CalendarDate {
    if (!Number.isFinite(serial) || serial < 61 || serial >= 2_958_466) {
      throw new AsnError('calendar-date.shape', 'Not the serial number of a date.');
    }
    return CalendarDate.fromUtcDate(new Date(Date.UTC(1899, 11, 30) + Math.floor(serial) * MILLISECONDS_A_DAY));
  }

  /** `YYYY-MM-DD`. */
  get iso(): string {
    return `${String(this.year).padStart(4, '0')}-${two(this.month)}-${two(this.day)}`;
  }

  plusDays(days: number): CalendarDate {
    return CalendarDate.fromUtcDate(new Date(Date.UTC(this.year, this.month - 1, this.day + days)));
  }

  /** The same day some months later, or that month's last day where it has no such day. */
  plusMonths(months: number): CalendarDate {
    const index = this.year * 12 + (this.month - 1) + months;
    const year = Math.floor(index / 12);
    const month = index - year * 12 + 1;
    return new CalendarDate(year, month, Math.min(this.day, daysIn(year, month)));
  }

  /** Days from this date to the other; negative when the other is earlier. */
  daysUntil(other: CalendarDate): number {
    return (utc(other) - utc(this)) / MILLISECONDS_A_DAY;
  }

  isBefore(other: CalendarDate): boolean {
    return CalendarDate.compare(this, other) < 0;
  }

  equals(other: CalendarDate): boolean {
    return CalendarDate.compare(this, other) === 0;
  }

  static compare(a: CalendarDate, b: CalendarDate): number {
    return a.year - b.year || a.month - b.month || a.day - b.day;
  }

  /** `26 September 1986`; both languages put the day first. */
  format(locale: AsnLocale): string {
    return `${this.day} ${monthNames[locale][this.month - 1]} ${this.year}`;
  }

  toString(): string {
    return this.iso;
  }

  toJSON(): string {
    return this.iso;
  }
}

function fromParts(day: string, month: number, year: string): CalendarDate {
  if (year.length === 2) throw new AsnError('calendar-date.two-digit-year', 'A year has four digits.');
  return CalendarDate.of(Number(year), month, Number(day));
}

function isInCalendar(year: number, month: number, day: number): boolean {
  const whole = [year, month, day].every(Number.isInteger);
  return whole && year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

function utc(date: CalendarDate): number {
  return Date.UTC(date.year, date.month - 1, date.day);
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}
