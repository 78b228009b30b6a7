import { ReferenceDataError } from './reference-data.error.js';

/** One row of a reference file: each reader checks its cell and names file, line and column when it is wrong. */
export class ReferenceRow<Column extends string> {
  constructor(
    readonly file: string,
    readonly line: number,
    private readonly cells: Readonly<Record<Column, string>>,
  ) {}

  text(column: Column): string {
    return this.cells[column] || this.fail(column, 'is empty');
  }

  oneOf<const T extends string>(column: Column, allowed: readonly T[]): T {
    const text = this.text(column);
    return allowed.find((value) => value === text) ?? this.fail(column, `is none of ${allowed.join(', ')}`);
  }

  matching(column: Column, pattern: RegExp, form: string): string {
    const text = this.text(column);
    return pattern.test(text) ? text : this.fail(column, `is not ${form}`);
  }

  /** A whole number, zero or more. */
  integer(column: Column): number {
    return Number(this.matching(column, /^\d{1,12}$/, 'a whole number'));
  }

  decimal(column: Column): number {
    return Number(this.matching(column, /^-?\d{1,9}(\.\d{1,6})?$/, 'a decimal number'));
  }

  /** Learning hours with at most two decimals, as integer hundredths of a JP: `40.5` is 4050. */
  hundredths(column: Column): number {
    const [whole, decimals = ''] = this.matching(
      column,
      /^\d{1,6}(\.\d{1,2})?$/,
      'learning hours like 4 or 40.5',
    ).split('.');
    return Number(`${whole}${decimals.padEnd(2, '0')}`);
  }

  /** A day that the calendar has, `YYYY-MM-DD`. */
  date(column: Column): string {
    const text = this.matching(column, /^\d{4}-\d{2}-\d{2}$/, 'a date like 2018-01-01');
    const day = new Date(`${text}T00:00:00Z`);
    if (Number.isNaN(day.getTime()) || !day.toISOString().startsWith(text))
      this.fail(column, 'is no day of the calendar');
    return text;
  }

  /** `read` of a cell, or null where it is blank. */
  optional<C extends Column, T>(column: C, read: (column: C) => T): T | null {
    return this.cells[column] === '' ? null : read.call(this, column);
  }

  fail(column: Column, problem: string, options?: ErrorOptions): never {
    throw new ReferenceDataError({ file: this.file, line: this.line, column }, problem, options);
  }
}
