import { FUNDING_PATTERNS, MODULE_MODES } from '@betang/contracts';
import type { Delivery } from '../database/programme.entity.js';

export { FUNDING_PATTERNS, MODULE_MODES };
/** Who pays (pola pendanaan). */
export type FundingPattern = (typeof FUNDING_PATTERNS)[number];
/** How one module is taught. */
export type ModuleMode = (typeof MODULE_MODES)[number];

/** A competency and the level, 1 to 5, that the programme leads to; null where it names none (PermenPANRB 38/2017). */
export interface CompetencyAtLevel {
  readonly code: string;
  readonly level: number | null;
}

/** A module (mata pelatihan) of the curriculum. */
export interface ProgrammeModule {
  readonly moduleId: string;
  readonly title: string;
  readonly mode: ModuleMode;
  /** Hundredths of a JP. */
  readonly hours: number;
}

/** Who teaches (widyaiswara, narasumber). Personal data: stays in the region. */
export interface ProgrammeTrainer {
  readonly name: string;
  readonly institution: string | null;
  /** When it is one of the region's own employees. */
  readonly employeeId: string | null;
}

/** A programme of another region that this one was taken from: adopted as it is, or forked and changed. */
export interface ProgrammeOrigin {
  readonly kind: 'ADOPTED' | 'FORKED';
  readonly programmeId: string;
  readonly programmeVersion: number;
  readonly region: string;
}

/** What an officer says about a programme. */
export interface ProgrammeDetails {
  readonly title: string;
  readonly pathCode: string;
  readonly delivery: Delivery;
  readonly hours: number;
  readonly meetings: number;
  readonly organiser: string;
  readonly developmentTarget: string | null;
  readonly developmentTargetId: string | null;
  readonly competencies: readonly CompetencyAtLevel[];
  readonly targetGroups: readonly string[];
  readonly modules: readonly ProgrammeModule[];
  readonly trainers: readonly ProgrammeTrainer[];
  /** Integer rupiah. */
  readonly costPerParticipant: number;
  /** Integer rupiah, whatever the number of participants. */
  readonly fixedCost: number;
  readonly fundingPattern: FundingPattern;
}
