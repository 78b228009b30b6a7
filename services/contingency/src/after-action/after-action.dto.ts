import { PageQuery, ApiProperty, ApiPropertyOptional } from '@betang/platform';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsOptional,
  IsString,
  MaxLength,
  MinLength,
  ValidateNested,
} from 'class-validator';
import { ActionView, FindingView, NewFindingDto } from '../drills/drill.dto.js';

const TIMELINE_KINDS = ['DECLARED', 'TASK', 'AID'] as const;

export class ObservationDto {
  @ApiPropertyOptional({ description: 'Field (bidang) that it is about' })
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(120)
  readonly field?: string;
  @IsString() @MinLength(3) @MaxLength(2_000) readonly text: string;
}

export class AfterActionDto {
  @ApiPropertyOptional({ description: 'Takes the place of the one before' })
  @IsOptional()
  @IsString()
  @MinLength(3)
  @MaxLength(5_000)
  readonly summary?: string;
  @ApiPropertyOptional({ type: [ObservationDto], description: 'What went well; is added' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  @Type(() => ObservationDto)
  readonly wentWell?: readonly ObservationDto[];
  @ApiPropertyOptional({ type: [ObservationDto], description: 'What went ill; is added' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  @Type(() => ObservationDto)
  readonly wentIll?: readonly ObservationDto[];
  @ApiPropertyOptional({ type: [NewFindingDto], description: 'Findings; are added' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  @Type(() => NewFindingDto)
  readonly findings?: readonly NewFindingDto[];
}

export class TimelineQuery extends PageQuery {
  @IsOptional() @IsIn(TIMELINE_KINDS) readonly kind?: string;
}

export class ObservationView {
  @ApiProperty({ format: 'uuid' }) readonly observationId: string;
  @ApiProperty({ type: String, nullable: true }) readonly field: string | null;
  @ApiProperty() readonly text: string;
}

export class ReviewedFindingView extends FindingView {
  @ApiProperty({ type: [ActionView] }) readonly actions: readonly ActionView[];
}

export class MissingView {
  @ApiProperty() readonly field: string;
  @ApiProperty() readonly code: string;
  @ApiProperty({ description: 'For people, in the language of Accept-Language' }) readonly text: string;
}

export class AfterActionView {
  @ApiProperty({ format: 'uuid' }) readonly emergencyId: string;
  @ApiProperty({ enum: ['OPEN', 'CLOSED'] }) readonly state: string;
  @ApiProperty({ format: 'date' }) readonly dueOn: string;
  @ApiProperty({ description: 'Not closed, and its day has passed' }) readonly overdue: boolean;
  @ApiProperty({ type: String, format: 'date', nullable: true }) readonly closedOn: string | null;
  @ApiProperty({ type: String, nullable: true }) readonly summary: string | null;
  @ApiProperty({ type: [ObservationView] }) readonly wentWell: readonly ObservationView[];
  @ApiProperty({ type: [ObservationView] }) readonly wentIll: readonly ObservationView[];
  @ApiProperty({ type: [ReviewedFindingView] }) readonly findings: readonly ReviewedFindingView[];
  @ApiProperty({ type: [MissingView], description: 'What is missing before it can be closed' })
  readonly missing: readonly MissingView[];
}

export class TimelineEntryView {
  @ApiProperty({ format: 'date-time' }) readonly at: Date;
  @ApiProperty({ enum: TIMELINE_KINDS, description: 'A decree, a task that was stepped, a word of mutual aid' })
  readonly kind: string;
  @ApiProperty({ description: 'Level, state of the task, or the word that was said' }) readonly what: string;
  @ApiProperty({ description: 'Decree, task with its note, or the other region' }) readonly detail: string;
  @ApiProperty({ type: String, nullable: true, description: 'Who did it; only for who may read the people of plans' })
  readonly by: string | null;
}

export class TimelinePage {
  @ApiProperty({ type: [TimelineEntryView] }) readonly items: readonly TimelineEntryView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}
