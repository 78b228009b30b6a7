export const QUESTION_KINDS = ['SINGLE', 'MULTIPLE', 'NUMBER'] as const;
export type QuestionKind = (typeof QUESTION_KINDS)[number];

export interface Option {
  readonly id: string;
  readonly text: string;
}

/** What is right: ids of options, or a number with its tolerance. Never sent to a client that takes the test. */
export interface RightAnswer {
  readonly options?: readonly string[];
  readonly number?: number;
  readonly tolerance?: number;
}

export interface Question {
  readonly questionId: string;
  readonly kind: QuestionKind;
  readonly wording: string;
  readonly options: readonly Option[];
  readonly answer: RightAnswer;
  readonly points: number;
}

/** What somebody answered: ids of options, or a number. */
export interface GivenAnswer {
  readonly options?: readonly string[];
  readonly number?: number;
}
