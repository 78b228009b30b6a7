import { IsDay, ApiProperty, ApiPropertyOptional, PartialType, PickType } from '@betang/platform';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  IsUrl,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
} from 'class-validator';
import { TRAINING_SCOPES, type TrainingScope } from '../completions/completion.js';
import { DELIVERIES, type Delivery } from '../database/programme.entity.js';
import {
  APPROVAL_STEPS,
  SESSION_KIND_VALUES,
  type ApprovalStep,
  type SessionKind,
} from '../database/training-session.entity.js';
import { MEETINGS_CHOICES, type MeetingsChoice } from './reschedule.decision.js';

/** A new session (angkatan); a forum of needs evaluation or a public lecture may do without a programme. */
export class ScheduleSessionDto {
  @ApiPropertyOptional({ enum: SESSION_KIND_VALUES, default: 'TRAINING' })
  @IsOptional()
  @IsIn(SESSION_KIND_VALUES)
  readonly kind?: SessionKind;

  @ApiPropertyOptional({
    format: 'uuid',
    description: "A programme of this region, or one of another region's that is shared; needed for a training",
  })
  @IsOptional()
  @IsUUID()
  readonly programmeId?: string;

  @ApiPropertyOptional({ maxLength: 300, description: "Default: the programme's" })
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(300)
  readonly title?: string;

  @ApiPropertyOptional({ maxLength: 300, description: "Penyelenggara; default: the programme's" })
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(300)
  readonly organiser?: string;

  @ApiProperty({ format: 'date' })
  @IsDay()
  readonly startsOn: string;

  @ApiProperty({ format: 'date' })
  @IsDay()
  readonly endsOn: string;

  @ApiPropertyOptional({
    enum: DELIVERIES,
    description: "Default: the programme's own; may be switched without losing hours",
  })
  @IsOptional()
  @IsIn(DELIVERIES)
  readonly delivery?: Delivery;

  @ApiProperty({ maxLength: 300, description: 'Where; everyone reads it' })
  @IsString()
  @MinLength(1)
  @MaxLength(300)
  readonly place: string;

  @ApiPropertyOptional({ maxLength: 1000, description: 'Address of the virtual meeting; for participants only' })
  @IsOptional()
  @IsUrl({ protocols: ['https', 'http'], require_protocol: true })
  @MaxLength(1000)
  readonly link?: string;

  @ApiProperty({ minimum: 1, maximum: 10_000 })
  @IsInt()
  @Min(1)
  @Max(10_000)
  readonly capacity: number;

  @ApiPropertyOptional({ enum: TRAINING_SCOPES, default: 'NATIONAL' })
  @IsOptional()
  @IsIn(TRAINING_SCOPES)
  readonly scope?: TrainingScope;

  @ApiPropertyOptional({ example: 'KL06', description: 'Path of a session without a programme' })
  @IsOptional()
  @Matches(/^(KL\d\d|NKL\d\d|PEND)$/)
  readonly pathCode?: string;

  @ApiPropertyOptional({ description: 'Hundredths of the unit of the path; of a session without a programme' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(10_000_000)
  readonly quantityHundredths?: number;

  @ApiPropertyOptional({ maxLength: 300 })
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(300)
  readonly targetGroup?: string;

  @ApiPropertyOptional({ format: 'date' })
  @IsOptional()
  @IsDay()
  readonly enrolFrom?: string;

  @ApiPropertyOptional({ format: 'date', description: 'Default: the last day' })
  @IsOptional()
  @IsDay()
  readonly enrolUntil?: string;

  @ApiPropertyOptional({ default: false, description: 'Whether people may ask for a seat themselves' })
  @IsOptional()
  @IsBoolean()
  readonly selfEnrolment?: boolean;

  @ApiPropertyOptional({
    enum: APPROVAL_STEPS,
    isArray: true,
    description: "Whose consent an enrolment needs; default: the region's rule",
  })
  @IsOptional()
  @IsArray()
  @ArrayUnique()
  @IsIn(APPROVAL_STEPS, { each: true })
  readonly approvals?: ApprovalStep[];

  @ApiPropertyOptional({ type: [String], format: 'uuid', description: 'Employees who teach it' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(50)
  @IsUUID(undefined, { each: true })
  readonly trainerIds?: string[];

  @ApiPropertyOptional({ format: 'uuid', description: 'The proposal of a joint session that it answers' })
  @IsOptional()
  @IsUUID()
  readonly proposalId?: string;
}

/** What may change while a session is open; path and hours are not among it. */
export class ChangeSessionDto extends PartialType(
  PickType(ScheduleSessionDto, [
    'title',
    'startsOn',
    'endsOn',
    'place',
    'link',
    'capacity',
    'targetGroup',
    'enrolFrom',
    'enrolUntil',
    'selfEnrolment',
    'approvals',
    'trainerIds',
  ] as const),
) {
  @ApiPropertyOptional({
    enum: MEETINGS_CHOICES,
    description:
      'Of other days: whether meetings, due times and tests to come move with the first day. Default: MOVE where the session moves as a whole, else KEEP',
  })
  @IsOptional()
  @IsIn(MEETINGS_CHOICES)
  readonly meetings?: MeetingsChoice;
}

export class SwitchDeliveryDto {
  @ApiProperty({ enum: DELIVERIES })
  @IsIn(DELIVERIES)
  readonly delivery: Delivery;

  @ApiPropertyOptional({ maxLength: 300 })
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(300)
  readonly place?: string;

  @ApiPropertyOptional({ maxLength: 1000 })
  @IsOptional()
  @IsUrl({ protocols: ['https', 'http'], require_protocol: true })
  @MaxLength(1000)
  readonly link?: string;

  @ApiProperty({ maxLength: 500, description: 'Why; names no person' })
  @IsString()
  @MinLength(3)
  @MaxLength(500)
  readonly reason: string;
}

export class CancelSessionDto {
  @ApiProperty({ maxLength: 500, description: 'Why; participants read it; names no person' })
  @IsString()
  @MinLength(3)
  @MaxLength(500)
  readonly reason: string;
}
