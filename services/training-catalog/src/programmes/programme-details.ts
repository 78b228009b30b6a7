import type { Delivery } from '../database/programme.entity.js';
import type { FundingPattern, ProgrammeModule, ProgrammeTrainer } from '../database/programme-parts.js';
import type { CompetencyAtLevel } from '../dictionary/competency-at-level.js';

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
