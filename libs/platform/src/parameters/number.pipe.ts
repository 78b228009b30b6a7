import { Injectable } from '@nestjs/common';
import type { ArgumentMetadata, PipeTransform } from '@nestjs/common';

import { AppError } from '../errors/app-error.js';
import type { FieldProblem } from '../errors/app-error.js';

const WHOLE = /^-?\d{1,15}$/;
const LARGEST_INTEGER = 2_147_483_647;
const LARGEST_SERIAL = 999_999_999_999_999;
const FIRST_YEAR = 1950;
const LAST_YEAR = 2200;

/**
 * A whole number in a path, such as of a version: no larger than the `integer` of a database. Where it does not fit, it is refused by name
 * (`validation-failed`, 400) before the endpoint is asked, and its range stands in the OpenAPI document.
 */
@Injectable()
export class NumberPipe implements PipeTransform<string | number, number> {
  readonly least: number = 1;
  readonly most: number = LARGEST_INTEGER;

  /** What is wrong with the text; undefined: nothing. */
  problemOf(text: unknown, field: string): FieldProblem | undefined {
    if (typeof text !== 'string' || !WHOLE.test(text)) return { field, code: 'is-int' };
    if (Number(text) < this.least) return { field, code: 'min', params: { 1: this.least } };
    return Number(text) > this.most ? { field, code: 'max', params: { 1: this.most } } : undefined;
  }

  /** What comes here may have been made a number by the pipe of the whole application. */
  transform(given: string | number, { data = 'number' }: ArgumentMetadata): number {
    const problem = this.problemOf(String(given), data);
    if (problem !== undefined) throw new AppError('validation-failed', { status: 400, errors: [problem] });
    return Number(given);
  }
}

/** The number of a row that the database counts itself (`bigint`). */
@Injectable()
export class SerialPipe extends NumberPipe {
  override readonly most = LARGEST_SERIAL;
}

/** A calendar year in a path, as `?year=` takes it too. */
@Injectable()
export class YearPipe extends NumberPipe {
  override readonly least: number = FIRST_YEAR;
  override readonly most = LAST_YEAR;
}
