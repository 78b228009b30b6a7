import { findLearningPath } from '@betang/contracts';
import type { CompletionDetails } from './completion.js';

/** Why a completion cannot be recorded as it is told; the field is its own name of {@link CompletionDetails}. */
export interface CompletionProblem {
  readonly field: keyof CompletionDetails;
  readonly code: CompletionProblemCode;
}

export type CompletionProblemCode =
  'completion.path-unknown' | 'completion.ends-before-start' | 'completion.in-future' | 'completion.too-early';

/** No employee of today was in service before. */
const EARLIEST = '1950-01-01';

/** Checks what no form can: dates against each other and against the day, the path against the reference data of its last day. */
export function checkCompletion(
  details: Pick<CompletionDetails, 'pathCode' | 'startedOn' | 'completedOn'>,
  today: string,
): CompletionProblem[] {
  const { pathCode, startedOn, completedOn } = details;
  if (startedOn < EARLIEST) return [{ field: 'startedOn', code: 'completion.too-early' }];
  if (completedOn < startedOn) return [{ field: 'completedOn', code: 'completion.ends-before-start' }];
  if (completedOn > today) return [{ field: 'completedOn', code: 'completion.in-future' }];
  // Completions of years before the rules are on record all the same: whether they count is for the ledger to say.
  if (findLearningPath(pathCode, completedOn) ?? findLearningPath(pathCode, today)) return [];
  return [{ field: 'pathCode', code: 'completion.path-unknown' }];
}
