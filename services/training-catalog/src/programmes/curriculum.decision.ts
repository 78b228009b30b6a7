import { findLearningPath } from '@betang/contracts';
import { AppError, type FieldProblem } from '@betang/platform';
import type { CatalogueRules } from '../rules/catalogue-rules.js';
import type { ProgrammeDetails } from './programme-details.js';

type Outlined = Pick<ProgrammeDetails, 'pathCode' | 'delivery' | 'modules'>;

/**
 * What is left open where no curriculum is given: that blended learning has virtual sessions and independent assignments (LAN SE 18/2021), and what
 * makes up the hours (JP) of a path that counts them. A curriculum that is given is whole, or was refused; days and sessions need none.
 */
export function curriculumGaps({ pathCode, delivery, modules }: Outlined, day: string): FieldProblem[] {
  if (modules.length > 0) return [];
  if (delivery === 'BLENDED') return [{ field: 'modules', code: 'programme.blended-needs-both' }];
  const byHours = findLearningPath(pathCode, day)?.unit === 'PROGRAM_JP';
  return byHours ? [{ field: 'modules', code: 'programme.modules-missing' }] : [];
}

/** Throws `programme-refused` (422) where the rules ask for a curriculum and none is given. */
export function assertCurriculum(programme: Outlined, { curriculum }: CatalogueRules, day: string): void {
  const errors = curriculum === 'REQUIRED' ? curriculumGaps(programme, day) : [];
  if (errors.length > 0) throw new AppError('programme-refused', { status: 422, errors });
}
