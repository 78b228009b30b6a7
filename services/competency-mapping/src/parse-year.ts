import { AppError } from '@betang/platform';
import { Injectable, type PipeTransform } from '@nestjs/common';

const FIRST = 2000;
const LAST = 2200;

/** A calendar year in a path, as bodies take it. Throws `validation-failed` (400): a number beyond what the database holds is nobody's year. */
@Injectable()
export class ParseYearPipe implements PipeTransform<string, number> {
  transform(text: string): number {
    const year = /^\d{1,15}$/.test(text) ? Number(text) : undefined;
    const problem =
      year === undefined
        ? { code: 'is-int' }
        : year < FIRST
          ? { code: 'min', params: { 1: FIRST } }
          : year > LAST
            ? { code: 'max', params: { 1: LAST } }
            : undefined;
    if (year === undefined || problem !== undefined)
      throw new AppError('validation-failed', { status: 400, errors: [{ field: 'year', ...problem! }] });
    return year;
  }
}
