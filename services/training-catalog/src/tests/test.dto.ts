import { PageQuery, ApiProperty, ApiPropertyOptional } from '@betang/platform';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsDate,
  IsIn,
  IsInt,
  IsNumber,
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
import { QUESTION_KINDS, type GivenAnswer, type QuestionKind } from './question.js';

export class OptionDto {
  @ApiProperty({ example: 'a' })
  @Matches(/^[a-z0-9]{1,8}$/)
  readonly id: string;

  @ApiProperty({ maxLength: 1000 })
  @IsString()
  @MinLength(1)
  @MaxLength(1000)
  readonly text: string;
}

/** A question of the bank of a programme, or of one session that has none. */
export class AddQuestionDto {
  @ApiPropertyOptional({ format: 'uuid' })
  @IsOptional()
  @IsUUID()
  readonly programmeId?: string;

  @ApiPropertyOptional({ format: 'uuid' })
  @IsOptional()
  @IsUUID()
  readonly sessionId?: string;

  @ApiProperty({ enum: QUESTION_KINDS })
  @IsIn(QUESTION_KINDS)
  readonly kind: QuestionKind;

  @ApiPropertyOptional({ maxLength: 60 })
  @IsOptional()
  @IsString()
  @MaxLength(60)
  readonly topic?: string;

  @ApiProperty({ maxLength: 4000 })
  @IsString()
  @MinLength(1)
  @MaxLength(4000)
  readonly wording: string;

  @ApiPropertyOptional({ type: [OptionDto], maxItems: 10 })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(10)
  @ArrayUnique((option: OptionDto) => option.id)
  @ValidateNested({ each: true })
  @Type(() => OptionDto)
  readonly options?: OptionDto[];

  @ApiPropertyOptional({ type: [String], description: 'Ids of the right options' })
  @IsOptional()
  @IsArray()
  @ArrayUnique()
  @IsString({ each: true })
  readonly rightOptions?: string[];

  @ApiPropertyOptional({ description: 'The right number' })
  @IsOptional()
  @IsNumber()
  readonly rightNumber?: number;

  @ApiPropertyOptional({ minimum: 0 })
  @IsOptional()
  @IsNumber()
  @Min(0)
  readonly tolerance?: number;

  @ApiPropertyOptional({ default: 1 })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(100)
  readonly points?: number;

  @ApiPropertyOptional({ format: 'uuid', description: 'The question that it replaces, which is retired' })
  @IsOptional()
  @IsUUID()
  readonly replacesId?: string;
}

export class TestQuery extends PageQuery {
  @ApiPropertyOptional({ enum: ['PRE', 'POST'] })
  @IsOptional()
  @IsIn(['PRE', 'POST'])
  readonly stage?: 'PRE' | 'POST';
}

export class QuestionQuery extends PageQuery {
  @ApiPropertyOptional({ format: 'uuid' })
  @IsOptional()
  @IsUUID()
  readonly programmeId?: string;

  @ApiPropertyOptional({ format: 'uuid' })
  @IsOptional()
  @IsUUID()
  readonly sessionId?: string;

  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @MaxLength(60)
  readonly topic?: string;
}

export class SetTestDto {
  @ApiProperty({ enum: ['PRE', 'POST'], description: 'Before or after the training' })
  @IsIn(['PRE', 'POST'])
  readonly stage: 'PRE' | 'POST';

  @ApiProperty({ maxLength: 300 })
  @IsString()
  @MinLength(1)
  @MaxLength(300)
  readonly title: string;

  @ApiProperty({ format: 'date-time' })
  @Type(() => Date)
  @IsDate()
  readonly opensAt: Date;

  @ApiProperty({ format: 'date-time' })
  @Type(() => Date)
  @IsDate()
  readonly closesAt: Date;

  @ApiProperty({ minimum: 1, maximum: 600, description: 'Minutes of one sitting' })
  @IsInt()
  @Min(1)
  @Max(600)
  readonly minutes: number;

  @ApiPropertyOptional({ default: 1, minimum: 1, maximum: 10, description: 'Sittings; the best counts' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(10)
  readonly attempts?: number;

  @ApiProperty({ minimum: 1, maximum: 200 })
  @IsInt()
  @Min(1)
  @Max(200)
  readonly questionCount: number;

  @ApiPropertyOptional({ type: [String], description: 'Topics to draw from; all without' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(50)
  @IsString({ each: true })
  readonly topics?: string[];
}

export class AnswersDto {
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'object' },
    description: 'By question id: `{options: [ids]}` or `{number}`',
  })
  @IsObject()
  readonly answers: Record<string, GivenAnswer>;
}
