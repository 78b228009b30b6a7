import { AppError } from '@betang/platform';
import type { DevelopmentTarget } from './development-target.js';
import { targetStanding } from './target-standing.decision.js';

/** What a programme can serve: visions and missions are too wide to be measured by one. */
const SERVED = new Set(['GOAL', 'TARGET', 'INDICATOR']);

/** What a programme says of its target, and what the register knows. */
export interface TargetClaim {
  readonly developmentTargetId: string | null;
  readonly developmentTarget: string | null;
  /** The target of that id, when the register has it. */
  readonly found: DevelopmentTarget | undefined;
  /** Whether wording alone is not enough: there is a register, or the rules ask for one. */
  readonly registered: boolean;
  readonly region: string;
  readonly today: string;
}

/**
 * The wording of the target that a programme serves. Nothing is published without one (row R12): it is a goal, target or indicator of the
 * region's own plan or its province's, in force today. Throws `programme-target-missing`, `programme-target-unknown`,
 * `programme-target-not-served` (422).
 */
export function servedTarget(claim: TargetClaim): string {
  const { developmentTargetId, developmentTarget, found, registered, region, today } = claim;
  if (developmentTargetId === null) {
    if (registered || developmentTarget === null) throw refusal('programme-target-missing');
    return developmentTarget;
  }
  if (!found) throw refusal('programme-target-unknown');
  const near = found.region === region || found.region === region.slice(0, 2);
  const inForce = targetStanding(developmentTargetId, found, today) === 'IN_FORCE';
  if (!near || !inForce || !SERVED.has(found.kind)) throw refusal('programme-target-not-served');
  return found.title.slice(0, LONGEST);
}

/** As long as the catalogue tells it. */
const LONGEST = 300;

const refusal = (code: string) => new AppError(code, { status: 422, field: 'developmentTargetId' });
