import { findLearningPath } from '@betang/contracts';
import { AppError, type FieldProblem } from '@betang/platform';
import { isTargetGroup } from './target-groups.js';
import type { ProgrammeDetails } from './programme-details.js';
import type { ProgrammeModule } from '../database/programme-parts.js';

type Checked = Pick<ProgrammeDetails, 'pathCode' | 'delivery' | 'hours' | 'modules' | 'competencies' | 'targetGroups'>;

/**
 * Checks what no form can. Throws `programme-refused` (422) with the fields: the path (jalur) must be in force today; where a curriculum is given its
 * modules make up the whole hours, and blended learning has virtual sessions and independent assignments (LAN SE 18/2021).
 */
export function checkProgramme(programme: Checked, today: string): void {
  const errors = [
    ...(findLearningPath(programme.pathCode, today) ? [] : [problem('pathCode', 'completion.path-unknown')]),
    ...checkModules(programme.modules, programme),
    ...(repeats(programme.modules.map(({ moduleId }) => moduleId))
      ? [problem('modules', 'programme.module-repeated')]
      : []),
    ...(programme.targetGroups.every(isTargetGroup) ? [] : [problem('targetGroups', 'programme.target-group-unknown')]),
    ...(repeats(programme.competencies.map(({ code }) => code))
      ? [problem('competencies', 'programme.competency-repeated')]
      : []),
  ];
  if (errors.length > 0) throw new AppError('programme-refused', { status: 422, errors });
}

function checkModules(
  modules: readonly ProgrammeModule[],
  { delivery, hours }: Pick<ProgrammeDetails, 'delivery' | 'hours'>,
): FieldProblem[] {
  if (modules.length === 0) return [];
  const sum = modules.reduce((total, module) => total + module.hours, 0);
  const modes = new Set(modules.map(({ mode }) => mode));
  return [
    ...(sum === hours ? [] : [problem('modules', 'programme.modules-not-whole')]),
    ...(delivery !== 'BLENDED' || (modes.has('VIRTUAL_SESSION') && modes.has('INDEPENDENT_ASSIGNMENT'))
      ? []
      : [problem('modules', 'programme.blended-needs-both')]),
  ];
}

const repeats = (values: readonly string[]) => new Set(values).size < values.length;
const problem = (field: string, code: string): FieldProblem => ({ field, code });
