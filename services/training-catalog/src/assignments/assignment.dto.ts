import { PageQuery, ApiProperty, ApiPropertyOptional } from '@betang/platform';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsDate,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateNested,
} from 'class-validator';

export const ASSIGNMENT_FORMS = ['TEXT', 'FILE', 'EITHER'] as const;
export type AssignmentForm = (typeof ASSIGNMENT_FORMS)[number];

export class CriterionDto {
  @ApiProperty({ example: 'analysis', description: 'Short key: letters, digits, hyphens' })
  @Matches(/^[a-z0-9-]{1,40}$/)
  readonly criterion: string;

  @ApiProperty({ minimum: 1, maximum: 1000 })
  @IsInt()
  @Min(1)
  @Max(1000)
  readonly maxPoints: number;

  @ApiPropertyOptional({ maxLength: 1000 })
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  readonly description?: string;
}

export class SetAssignmentDto {
  @ApiProperty({ maxLength: 300 })
  @IsString()
  @MinLength(1)
  @MaxLength(300)
  readonly title: string;

  @ApiProperty({ maxLength: 10_000 })
  @IsString()
  @MinLength(1)
  @MaxLength(10_000)
  readonly instructions: string;

  @ApiProperty({ format: 'date-time' })
  @Type(() => Date)
  @IsDate()
  readonly dueAt: Date;

  @ApiPropertyOptional({ format: 'date-time', description: 'Until then late work counts, with the penalty' })
  @IsOptional()
  @Type(() => Date)
  @IsDate()
  readonly lateUntil?: Date;

  @ApiPropertyOptional({ default: 0, description: 'Hundredths of a percent taken off late work' })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(10_000)
  readonly latePenalty?: number;

  @ApiProperty({ enum: ASSIGNMENT_FORMS })
  @IsIn(ASSIGNMENT_FORMS)
  readonly form: AssignmentForm;

  @ApiPropertyOptional({
    default: true,
    description: 'Independent work (penugasan mandiri), as blended learning needs',
  })
  @IsOptional()
  @IsBoolean()
  readonly independent?: boolean;

  @ApiProperty({ type: [CriterionDto] })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  @ArrayUnique((one: CriterionDto) => one.criterion)
  @ValidateNested({ each: true })
  @Type(() => CriterionDto)
  readonly rubric: CriterionDto[];

  @ApiPropertyOptional({ default: 1, minimum: 1, maximum: 100, description: 'Beside the other assignments' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(100)
  readonly weight?: number;

  @ApiPropertyOptional({ default: false })
  @IsOptional()
  @IsBoolean()
  readonly secondMarker?: boolean;

  @ApiPropertyOptional({ default: 1000, description: 'How far two marks may lie apart, hundredths of a percent' })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(10_000)
  readonly tolerance?: number;
}

/** Work as text, a file, or both; a file comes as the multipart field `file`. */
export class SubmitWorkDto {
  @ApiPropertyOptional({ maxLength: 50_000 })
  @IsOptional()
  @IsString()
  @MaxLength(50_000)
  readonly text?: string;

  @ApiPropertyOptional({ type: 'string', format: 'binary', description: 'PDF, Office document or image' })
  @IsOptional()
  readonly file?: unknown;
}

export class MarkWorkDto {
  @ApiProperty({ type: 'object', additionalProperties: { type: 'number' }, description: 'Points by criterion' })
  @IsObject()
  readonly points: Record<string, number>;

  @ApiPropertyOptional({ maxLength: 2000 })
  @IsOptional()
  @IsString()
  @MaxLength(2000)
  readonly remark?: string;
}

export class DecideAppealDto {
  @ApiProperty({ description: 'Whether the appeal is upheld: then points are given anew' })
  @IsBoolean()
  readonly upheld: boolean;

  @ApiProperty({ maxLength: 2000, description: 'Why; the participant reads it' })
  @IsString()
  @MinLength(3)
  @MaxLength(2000)
  readonly answer: string;

  @ApiPropertyOptional({ type: 'object', additionalProperties: { type: 'number' } })
  @IsOptional()
  @IsObject()
  readonly points?: Record<string, number>;
}

export class AssignmentQuery extends PageQuery {
  @ApiPropertyOptional({ enum: ASSIGNMENT_FORMS })
  @IsOptional()
  @IsIn(ASSIGNMENT_FORMS)
  readonly form?: AssignmentForm;
}

const APPEAL_STATES = ['OPEN', 'UPHELD', 'REJECTED'] as const;

export class AppealQuery extends PageQuery {
  @ApiPropertyOptional({ enum: APPEAL_STATES })
  @IsOptional()
  @IsIn(APPEAL_STATES)
  readonly state?: (typeof APPEAL_STATES)[number];

  @ApiPropertyOptional({ format: 'uuid' })
  @IsOptional()
  @IsUUID()
  readonly assignmentId?: string;
}

export class OwnSubmissionQuery extends PageQuery {
  @ApiPropertyOptional({ format: 'uuid' })
  @IsOptional()
  @IsUUID()
  readonly assignmentId?: string;
}

export class SubmissionQuery extends PageQuery {
  @ApiPropertyOptional({ enum: ['MARKED', 'UNMARKED'] })
  @IsOptional()
  @IsIn(['MARKED', 'UNMARKED'])
  readonly marked?: 'MARKED' | 'UNMARKED';
}
