export const REQUEST_STATES = ['OPEN', 'CLOSED', 'WITHDRAWN'] as const;
export type RequestState = (typeof REQUEST_STATES)[number];

export const ANSWER_STATES = ['ASKED', 'ANSWERED', 'DECLINED'] as const;
export type AnswerState = (typeof ANSWER_STATES)[number];

/** What colleagues showed together of one competency. */
export interface CombinedResult {
  readonly code: string;
  /** Mean of their levels, rounded down. */
  readonly level: number;
  /** How many said something of this competency. */
  readonly answers: number;
}

/** A request to colleagues (rekan kerja) to assess a person. */
export interface PeerRequest {
  readonly requestId: string;
  readonly employeeId: string;
  readonly dictionaryId: string;
  readonly competencyCodes: readonly string[];
  /** Last day of answers, YYYY-MM-DD. */
  readonly dueOn: string;
  readonly state: RequestState;
  /** Under so many answers nothing counts and nothing shows. */
  readonly leastAnswers: number;
  readonly ruleVersion: string;
  /** Null while it is open, and where too few answered. */
  readonly result: readonly CombinedResult[] | null;
  readonly answers: number | null;
  readonly askedEmployeeId: string | null;
  readonly askedAt: Date;
  readonly endedAt: Date | null;
  readonly endedReason: string | null;
}

/** Levels by competency, as one colleague sees them. */
export type PeerLevels = Readonly<Record<string, number>>;
