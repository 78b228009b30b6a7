/** Kinds of statements that reports are made of, beside learning hours. */
export type StatementKind =
  | 'programme-use'
  | 'overlap'
  | 'evaluation'
  | 'completeness'
  | 'budget-share'
  | 'competency-gap'
  | 'plan'
  | 'talent'
  | 'readiness'
  | 'contingency-plan'
  | 'drill'
  | 'session'
  | 'session-end'
  | 'programme';

/** The event that a figure was taken from: its lineage ends there. */
export interface FigureSource {
  readonly region: string;
  readonly service: string;
  readonly audience: string;
  readonly epoch: string;
  readonly position: number;
  readonly eventId: string;
  /** When the origin says that it was true. */
  readonly asOf: Date;
}

/** A statement as it came, and where from. */
export interface Statement<D> {
  readonly region: string;
  readonly subject: string;
  readonly year: number | null;
  readonly agencyId: string | null;
  readonly data: D;
  readonly source: FigureSource;
}
