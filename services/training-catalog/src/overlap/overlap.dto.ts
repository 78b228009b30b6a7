import { IsDay, PageQuery, ApiProperty, ApiPropertyOptional } from '@betang/platform';
import { Transform } from 'class-transformer';
import { ArrayMaxSize, IsIn, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { CRITERIA } from './score-similarity.decision.js';

export class CheckOverlapDto {
  @ApiPropertyOptional({ format: 'date', description: 'First day planned; with `to`, the period counts too' })
  @IsOptional()
  @IsDay()
  readonly from?: string;

  @IsOptional()
  @IsDay()
  readonly to?: string;
}

const asList = ({ value }: { value: unknown }): unknown =>
  typeof value === 'string' ? value.split(',').filter((part) => part !== '') : value;

/** A plan that nobody has written down yet: what is there already? */
export class SimilarQuery extends PageQuery {
  @IsOptional()
  @IsString()
  @MaxLength(300)
  readonly title?: string;

  @IsOptional()
  @IsIn(['PROGRAMME', 'SESSION'])
  readonly kind?: 'PROGRAMME' | 'SESSION';

  @ApiPropertyOptional({ description: 'What this region offers' })
  @IsOptional()
  @Matches(/^\d{2}(\.\d{2})?$/)
  readonly region?: string;

  @ApiPropertyOptional({
    type: String,
    description: 'Competencies with or without level, separated by commas: MAN-07:3,MAN-08',
  })
  @IsOptional()
  @Transform(asList)
  @ArrayMaxSize(50)
  @Matches(/^[A-Za-z0-9.-]{1,20}(:[1-5])?$/, { each: true })
  readonly competencies?: readonly string[];

  @ApiPropertyOptional({ type: String, description: 'Target groups, separated by commas' })
  @IsOptional()
  @Transform(asList)
  @ArrayMaxSize(40)
  @MaxLength(60, { each: true })
  readonly targetGroups?: readonly string[];

  @IsOptional()
  @IsDay()
  readonly from?: string;

  @IsOptional()
  @IsDay()
  readonly to?: string;
}

export class ScorePartView {
  @ApiProperty({ enum: CRITERIA }) readonly criterion: string;
  @ApiProperty({ description: 'Hundredths of a percent of agreement' }) readonly agreement: number;
  @ApiProperty({ description: 'Weight by the rules' }) readonly weight: number;
  @ApiProperty({ type: [String], description: 'Competencies or words that both have' })
  readonly shared: readonly string[];
}

export class SimilarTrainingView {
  @ApiProperty({ enum: ['PROGRAMME', 'SESSION'] }) readonly kind: string;
  @ApiProperty({ format: 'uuid' }) readonly programmeId: string;
  @ApiProperty({ type: String, nullable: true }) readonly sessionId: string | null;
  @ApiProperty() readonly region: string;
  @ApiProperty() readonly title: string;
  @ApiProperty({ type: String, nullable: true }) readonly startsOn: string | null;
  @ApiProperty({ type: String, nullable: true }) readonly endsOn: string | null;
  @ApiProperty({
    enum: ['SEATS', 'ADOPT', 'OWN', 'ASK'],
    description: "How to join: request seats, adopt the programme, use the region's own, or ask the region for seats",
  })
  readonly offer: string;
  @ApiProperty({ type: String, nullable: true }) readonly seatsUntil: string | null;
  @ApiProperty({ description: 'Both regions approved that the two count as the same' }) readonly equivalent: boolean;
  @ApiProperty({ minimum: 0, maximum: 100 }) readonly score: number;
  @ApiProperty({ type: [ScorePartView] }) readonly parts: readonly ScorePartView[];
}

export class SimilarTrainingsView {
  @ApiProperty({ format: 'date', description: 'First day of the rules that gave the scores' })
  readonly rulesFrom: string;
  @ApiProperty() readonly threshold: number;
  @ApiProperty({ type: [SimilarTrainingView] }) readonly items: readonly SimilarTrainingView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

export class OverlapCheckView {
  @ApiProperty({ format: 'uuid' }) readonly checkId: string;
  @ApiProperty({ format: 'uuid' }) readonly programmeId: string;
  @ApiProperty({ format: 'date' }) readonly rulesFrom: string;
  @ApiProperty() readonly threshold: number;
  @ApiProperty({ type: String, nullable: true }) readonly periodFrom: string | null;
  @ApiProperty({ type: String, nullable: true }) readonly periodTo: string | null;
  @ApiProperty({ type: [SimilarTrainingView] }) readonly findings: readonly SimilarTrainingView[];
  @ApiProperty({ format: 'date-time' }) readonly checkedAt: Date;
}

export class OverlapCheckQuery extends PageQuery {
  @ApiPropertyOptional({ description: 'True: looks that found something' })
  @IsOptional()
  @IsIn(['true', 'false'])
  readonly found?: 'true' | 'false';
}

export class OverlapCheckPage {
  @ApiProperty({ type: [OverlapCheckView] }) readonly items: readonly OverlapCheckView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}
