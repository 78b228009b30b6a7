import { PageQuery, ApiProperty, ApiPropertyOptional } from '@betang/platform';
import { IsIn, IsOptional, IsString, IsUUID, MaxLength, MinLength } from 'class-validator';

const KINDS = ['SAME_CERTIFICATE', 'SAME_TRAINING', 'OVERLAPPING_DAYS', 'OTHER_REGION'] as const;
const STATES = ['OPEN', 'DISMISSED', 'REVERSED', 'GONE'] as const;

export class DoublesQuery extends PageQuery {
  @ApiPropertyOptional({ enum: STATES, default: 'OPEN' })
  @IsOptional()
  @IsIn(STATES)
  readonly state?: string;

  @ApiPropertyOptional({ enum: KINDS })
  @IsOptional()
  @IsIn(KINDS)
  readonly kind?: string;

  @ApiPropertyOptional({ format: 'uuid' })
  @IsOptional()
  @IsUUID()
  readonly employeeId?: string;
}

export class DismissDoubleDto {
  @ApiProperty({ maxLength: 1000 })
  @IsString()
  @MinLength(3)
  @MaxLength(1000)
  readonly note: string;
}

export class ReverseDoubleDto extends DismissDoubleDto {
  @ApiProperty({ format: 'uuid', description: 'Which of the two is taken back' })
  @IsUUID()
  readonly completionId: string;
}

/** Two completions that look like one; or one here and one in another region. */
export class DoubleView {
  @ApiProperty({ format: 'uuid' }) readonly findingId: string;
  @ApiProperty({ enum: KINDS }) readonly kind: string;
  @ApiProperty({ enum: STATES }) readonly state: string;
  @ApiProperty({ format: 'uuid' }) readonly completionId: string;
  @ApiProperty({ format: 'uuid' }) readonly employeeId: string;
  @ApiProperty({ type: String, nullable: true }) readonly name: string | null;
  @ApiProperty({ type: String, nullable: true }) readonly title: string | null;
  @ApiProperty({ type: String, nullable: true }) readonly organiser: string | null;
  @ApiProperty({ type: String, nullable: true }) readonly certificateNumber: string | null;
  @ApiProperty({ type: String, format: 'date', nullable: true }) readonly startedOn: string | null;
  @ApiProperty({ type: String, format: 'date', nullable: true }) readonly completedOn: string | null;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) readonly otherCompletionId: string | null;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) readonly otherEmployeeId: string | null;
  @ApiProperty({ type: String, nullable: true }) readonly otherName: string | null;
  @ApiProperty({ type: String, nullable: true }) readonly otherTitle: string | null;
  @ApiProperty({ type: String, format: 'date', nullable: true }) readonly otherStartedOn: string | null;
  @ApiProperty({ type: String, format: 'date', nullable: true }) readonly otherCompletedOn: string | null;
  @ApiProperty({ type: String, nullable: true }) readonly otherRegion: string | null;
  @ApiProperty({ type: String, nullable: true, enum: ['SAME_PERSON', 'DIFFERENT_PERSONS'] }) readonly outcome:
    string | null;
  @ApiProperty({ format: 'date-time' }) readonly foundAt: Date;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) readonly decidedAt: Date | null;
  @ApiProperty({ type: String, nullable: true }) readonly note: string | null;
}

export class DoublePage {
  @ApiProperty({ type: [DoubleView] }) readonly items: readonly DoubleView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

export class DoubleStateView {
  @ApiProperty({ format: 'uuid' }) readonly findingId: string;
  @ApiProperty({ enum: STATES }) readonly state: string;
}
