import { AppError } from '@betang/platform';
import type { NewPlan } from './plans.js';

/** The last year of a plan (rencana); without one said it is the first. @throws AppError `plan-years-wrong` 422, field `lastYear` */
export function lastYearOf(
  plan: Pick<NewPlan, 'kind' | 'firstYear'> & { readonly lastYear?: number | undefined },
): number {
  const { kind, firstYear, lastYear = firstYear } = plan;
  if (lastYear < firstYear || (kind === 'ANNUAL' && lastYear !== firstYear))
    throw new AppError('plan-years-wrong', { status: 422, field: 'lastYear', params: { firstYear } });
  return lastYear;
}
