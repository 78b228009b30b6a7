import { ApiProperty, ApiPropertyOptional } from '@betang/platform';
import { QUESTION_KINDS, type GivenAnswer, type Option, type QuestionKind } from './question.js';

export class OptionView {
  @ApiProperty() readonly id: string;
  @ApiProperty() readonly text: string;
}

/** For those who teach: with the right answer. */
export class QuestionView {
  @ApiProperty({ format: 'uuid' }) readonly questionId: string;
  @ApiProperty({ enum: QUESTION_KINDS }) readonly kind: QuestionKind;
  @ApiProperty({ type: String, nullable: true }) readonly topic: string | null;
  @ApiProperty() readonly wording: string;
  @ApiProperty({ type: [OptionView] }) readonly options: readonly Option[];
  @ApiProperty({ type: 'object', additionalProperties: true }) readonly answer: Record<string, unknown>;
  @ApiProperty() readonly points: number;
}

export class QuestionPage {
  @ApiProperty({ type: [QuestionView] }) readonly items: readonly QuestionView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

export class TestView {
  @ApiProperty({ format: 'uuid' }) readonly testId: string;
  @ApiProperty({ format: 'uuid' }) readonly sessionId: string;
  @ApiProperty({ enum: ['PRE', 'POST'] }) readonly stage: string;
  @ApiProperty() readonly title: string;
  @ApiProperty({ format: 'date-time' }) readonly opensAt: Date;
  @ApiProperty({ format: 'date-time' }) readonly closesAt: Date;
  @ApiProperty() readonly minutes: number;
  @ApiProperty() readonly attempts: number;
  @ApiProperty() readonly questionCount: number;
}

export class TestPage {
  @ApiProperty({ type: [TestView] }) readonly items: readonly TestView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

export class PaperQuestionView {
  @ApiProperty({ format: 'uuid' }) readonly questionId: string;
  @ApiProperty({ enum: QUESTION_KINDS }) readonly kind: string;
  @ApiProperty() readonly wording: string;
  @ApiProperty({ type: [OptionView] }) readonly options: readonly Option[];
  @ApiProperty() readonly points: number;
}

/** A sitting as the candidate sees it: questions without answers; the score once it has ended. */
export class AttemptView {
  @ApiProperty({ format: 'uuid' }) readonly attemptId: string;
  @ApiProperty({ format: 'uuid' }) readonly testId: string;
  @ApiProperty() readonly number: number;
  @ApiProperty({ type: [PaperQuestionView] }) readonly questions: readonly PaperQuestionView[];
  @ApiProperty({ type: 'object', additionalProperties: { type: 'object' }, description: 'As saved so far' })
  readonly answers: Record<string, GivenAnswer>;
  @ApiProperty({ format: 'date-time' }) readonly startedAt: Date;
  @ApiProperty({ format: 'date-time' }) readonly deadline: Date;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) readonly submittedAt: Date | null;
  @ApiProperty({ type: Number, nullable: true, description: 'Hundredths of a percent' }) readonly score: number | null;
}

export class TestResultView {
  @ApiProperty({ format: 'uuid' }) readonly enrolmentId: string;
  @ApiProperty({ format: 'uuid' }) readonly employeeId: string;
  @ApiProperty({ type: String, nullable: true }) readonly name: string | null;
  @ApiProperty() readonly attempts: number;
  @ApiProperty({ type: Number, nullable: true }) readonly best: number | null;
}

export class TestResultPage {
  @ApiProperty({ type: [TestResultView] }) readonly items: readonly TestResultView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

export class QuestionRetiredView {
  @ApiProperty({ format: 'uuid' }) readonly questionId: string;
}
