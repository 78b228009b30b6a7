import { PageQuery, ApiProperty, ApiPropertyOptional } from '@betang/platform';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsOptional,
  IsString,
  IsUUID,
  MaxLength,
  MinLength,
} from 'class-validator';
import { ENROLMENT_STATES, type EnrolmentOrigin, type EnrolmentState } from './enrolment.js';

const ORIGINS = ['NOMINATION', 'SELF', 'ACROSS'] as const;

export class NominateDto {
  @ApiProperty({ type: [String], format: 'uuid', maxItems: 200, description: 'In the order in which they are to wait' })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(200)
  @ArrayUnique()
  @IsUUID(undefined, { each: true })
  readonly employeeIds: string[];

  @ApiPropertyOptional({ maxLength: 500, description: 'Why these people; names no person' })
  @IsOptional()
  @IsString()
  @MaxLength(500)
  readonly note?: string;
}

export class EnrolOneselfDto {
  @ApiPropertyOptional({ maxLength: 500, description: 'Why; the approver reads it' })
  @IsOptional()
  @IsString()
  @MaxLength(500)
  readonly note?: string;
}

export class ReasonDto {
  @ApiProperty({ maxLength: 500, description: 'Why; the person reads it' })
  @IsString()
  @MinLength(3)
  @MaxLength(500)
  readonly reason: string;
}

export class EnrolmentQuery extends PageQuery {
  @ApiPropertyOptional({ enum: ENROLMENT_STATES })
  @IsOptional()
  @IsIn(ENROLMENT_STATES)
  readonly state?: EnrolmentState;

  @ApiPropertyOptional({ format: 'uuid' })
  @IsOptional()
  @IsUUID()
  readonly sessionId?: string;

  @ApiPropertyOptional({ format: 'uuid' })
  @IsOptional()
  @IsUUID()
  readonly employeeId?: string;

  @ApiPropertyOptional({ enum: ['queueNumber', '-queueNumber', 'name'], default: 'queueNumber' })
  @IsOptional()
  @IsIn(['queueNumber', '-queueNumber', 'name', '-name'])
  override readonly sort?: string;
}

export class EnrolmentView {
  @ApiProperty({ format: 'uuid' }) readonly enrolmentId: string;
  @ApiProperty({ format: 'uuid' }) readonly sessionId: string;
  @ApiProperty({ format: 'uuid' }) readonly employeeId: string;
  @ApiProperty({ type: String, nullable: true }) readonly name: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'Home of a guest' }) readonly homeRegion: string | null;
  @ApiProperty({ enum: ORIGINS }) readonly origin: EnrolmentOrigin;
  @ApiProperty({ enum: ENROLMENT_STATES }) readonly state: EnrolmentState;
  @ApiProperty({ description: 'Order of asking: the order of the waiting list' }) readonly queueNumber: number;
  @ApiProperty({ type: String, nullable: true }) readonly note: string | null;
  @ApiProperty({ format: 'date-time' }) readonly requestedAt: Date;
  @ApiProperty({ type: String, nullable: true }) readonly endedReason: string | null;
}

export class EnrolmentPage {
  @ApiProperty({ type: [EnrolmentView] }) readonly items: readonly EnrolmentView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

export class EnrolmentStateView {
  @ApiProperty({ format: 'uuid' }) readonly enrolmentId: string;
  @ApiProperty({ format: 'uuid' }) readonly employeeId: string;
  @ApiProperty({ enum: ENROLMENT_STATES }) readonly state: EnrolmentState;
  @ApiProperty({ type: Number, nullable: true, description: 'Place in the waiting list, 1 for the next' })
  readonly waitingPlace: number | null;
}

export class NominationView {
  @ApiProperty({ type: [EnrolmentStateView] }) readonly items: readonly EnrolmentStateView[];
  @ApiProperty({ type: [String], format: 'uuid', description: 'Unknown, gone, or out of your units' })
  readonly unknown: readonly string[];
  @ApiProperty({ type: [String], format: 'uuid', description: 'On the list already' })
  readonly already: readonly string[];
}

/** One's own enrolment with its session. */
export class OwnEnrolmentView extends EnrolmentStateView {
  @ApiProperty({ format: 'uuid' }) readonly sessionId: string;
  @ApiProperty() readonly title: string;
  @ApiProperty({ format: 'date' }) readonly startsOn: string;
  @ApiProperty({ format: 'date' }) readonly endsOn: string;
  @ApiProperty() readonly delivery: string;
  @ApiProperty() readonly place: string;
  @ApiProperty({ type: String, nullable: true, description: 'Address of the virtual meeting, once one has a seat' })
  readonly link: string | null;
  @ApiProperty({ type: String, nullable: true }) readonly endedReason: string | null;
}

export class OwnEnrolmentPage {
  @ApiProperty({ type: [OwnEnrolmentView] }) readonly items: readonly OwnEnrolmentView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}
