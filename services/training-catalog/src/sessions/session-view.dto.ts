import { IsDay, PageQuery, ApiProperty, ApiPropertyOptional } from '@betang/platform';
import { IsIn, IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';
import { DELIVERIES, type Delivery } from '../database/programme.entity.js';
import {
  APPROVAL_STEPS,
  SESSION_KIND_VALUES,
  SESSION_STATES,
  type ApprovalStep,
  type SessionKind,
  type SessionState,
} from '../database/training-session.entity.js';

export class SessionQuery extends PageQuery {
  @ApiPropertyOptional({ format: 'uuid' })
  @IsOptional()
  @IsUUID()
  readonly programmeId?: string;

  @ApiPropertyOptional({ format: 'date', description: 'Sessions that end on this day or later' })
  @IsOptional()
  @IsDay()
  readonly from?: string;

  @ApiPropertyOptional({ format: 'date', description: 'Sessions that begin on this day or earlier' })
  @IsOptional()
  @IsDay()
  readonly to?: string;

  @ApiPropertyOptional({ enum: SESSION_KIND_VALUES })
  @IsOptional()
  @IsIn(SESSION_KIND_VALUES)
  readonly kind?: SessionKind;

  @ApiPropertyOptional({ enum: SESSION_STATES })
  @IsOptional()
  @IsIn(SESSION_STATES)
  readonly state?: SessionState;

  @ApiPropertyOptional({ enum: DELIVERIES })
  @IsOptional()
  @IsIn(DELIVERIES)
  readonly delivery?: Delivery;

  @ApiPropertyOptional({ description: 'Part of the title' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  readonly search?: string;

  @ApiPropertyOptional({ enum: ['true'], description: 'Sessions that the caller teaches' })
  @IsOptional()
  @IsIn(['true'])
  readonly teaching?: 'true';

  @ApiPropertyOptional({ enum: ['startsOn', '-startsOn'], default: 'startsOn' })
  @IsOptional()
  @IsIn(['startsOn', '-startsOn'])
  override readonly sort?: 'startsOn' | '-startsOn';
}

export class CompetencyLevelView {
  @ApiProperty() readonly code: string;
  @ApiProperty({ type: Number, nullable: true }) readonly level: number | null;
}

export class SessionView {
  @ApiProperty({ format: 'uuid' }) readonly sessionId: string;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) readonly programmeId: string | null;
  @ApiProperty({ enum: SESSION_KIND_VALUES }) readonly kind: SessionKind;
  @ApiProperty({ enum: SESSION_STATES }) readonly state: SessionState;
  @ApiProperty() readonly revision: number;
  @ApiProperty() readonly title: string;
  @ApiProperty() readonly organiser: string;
  @ApiProperty({ description: 'Angkatan ke-, within programme and year' }) readonly cohort: number;
  @ApiProperty({ format: 'date' }) readonly startsOn: string;
  @ApiProperty({ format: 'date' }) readonly endsOn: string;
  @ApiProperty({ enum: DELIVERIES }) readonly delivery: Delivery;
  @ApiProperty() readonly place: string;
  @ApiProperty({ type: String, nullable: true, description: 'For participants and those who hold it; else null' })
  readonly link: string | null;
  @ApiProperty() readonly capacity: number;
  @ApiProperty({ type: String, nullable: true }) readonly pathCode: string | null;
  @ApiProperty({ type: Number, nullable: true, description: 'Hundredths of the unit of the path' })
  readonly quantityHundredths: number | null;
  @ApiProperty({ type: [CompetencyLevelView] }) readonly competencies: readonly CompetencyLevelView[];
  @ApiProperty({ type: String, nullable: true }) readonly developmentTarget: string | null;
  @ApiProperty({ type: String, nullable: true }) readonly targetGroup: string | null;
  @ApiProperty({ type: String, format: 'date', nullable: true }) readonly enrolFrom: string | null;
  @ApiProperty({ type: String, format: 'date', nullable: true }) readonly enrolUntil: string | null;
  @ApiProperty() readonly selfEnrolment: boolean;
  @ApiProperty({ enum: APPROVAL_STEPS, isArray: true }) readonly approvals: readonly ApprovalStep[];
  @ApiProperty({ type: [String], format: 'uuid' }) readonly trainerIds: readonly string[];
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) readonly proposalId: string | null;
  @ApiProperty({ type: String, nullable: true }) readonly cancelledReason: string | null;
}

/** What went along with a session that got other days. */
export class MovedAlongView {
  @ApiProperty() readonly meetings: number;
  @ApiProperty() readonly assignments: number;
  @ApiProperty() readonly tests: number;
}

export class SessionChangedView extends SessionView {
  @ApiProperty({ type: MovedAlongView }) readonly moved: MovedAlongView;
}

export class SessionPage {
  @ApiProperty({ type: [SessionView] }) readonly items: readonly SessionView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

/** One session with its figures. */
export class SessionDetailView extends SessionView {
  @ApiProperty({ description: 'Seats taken' }) readonly seated: number;
  @ApiProperty({ description: 'People on the waiting list' }) readonly waiting: number;
}

export class DeliverySwitchView {
  @ApiProperty({ enum: DELIVERIES }) readonly from: Delivery;
  @ApiProperty({ enum: DELIVERIES }) readonly to: Delivery;
  @ApiProperty() readonly reason: string;
  @ApiProperty({ format: 'date-time' }) readonly switchedAt: Date;
}

export class DeliverySwitchQuery extends PageQuery {
  @ApiPropertyOptional({ enum: DELIVERIES, description: 'Switches to this mode' })
  @IsOptional()
  @IsIn(DELIVERIES)
  readonly to?: Delivery;
}

export class DeliverySwitchPage {
  @ApiProperty({ type: [DeliverySwitchView] }) readonly items: readonly DeliverySwitchView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}
