import type { FUNDING_PATTERNS, MODULE_MODES } from '@betang/contracts';

/** Who pays (pola pendanaan). */
export type FundingPattern = (typeof FUNDING_PATTERNS)[number];
/** How one module is taught. */
export type ModuleMode = (typeof MODULE_MODES)[number];

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
