import { checkAmount, type AmountBounds, type AmountProblem, type AmountProblemCode } from '@betang/asn';
import { findLearningPath } from '@betang/contracts';
import type { CompletionDetails } from './completion.js';

/** Why a completion cannot be recorded as it is told; the field is its own name of {@link CompletionDetails}. */
export interface CompletionProblem {
  readonly field: keyof CompletionDetails;
  readonly code: CompletionProblemCode;
  /** The bound that an amount went beyond. */
  readonly params?: Readonly<Record<string, number>>;
}

export type CompletionProblemCode =
  | 'completion.path-unknown'
  | 'completion.ends-before-start'
  | 'completion.in-future'
  | 'completion.too-early'
  | 'completion.programme-unknown'
  | 'completion.session-unknown'
  | 'completion.session-of-another-programme'
  | `completion.${AmountProblemCode}`;

/** No employee of today was in service before. */
const EARLIEST = '1950-01-01';

/** Checks what no form can: dates against each other and against the day, the path against the reference data of its last day, the amount against the dates. */
export function checkCompletion(
  details: Pick<CompletionDetails, 'pathCode' | 'quantityHundredths' | 'startedOn' | 'completedOn'>,
  today: string,
  bounds: AmountBounds,
): CompletionProblem[] {
  const { pathCode, startedOn, completedOn } = details;
  if (startedOn < EARLIEST) return [{ field: 'startedOn', code: 'completion.too-early' }];
  if (completedOn < startedOn) return [{ field: 'completedOn', code: 'completion.ends-before-start' }];
  if (completedOn > today) return [{ field: 'completedOn', code: 'completion.in-future' }];
  // Completions of years before the rules are on record all the same: whether they count is for the ledger to say.
  const path = findLearningPath(pathCode, completedOn) ?? findLearningPath(pathCode, today);
  if (!path) return [{ field: 'pathCode', code: 'completion.path-unknown' }];
  const problem = checkAmount({ ...details, unit: path.unit }, bounds);
  return problem ? [completionAmountProblem(problem)] : [];
}

/** An amount that cannot be, as completions and sessions tell it. */
export function completionAmountProblem({ code, params }: AmountProblem): CompletionProblem {
  return { field: 'quantityHundredths', code: `completion.${code}`, params };
}
