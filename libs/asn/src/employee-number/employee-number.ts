import { CalendarDate } from '../calendar/calendar-date.js';
import type { EmploymentStatus } from '../employment/employment-status.js';
import type { Sex } from '../employment/sex.js';
import { kindOf, validDigits } from './employee-number.rules.js';
import type { EmployeeNumberKind } from './employee-number.rules.js';
import { maskDigits } from './masking.js';

/** First appointment as the number tells it: year and month for a NIP, year and count of work agreements for a NI PPPK. */
export type Appointment =
  | { readonly kind: 'NIP'; readonly year: number; readonly month: number }
  | { readonly kind: 'NI_PPPK'; readonly year: number; readonly agreements: number };

export interface EmployeeNumberOptions {
  /** Status of the person where it is known; decides whether digits 13-14 are a month. */
  readonly status?: EmploymentStatus;
}

/**
 * Employee number of 18 digits (NIP or NI PPPK): birth date, first appointment, sex, sequence. It has no check digit. It is personal data and no
 * key: text, JSON and inspection show it masked, and who needs it whole asks for `digits`.
 */
export class EmployeeNumber {
  readonly #digits: string;
  readonly kind: EmployeeNumberKind;

  private constructor(digits: string, kind: EmployeeNumberKind) {
    this.#digits = digits;
    this.kind = kind;
    Object.freeze(this);
  }

  /**
   * Reads text or a spreadsheet's cell value; spaces are for display only and dropped. Throws `employee-number.empty`, `.not-digits`,
   * `.length`, `.damaged` (params.reason is a `SpreadsheetDamage`), `.birth-date`, `.appointment-month` or `.sex`.
   */
  static parse(value: string | number, options: EmployeeNumberOptions = {}): EmployeeNumber {
    const digits = validDigits(value, options.status);
    return new EmployeeNumber(digits, kindOf(digits, options.status));
  }

  /** All 18 digits. Personal data: never into logs, addresses or error texts. */
  get digits(): string {
    return this.#digits;
  }

  get birthDate(): CalendarDate {
    return CalendarDate.of(this.#number(0, 4), this.#number(4, 6), this.#number(6, 8));
  }

  get sex(): Sex {
    return this.#digits[14] === '1' ? 'MALE' : 'FEMALE';
  }

  get appointment(): Appointment {
    const year = this.#number(8, 12);
    const second = this.#number(12, 14);
    return this.kind === 'NIP' ? { kind: 'NIP', year, month: second } : { kind: 'NI_PPPK', year, agreements: second };
  }

  /** 1-999, counted within equal first 15 digits. */
  get sequence(): number {
    return this.#number(15, 18);
  }

  /** Printed form, `19860926 201505 1 001`. Personal data as `digits` is. */
  get printed(): string {
    const d = this.#digits;
    return `${d.slice(0, 8)} ${d.slice(8, 14)} ${d[14]} ${d.slice(15)}`;
  }

  /** `1986**********1001`. */
  get masked(): string {
    return maskDigits(this.#digits);
  }

  equals(other: EmployeeNumber): boolean {
    return this.#digits === other.#digits;
  }

  toString(): string {
    return this.masked;
  }

  toJSON(): string {
    return this.masked;
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return `EmployeeNumber(${this.masked})`;
  }

  #number(from: number, to: number): number {
    return Number(this.#digits.slice(from, to));
  }
}
