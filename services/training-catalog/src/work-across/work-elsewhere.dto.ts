import { ApiProperty, ApiPropertyOptional } from '@betang/platform';
import { CriterionView, MarkingView } from '../assignments/assignment-view.dto.js';
import { ASSIGNMENT_FORMS } from '../assignments/assignment.dto.js';
import { MaterialView } from '../programmes/programme-parts.dto.js';
import { DELIVERIES } from '../database/programme.entity.js';
import { MEETING_MODES, type MeetingMode } from '../sessions/meeting.decision.js';
import type { GivenAnswer } from '../tests/question.js';
import { PaperQuestionView } from '../tests/test-view.dto.js';
import { SITTING_STATES, type SittingState } from './sittings-elsewhere.js';

const WORK_STATES = ['SENT', 'RECEIVED', 'REFUSED', 'MARKED'] as const;

export class AssignmentElsewhereView {
  @ApiProperty({ format: 'uuid' }) readonly assignmentId: string;
  @ApiProperty() readonly title: string;
  @ApiProperty() readonly instructions: string;
  @ApiProperty({ format: 'date-time' }) readonly dueAt: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) readonly lateUntil: string | null;
  @ApiProperty() readonly latePenalty: number;
  @ApiProperty({ enum: ASSIGNMENT_FORMS }) readonly form: string;
  @ApiProperty({ type: [CriterionView] }) readonly rubric: readonly CriterionView[];
}

export class TestElsewhereView {
  @ApiProperty({ format: 'uuid' }) readonly testId: string;
  @ApiProperty({ enum: ['PRE', 'POST'] }) readonly stage: string;
  @ApiProperty() readonly title: string;
  @ApiProperty({ format: 'date-time' }) readonly opensAt: string;
  @ApiProperty({ format: 'date-time' }) readonly closesAt: string;
  @ApiProperty() readonly minutes: number;
  @ApiProperty() readonly attempts: number;
  @ApiProperty() readonly questionCount: number;
}

export class MeetingElsewhereView {
  @ApiProperty({ format: 'uuid' }) readonly meetingId: string;
  @ApiProperty() readonly topic: string;
  @ApiProperty({ enum: MEETING_MODES }) readonly mode: MeetingMode;
  @ApiProperty({ format: 'date-time' }) readonly startsAt: string;
  @ApiProperty({ format: 'date-time' }) readonly endsAt: string;
  @ApiProperty({ type: String, nullable: true }) readonly place: string | null;
  @ApiProperty({ type: String, nullable: true, description: "Null: the session's" }) readonly link: string | null;
  @ApiProperty() readonly cancelled: boolean;
}

/** When, where and how the session takes place. */
export class ScheduleElsewhereView {
  @ApiProperty() readonly title: string;
  @ApiProperty({ format: 'date' }) readonly startsOn: string;
  @ApiProperty({ format: 'date' }) readonly endsOn: string;
  @ApiProperty({ enum: DELIVERIES }) readonly delivery: string;
  @ApiProperty({ type: String, nullable: true }) readonly place: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'Address of virtual meetings' })
  readonly link: string | null;
  @ApiProperty({ type: [MeetingElsewhereView] }) readonly meetings: readonly MeetingElsewhereView[];
}

/** What there is to do and to read in a session of another region, as far as its host told it. */
export class TasksElsewhereView {
  @ApiProperty({ type: ScheduleElsewhereView, nullable: true, description: 'Null: not told yet' })
  readonly schedule: ScheduleElsewhereView | null;
  @ApiProperty({ type: [AssignmentElsewhereView] }) readonly assignments: readonly AssignmentElsewhereView[];
  @ApiProperty({ type: [TestElsewhereView] }) readonly tests: readonly TestElsewhereView[];
  @ApiProperty({
    type: [MaterialView],
    description: 'Of the programme: links; of files hash and size, the file is with the host',
  })
  readonly materials: readonly MaterialView[];
}

export class WorkSentView {
  @ApiProperty({ format: 'uuid' }) readonly submissionId: string;
}

export class AppealSentView extends WorkSentView {
  @ApiProperty({ format: 'uuid' }) readonly appealId: string;
}

export class WorkElsewhereView extends WorkSentView {
  @ApiProperty({ format: 'uuid' }) readonly assignmentId: string;
  @ApiProperty({ enum: WORK_STATES, description: 'SENT: the host has not answered yet' })
  readonly state: (typeof WORK_STATES)[number];
  @ApiProperty({ type: String, nullable: true }) readonly text: string | null;
  @ApiProperty({ type: String, nullable: true }) readonly fileName: string | null;
  @ApiProperty({ format: 'date-time' }) readonly handedInAt: Date;
  @ApiProperty({ type: Boolean, nullable: true }) readonly late: boolean | null;
  @ApiProperty({ type: Number, nullable: true, description: 'Final mark, hundredths of a percent' })
  readonly mark: number | null;
  @ApiProperty({ type: [MarkingView] }) readonly markings: readonly MarkingView[];
  @ApiProperty({ enum: ['OPEN', 'UPHELD', 'REJECTED'], nullable: true, description: 'Appeal against the mark' })
  readonly appealState: 'OPEN' | 'UPHELD' | 'REJECTED' | null;
  @ApiProperty({ type: String, nullable: true }) readonly appealAnswer: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'Why it was refused, in words' })
  readonly reason: string | null;
}

export class WorkElsewherePage {
  @ApiProperty({ type: [WorkElsewhereView] }) readonly items: readonly WorkElsewhereView[];
}

export class SittingElsewhereView {
  @ApiProperty({ format: 'uuid' }) readonly attemptId: string;
  @ApiProperty({ format: 'uuid' }) readonly enrolmentId: string;
  @ApiProperty({ format: 'uuid' }) readonly testId: string;
  @ApiProperty({ enum: SITTING_STATES, description: 'ASKED: the paper is on its way; DRAWN: it is there and unopened' })
  readonly state: SittingState;
  @ApiProperty({ type: [PaperQuestionView], description: 'Once the paper is opened' })
  readonly questions: readonly PaperQuestionView[];
  @ApiProperty({ type: 'object', additionalProperties: { type: 'object' } })
  readonly answers: Readonly<Record<string, GivenAnswer>>;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) readonly opensAt: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) readonly closesAt: string | null;
  @ApiProperty({ type: Number, nullable: true }) readonly minutes: number | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) readonly deadline: Date | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) readonly handedInAt: Date | null;
  @ApiProperty({ type: Number, nullable: true, description: 'Hundredths of a percent, once the host has marked it' })
  readonly score: number | null;
  @ApiPropertyOptional({ type: String, nullable: true }) readonly reason: string | null;
}

export class SittingElsewherePage {
  @ApiProperty({ type: [SittingElsewhereView] }) readonly items: readonly SittingElsewhereView[];
}
