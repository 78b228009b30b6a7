import { IsDay, PageQuery, ApiProperty, ApiPropertyOptional } from '@betang/platform';
import { IsIn, IsInt, IsOptional, IsString, IsUUID, Matches, Max, MaxLength, Min, MinLength } from 'class-validator';
import { TRAINING_SCOPES, type TrainingScope } from './completion.js';

/** A training that a person completed: attended here, or proven by a record from elsewhere. */
export class RecordCompletionDto {
  @ApiProperty({ format: 'uuid' })
  @IsUUID()
  readonly employeeId: string;

  @ApiPropertyOptional({
    format: 'uuid',
    description: 'A published programme, of this region or of the shared catalogue',
  })
  @IsOptional()
  @IsUUID()
  readonly programmeId?: string;

  @ApiPropertyOptional({
    format: 'uuid',
    description: 'A session of this region or of another; of the programme, where one is named',
  })
  @IsOptional()
  @IsUUID()
  readonly sessionId?: string;

  @ApiProperty({ maxLength: 300 })
  @IsString()
  @MinLength(1)
  @MaxLength(300)
  readonly title: string;

  @ApiProperty({ maxLength: 300, description: 'Penyelenggara' })
  @IsString()
  @MinLength(1)
  @MaxLength(300)
  readonly organiser: string;

  @ApiProperty({ example: 'KL03', description: 'Path of development (jalur)' })
  @Matches(/^(KL\d\d|NKL\d\d|PEND)$/)
  readonly pathCode: string;

  @ApiProperty({ enum: TRAINING_SCOPES })
  @IsIn(TRAINING_SCOPES)
  readonly scope: TrainingScope;

  @ApiProperty({
    description: 'Hundredths of the unit of the path: JP of the programme, days, sessions, activities, semesters',
  })
  @IsInt()
  @Min(1)
  @Max(10_000_000)
  readonly quantityHundredths: number;

  @ApiProperty({ format: 'date' })
  @IsDay()
  readonly startedOn: string;

  @ApiProperty({ format: 'date', description: 'Last day; its year is the year the hours count in' })
  @IsDay()
  readonly completedOn: string;

  @ApiPropertyOptional({ maxLength: 200 })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  readonly certificateNumber?: string;
}

export class CompletionRecordedView {
  @ApiProperty({ format: 'uuid' }) readonly completionId: string;
}

export class RevokeCompletionDto {
  @ApiProperty({ maxLength: 500, description: 'Why; names no person' })
  @IsString()
  @MinLength(3)
  @MaxLength(500)
  readonly reason: string;
}

const COMPLETION_SORTS = ['recordedAt', '-recordedAt', 'completedOn', '-completedOn', 'title', '-title'] as const;

export class CompletionQuery extends PageQuery {
  @ApiPropertyOptional({ format: 'uuid' })
  @IsOptional()
  @IsUUID()
  readonly employeeId?: string;

  @ApiPropertyOptional({ format: 'uuid' })
  @IsOptional()
  @IsUUID()
  readonly importId?: string;

  @ApiPropertyOptional({ format: 'uuid' })
  @IsOptional()
  @IsUUID()
  readonly sessionId?: string;

  @ApiPropertyOptional({ format: 'uuid' })
  @IsOptional()
  @IsUUID()
  readonly programmeId?: string;

  @ApiPropertyOptional({ format: 'date', description: 'Completed on this day or later' })
  @IsOptional()
  @IsDay()
  readonly from?: string;

  @ApiPropertyOptional({ format: 'date', description: 'Completed on this day or earlier' })
  @IsOptional()
  @IsDay()
  readonly to?: string;

  @ApiPropertyOptional({ enum: ['true', 'false'], description: 'Whether it was revoked' })
  @IsOptional()
  @IsIn(['true', 'false'])
  readonly revoked?: 'true' | 'false';

  @ApiPropertyOptional({ enum: COMPLETION_SORTS, default: '-recordedAt' })
  @IsOptional()
  @IsIn(COMPLETION_SORTS)
  override readonly sort?: (typeof COMPLETION_SORTS)[number];
}

export class CompletionView extends CompletionRecordedView {
  @ApiProperty({ format: 'uuid' }) readonly employeeId: string;
  @ApiProperty({ type: String, nullable: true }) readonly programmeId: string | null;
  @ApiProperty({ type: String, nullable: true }) readonly sessionId: string | null;
  @ApiProperty() readonly title: string;
  @ApiProperty() readonly organiser: string;
  @ApiProperty() readonly pathCode: string;
  @ApiProperty({ enum: TRAINING_SCOPES }) readonly scope: TrainingScope;
  @ApiProperty() readonly quantityHundredths: number;
  @ApiProperty({ format: 'date' }) readonly startedOn: string;
  @ApiProperty({ format: 'date' }) readonly completedOn: string;
  @ApiProperty({ type: String, nullable: true }) readonly certificateNumber: string | null;
  @ApiProperty({ format: 'date-time' }) readonly recordedAt: Date;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) readonly revokedAt: Date | null;
  @ApiProperty({ type: String, nullable: true }) readonly revokedReason: string | null;
}

export class CompletionPage {
  @ApiProperty({ type: [CompletionView] }) readonly items: readonly CompletionView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}
