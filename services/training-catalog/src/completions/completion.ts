/** How far a training reached: decides between national and international learning hours (PerLAN 10/2018). */
export const TRAINING_SCOPES = ['NATIONAL', 'INTERNATIONAL'] as const;
export type TrainingScope = (typeof TRAINING_SCOPES)[number];

/** What was completed, as somebody tells it. */
export interface CompletionDetails {
  readonly programmeId: string | null;
  readonly sessionId: string | null;
  readonly title: string;
  readonly organiser: string;
  /** Path of development (jalur), `KL01` … `PEND`. */
  readonly pathCode: string;
  readonly scope: TrainingScope;
  /** Hundredths of the unit that the path counts in: JP of the programme, days, sessions, activities or semesters. */
  readonly quantityHundredths: number;
  readonly startedOn: string;
  /** Last day; its year is the year the hours count in. */
  readonly completedOn: string;
  readonly certificateNumber: string | null;
}

/** A completion on record. */
export interface Completion extends CompletionDetails {
  readonly completionId: string;
  readonly employeeId: string;
}
