import { ApiProperty, ApiPropertyOptional } from '@betang/platform';
import { ASSIGNMENT_FORMS, type AssignmentForm } from './assignment.dto.js';

const ROLES = ['FIRST', 'SECOND', 'THIRD', 'APPEAL'] as const;

export class CriterionView {
  @ApiProperty() readonly criterion: string;
  @ApiProperty() readonly maxPoints: number;
  @ApiProperty({ type: String, nullable: true }) readonly description: string | null;
}

export class AssignmentView {
  @ApiProperty({ format: 'uuid' }) readonly assignmentId: string;
  @ApiProperty({ format: 'uuid' }) readonly sessionId: string;
  @ApiProperty() readonly title: string;
  @ApiProperty() readonly instructions: string;
  @ApiProperty({ format: 'date-time' }) readonly dueAt: Date;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) readonly lateUntil: Date | null;
  @ApiProperty() readonly latePenalty: number;
  @ApiProperty({ enum: ASSIGNMENT_FORMS }) readonly form: AssignmentForm;
  @ApiProperty() readonly independent: boolean;
  @ApiProperty({ type: [CriterionView] }) readonly rubric: readonly CriterionView[];
  @ApiProperty() readonly weight: number;
  @ApiProperty() readonly secondMarker: boolean;
  @ApiProperty() readonly tolerance: number;
}

export class AssignmentPage {
  @ApiProperty({ type: [AssignmentView] }) readonly items: readonly AssignmentView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

export class SubmissionView {
  @ApiProperty({ format: 'uuid' }) readonly submissionId: string;
  @ApiProperty({ format: 'uuid' }) readonly assignmentId: string;
  @ApiProperty({ format: 'uuid' }) readonly enrolmentId: string;
  @ApiProperty() readonly attempt: number;
  @ApiProperty({ type: String, nullable: true }) readonly text: string | null;
  @ApiProperty({ type: String, nullable: true }) readonly fileName: string | null;
  @ApiProperty() readonly late: boolean;
  @ApiProperty({ format: 'date-time' }) readonly submittedAt: Date;
  @ApiProperty({ type: Number, nullable: true, description: 'Final mark, hundredths of a percent' })
  readonly mark: number | null;
}

/** For the marker: without the name, so that work is marked and not people. */
export class SubmissionPage {
  @ApiProperty({ type: [SubmissionView] }) readonly items: readonly SubmissionView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

export class MarkedView {
  @ApiProperty({ format: 'uuid' }) readonly submissionId: string;
  @ApiProperty({ type: Number, nullable: true, description: 'Final mark, once there is one' })
  readonly mark: number | null;
  @ApiProperty({ enum: ROLES, nullable: true, description: 'Who has to mark next' })
  readonly awaits: (typeof ROLES)[number] | null;
}

export class MarkingView {
  @ApiProperty({ enum: ROLES }) readonly role: (typeof ROLES)[number];
  @ApiProperty() readonly mark: number;
  @ApiProperty({ type: 'object', additionalProperties: { type: 'number' } }) readonly points: Record<string, number>;
  @ApiProperty({ type: String, nullable: true }) readonly remark: string | null;
}

export class OwnSubmissionView extends SubmissionView {
  @ApiProperty({ type: [MarkingView], description: 'Shown once the mark is final' })
  readonly markings: readonly MarkingView[];
  @ApiProperty({ type: String, nullable: true }) readonly appealState: string | null;
}

export class OwnSubmissionPage {
  @ApiProperty({ type: [OwnSubmissionView] }) readonly items: readonly OwnSubmissionView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

export class AppealView {
  @ApiProperty({ format: 'uuid' }) readonly appealId: string;
  @ApiProperty({ format: 'uuid' }) readonly submissionId: string;
  @ApiProperty({ format: 'uuid' }) readonly assignmentId: string;
  @ApiProperty() readonly reason: string;
  @ApiProperty({ enum: ['OPEN', 'UPHELD', 'REJECTED'] }) readonly state: string;
  @ApiProperty({ type: String, nullable: true }) readonly answer: string | null;
  @ApiProperty({ format: 'date-time' }) readonly madeAt: Date;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) readonly decidedAt: Date | null;
}

export class AppealPage {
  @ApiProperty({ type: [AppealView] }) readonly items: readonly AppealView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}
