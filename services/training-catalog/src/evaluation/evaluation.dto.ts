import { IsDay, PageQuery, ApiProperty, ApiPropertyOptional } from '@betang/platform';
import { Type } from 'class-transformer';
import {
  IsBoolean,
  IsIn,
  IsInt,
  IsNumber,
  IsOptional,
  IsString,
  IsUUID,
  Max,
  MaxLength,
  Min,
  MinLength,
} from 'class-validator';

const VERDICTS = ['KEEP', 'CHANGE', 'DROP'] as const;
const REVIEW_STATES = ['PLANNED', 'OPEN', 'ANSWERED', 'LAPSED'] as const;

const Likert = (): PropertyDecorator => (target, key) => {
  for (const decorate of [ApiProperty({ minimum: 1, maximum: 5 }), IsInt(), Min(1), Max(5)]) decorate(target, key);
};

/** What a participant says right after a session, 1 (poor) to 5 (very good). It is kept without a name. */
export class GiveReactionDto {
  @Likert() readonly content: number;
  @Likert() readonly trainer: number;
  @Likert() readonly method: number;
  @Likert() readonly facilities: number;
  @Likert() readonly usefulness: number;

  @ApiPropertyOptional({ maxLength: 1000, description: 'Names nobody' })
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  readonly remark?: string;
}

export class ReactionGivenView {
  @ApiProperty({ format: 'uuid' }) readonly sessionId: string;
}

const Average = () => ApiProperty({ type: Number, nullable: true, description: 'Hundredths; null under five answers' });

export class ReactionSummaryView {
  @ApiProperty() readonly respondents: number;
  @Average() readonly content: number | null;
  @Average() readonly trainer: number | null;
  @Average() readonly method: number | null;
  @Average() readonly facilities: number | null;
  @Average() readonly usefulness: number | null;
  @Average() readonly average: number | null;
  @ApiProperty({ type: [String] }) readonly remarks: readonly string[];
}

export class ReviewQuery extends PageQuery {
  @ApiPropertyOptional({ enum: REVIEW_STATES })
  @IsOptional()
  @IsIn(REVIEW_STATES)
  readonly state?: (typeof REVIEW_STATES)[number];

  @ApiPropertyOptional({ format: 'uuid' })
  @IsOptional()
  @IsUUID()
  readonly sessionId?: string;

  @ApiPropertyOptional({ enum: ['closesOn', '-closesOn'], default: 'closesOn' })
  @IsOptional()
  @IsIn(['closesOn', '-closesOn'])
  override readonly sort?: string;
}

export class ReviewView {
  @ApiProperty({ format: 'uuid' }) readonly reviewId: string;
  @ApiProperty({ format: 'uuid' }) readonly sessionId: string;
  @ApiProperty() readonly title: string;
  @ApiProperty({ format: 'uuid' }) readonly employeeId: string;
  @ApiProperty({ type: String, nullable: true }) readonly name: string | null;
  @ApiProperty({ format: 'date' }) readonly opensOn: string;
  @ApiProperty({ format: 'date' }) readonly closesOn: string;
  @ApiProperty({ enum: REVIEW_STATES }) readonly state: string;
  @ApiProperty({ type: Boolean, nullable: true }) readonly applied: boolean | null;
  @ApiProperty({ type: Number, nullable: true }) readonly score: number | null;
}

export class ReviewPage {
  @ApiProperty({ type: [ReviewView] }) readonly items: readonly ReviewView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

export class AnswerReviewDto {
  @ApiProperty({ description: 'Whether the person applies what was learned' })
  @IsBoolean()
  readonly applied: boolean;

  @Likert() readonly score: number;

  @ApiPropertyOptional({ maxLength: 1000 })
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  readonly remark?: string;
}

export class ReviewAnsweredView {
  @ApiProperty({ format: 'uuid' }) readonly reviewId: string;
}

/** Level 4: what an indicator of the development target showed. */
export class ObserveResultDto {
  @ApiPropertyOptional({ format: 'uuid' })
  @IsOptional()
  @IsUUID()
  readonly developmentTargetId?: string;

  @ApiProperty({ maxLength: 300 })
  @IsString()
  @MinLength(1)
  @MaxLength(300)
  readonly indicator: string;

  @ApiPropertyOptional({ maxLength: 60 })
  @IsOptional()
  @IsString()
  @MaxLength(60)
  readonly unit?: string;

  @ApiPropertyOptional()
  @IsOptional()
  @IsNumber()
  readonly baseline?: number;

  @ApiPropertyOptional()
  @IsOptional()
  @IsNumber()
  readonly target?: number;

  @ApiProperty()
  @IsNumber()
  readonly observed: number;

  @ApiProperty({ format: 'date' })
  @IsDay()
  readonly observedOn: string;

  @ApiProperty({ maxLength: 500, description: 'Where the figure comes from: a report, a data set, its date' })
  @IsString()
  @MinLength(3)
  @MaxLength(500)
  readonly source: string;
}

export class ResultObservedView {
  @ApiProperty({ format: 'uuid' }) readonly observationId: string;
}

export class EvaluationQuery {
  @ApiProperty({ minimum: 2000, maximum: 2200, description: 'Year in which the sessions ended' })
  @Type(() => Number)
  @IsInt()
  @Min(2000)
  @Max(2200)
  readonly year: number;
}

export class DecideProgrammeDto {
  @ApiProperty()
  @IsInt()
  @Min(2000)
  @Max(2200)
  readonly year: number;

  @ApiProperty({ enum: VERDICTS })
  @IsIn(VERDICTS)
  readonly outcome: (typeof VERDICTS)[number];

  @ApiProperty({ maxLength: 1000, description: 'Why; other regions may read it when a programme is dropped' })
  @IsString()
  @MinLength(3)
  @MaxLength(500)
  readonly reason: string;
}

export class VerdictQuery extends PageQuery {
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(2000)
  @Max(2200)
  readonly year?: number;

  @ApiPropertyOptional({ enum: VERDICTS })
  @IsOptional()
  @IsIn(VERDICTS)
  readonly outcome?: (typeof VERDICTS)[number];

  @ApiPropertyOptional({ enum: [...VERDICTS, 'UNDECIDED'], description: 'What the evidence spoke for' })
  @IsOptional()
  @IsIn([...VERDICTS, 'UNDECIDED'])
  readonly recommended?: string;
}

export class RegionVerdictQuery extends VerdictQuery {
  @IsOptional()
  @IsUUID()
  readonly programmeId?: string;
}

export class RecommendationView {
  @ApiProperty({ enum: [...VERDICTS, 'UNDECIDED'] }) readonly verdict: string;
  @ApiProperty({ type: [String] }) readonly reasons: readonly string[];
  @ApiProperty({ type: [String], description: 'The reasons in words' }) readonly texts: readonly string[];
}

/** Level 4 by the register of development targets. */
export class IndicatorResultView {
  @ApiProperty({ format: 'uuid' }) readonly targetId: string;
  @ApiProperty({ description: 'Region whose plan (RPJMD) it stands in' }) readonly region: string;
  @ApiProperty() readonly code: string;
  @ApiProperty() readonly indicator: string;
  @ApiProperty({ type: String, nullable: true }) readonly unit: string | null;
  @ApiProperty({ description: 'Year of the values' }) readonly year: number;
  @ApiProperty({ type: Number, nullable: true, description: 'Newest value from before the trainings' })
  readonly baseline: number | null;
  @ApiProperty({ type: Number, nullable: true }) readonly planned: number | null;
  @ApiProperty({ type: Number, nullable: true, description: 'Null until the register knows it' })
  readonly realised: number | null;
  @ApiProperty({ type: Number, nullable: true, description: 'Realised less planned' })
  readonly difference: number | null;
  @ApiProperty({ description: 'Revision of the node in the register' }) readonly revision: number;
  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'The event that told these values' })
  readonly eventId: string | null;
  @ApiProperty({ type: String, format: 'date', nullable: true }) readonly observedOn: string | null;
}

export class EvaluationView {
  @ApiProperty({ format: 'uuid' }) readonly programmeId: string;
  @ApiProperty() readonly year: number;
  @ApiProperty({ type: 'object', additionalProperties: true, description: 'The four levels; small groups left out' })
  readonly evidence: Record<string, unknown>;
  @ApiProperty({ type: [IndicatorResultView], description: 'Level 4: planned and realised, by the register' })
  readonly indicators: readonly IndicatorResultView[];
  @ApiProperty({ type: RecommendationView }) readonly recommendation: RecommendationView;
}

export class VerdictView {
  @ApiProperty({ format: 'uuid' }) readonly verdictId: string;
  @ApiProperty({ format: 'uuid' }) readonly programmeId: string;
  @ApiProperty() readonly year: number;
  @ApiProperty({ enum: VERDICTS }) readonly outcome: string;
  @ApiProperty() readonly reason: string;
  @ApiProperty({ description: 'What the evidence spoke for' }) readonly recommended: string;
  @ApiProperty({ type: 'object', additionalProperties: true, description: 'As it stood on that day' })
  readonly evidence: Record<string, unknown>;
  @ApiProperty({ format: 'date' }) readonly decidedOn: string;
}

export class VerdictPage {
  @ApiProperty({ type: [VerdictView] }) readonly items: readonly VerdictView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}
