import type { NewEvent } from '@betang/contracts';
import type { Transaction } from '@betang/platform';
import type { Hazard } from './hazards.js';

/** Has the plans of a hazard looked at again when its risk rises; the module says who does. */
export abstract class RiskWatch {
  /** `hazard` is as it was before. Answers what follows, for the command's own `settle`. */
  abstract askForHazard(
    tx: Transaction,
    hazard: Hazard,
  ): Promise<{ readonly plans: readonly string[]; readonly events: readonly NewEvent[] }>;
}
