import { IsDay, PageQuery, ApiProperty, ApiPropertyOptional } from '@betang/platform';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateNested,
} from 'class-validator';
import { GROUPS, type CompetencyGroup } from './dictionary.js';

/** A competency's code: training-catalog carries at most 20 characters of it. */
export const COMPETENCY_CODE = /^[A-Z0-9][A-Z0-9.-]{0,19}$/;

export class NewDictionaryDto {
  @IsString()
  @MinLength(3)
  @MaxLength(300)
  readonly title: string;

  @ApiProperty({ maxLength: 300, description: 'Decree or regulation that it rests on' })
  @IsString()
  @MinLength(3)
  @MaxLength(300)
  readonly legalBasis: string;

  @ApiProperty({ format: 'date' })
  @IsDay()
  readonly validFrom: string;
}

export class IndicatorDto {
  @IsInt()
  @Min(1)
  @Max(5)
  readonly level: number;

  @IsString()
  @MinLength(3)
  @MaxLength(500)
  readonly text: string;
}

export class CompetencyDto {
  @ApiProperty({ example: 'TEK-KES-01' })
  @Matches(COMPETENCY_CODE)
  readonly code: string;

  @IsIn(GROUPS)
  readonly group: CompetencyGroup;

  @ApiPropertyOptional({ description: 'Field of government affairs (urusan) of a technical competency' })
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(120)
  readonly field?: string;

  @IsString()
  @MinLength(2)
  @MaxLength(200)
  readonly nameId: string;

  @IsString()
  @MinLength(2)
  @MaxLength(200)
  readonly nameEn: string;

  @IsInt()
  @Min(1)
  @Max(5)
  readonly minLevel: number;

  @IsInt()
  @Min(1)
  @Max(5)
  readonly maxLevel: number;

  @ApiPropertyOptional({ type: [IndicatorDto], maxItems: 60, description: 'Behaviours by level (indikator perilaku)' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(60)
  @ValidateNested({ each: true })
  @Type(() => IndicatorDto)
  readonly indicators?: readonly IndicatorDto[];
}

export class WriteCompetenciesDto {
  @ApiProperty({ type: [CompetencyDto], maxItems: 200 })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(200)
  @ValidateNested({ each: true })
  @Type(() => CompetencyDto)
  readonly competencies: readonly CompetencyDto[];
}

export class SplitPartDto {
  @Matches(COMPETENCY_CODE)
  readonly toCode: string;

  @ApiPropertyOptional({
    type: [Number],
    description: 'What levels 0 to 5 become; without it they stay, with zeros nothing is shown of it',
  })
  @IsOptional()
  @IsArray()
  @ArrayMinSize(6)
  @ArrayMaxSize(6)
  @IsInt({ each: true })
  readonly levels?: readonly number[];
}

export class SuccessionDto {
  @Matches(COMPETENCY_CODE)
  readonly fromCode: string;

  @ApiPropertyOptional({ type: String, nullable: true, description: 'Null: nothing takes its place' })
  @IsOptional()
  @Matches(COMPETENCY_CODE)
  readonly toCode?: string | null;

  @ApiPropertyOptional({ type: [Number], description: 'What levels 0 to 5 become; without it they stay' })
  @IsOptional()
  @IsArray()
  @ArrayMinSize(6)
  @ArrayMaxSize(6)
  @IsInt({ each: true })
  readonly levels?: readonly number[];

  @ApiPropertyOptional({
    type: [SplitPartDto],
    maxItems: 20,
    description:
      'Where it was split: the other parts. Evidence and standards go to all; lines, needs and activities wait for an answer (`dictionaries/unanswered`)',
  })
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => SplitPartDto)
  readonly also?: readonly SplitPartDto[];
}

export class PublishDictionaryDto {
  @ApiProperty({ type: [SuccessionDto], maxItems: 1000, description: 'What becomes of codes that change or go' })
  @IsArray()
  @ArrayMaxSize(1000)
  @ValidateNested({ each: true })
  @Type(() => SuccessionDto)
  readonly successions: readonly SuccessionDto[];
}

export class CompetencyQuery extends PageQuery {
  @IsOptional()
  @IsIn(GROUPS)
  readonly group?: CompetencyGroup;

  @IsOptional()
  @IsString()
  @MaxLength(120)
  readonly field?: string;

  /** Part of code or name. */
  @IsOptional()
  @IsString()
  @MaxLength(100)
  readonly q?: string;
}

export class DictionaryView {
  @ApiProperty({ format: 'uuid' }) readonly dictionaryId: string;
  @ApiProperty() readonly version: number;
  @ApiProperty() readonly title: string;
  @ApiProperty() readonly legalBasis: string;
  @ApiProperty({ format: 'date' }) readonly validFrom: string;
  @ApiProperty({ enum: ['DRAFT', 'PUBLISHED'] }) readonly state: string;
  @ApiProperty() readonly revision: number;
}

export class FollowedView {
  @ApiProperty({ description: 'Taken over to the new codes' }) readonly mapped: number;
  @ApiProperty({ description: 'Nothing takes the place of their code: to be asked about' }) readonly asked: number;
}

export class FollowedKindsView {
  @ApiProperty({ description: 'Lines of plans that are not fixed yet' }) readonly planLines: FollowedView;
  @ApiProperty({ description: 'Open findings of drills and forums' }) readonly raisedNeeds: FollowedView;
  @ApiProperty({ description: 'Ties of competencies to development targets' }) readonly targetTies: FollowedView;
  @ApiProperty({ description: 'Activities of individual plans that are not done yet' })
  readonly individualItems: FollowedView;
}

export class DictionaryPublishedView extends DictionaryView {
  @ApiProperty({ description: 'Standards that went over to the new codes' }) readonly standardsMigrated: number;
  @ApiProperty({ description: 'Pieces of evidence that show the other parts of codes that were split' })
  readonly evidenceSplit: number;
  @ApiProperty() readonly followed: FollowedKindsView;
}

export class IndicatorView {
  @ApiProperty() readonly level: number;
  @ApiProperty() readonly text: string;
}

export class CompetencyView {
  @ApiProperty() readonly code: string;
  @ApiProperty({ enum: GROUPS }) readonly group: string;
  @ApiProperty({ type: String, nullable: true }) readonly field: string | null;
  @ApiProperty() readonly nameId: string;
  @ApiProperty() readonly nameEn: string;
  @ApiProperty() readonly minLevel: number;
  @ApiProperty() readonly maxLevel: number;
  @ApiProperty({ type: [IndicatorView] }) readonly indicators: readonly IndicatorView[];
}

export class CompetencyPage {
  @ApiProperty({ type: [CompetencyView] }) readonly items: readonly CompetencyView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

export class DictionaryPage {
  @ApiProperty({ type: [DictionaryView] }) readonly items: readonly DictionaryView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

/** A dictionary that a region of the federation published. */
export class SharedDictionaryView {
  @ApiProperty({ format: 'uuid' }) readonly dictionaryId: string;
  @ApiProperty() readonly region: string;
  @ApiProperty() readonly version: number;
  @ApiProperty() readonly title: string;
  @ApiProperty({ description: 'Competencies that have come so far' }) readonly competencies: number;
  @ApiProperty({ description: 'Whether all its parts have come' }) readonly complete: boolean;
}

export class SharedDictionaryPage {
  @ApiProperty({ type: [SharedDictionaryView] }) readonly items: readonly SharedDictionaryView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}
