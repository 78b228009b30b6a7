import { DEVELOPMENT_TARGET_KINDS, PLAN_KINDS, PLAN_STATES } from '@betang/contracts';
import { PageQuery, ApiProperty, ApiPropertyOptional } from '@betang/platform';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, IsUUID, Matches, Max, MaxLength, Min, MinLength } from 'class-validator';
import { COMPETENCY_CODE } from '../dictionary/dictionary.dto.js';
import { LINE_PROBLEMS, type LineProblem } from './line-problems.decision.js';
import { SOURCE_FIELDS } from './draw-lines.decision.js';
import { FORMS, LINE_ORIGINS, type PlanLine } from './plan.js';

const PATH = /^(KL\d\d|NKL\d\d|PEND)$/;

/** How an inventory's lines are filled where the gaps say nothing. */
export class InventoryDto {
  @IsString()
  @MinLength(2)
  @MaxLength(300)
  readonly organiser: string;

  @IsString()
  @MinLength(2)
  @MaxLength(500)
  readonly curriculumStandard: string;

  @Matches(PATH)
  readonly pathCode: string;

  @IsIn(FORMS)
  readonly form: PlanLine['form'];

  @ApiPropertyOptional({
    format: 'uuid',
    description: 'Development target of lines whose competency is tied to none; without it they cannot be validated',
  })
  @IsOptional()
  @IsUUID()
  readonly developmentTargetId?: string;

  @ApiPropertyOptional({ default: 1, description: 'Only needs at least as urgent' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(5)
  readonly leastUrgency?: number;
}

/** The seven fields of PP 11/2017 article 207(3), and what the line serves. */
export class PlanLineDto {
  @IsInt()
  @Min(2000)
  @Max(2200)
  readonly year: number;

  @IsOptional()
  @IsUUID()
  readonly agencyId?: string;

  @ApiProperty({ description: '(1) Competency to develop' })
  @Matches(COMPETENCY_CODE)
  readonly competencyCode: string;

  @IsInt()
  @Min(1)
  @Max(5)
  readonly level: number;

  @ApiProperty({ description: '(2) Target: who' })
  @IsString()
  @MinLength(2)
  @MaxLength(300)
  readonly targetGroup: string;

  @ApiProperty({ description: '(2) Target: how many' })
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  readonly people: number;

  @ApiProperty({ enum: FORMS, description: '(3) Form (jenis)' })
  @IsIn(FORMS)
  readonly form: PlanLine['form'];

  @ApiProperty({ example: 'KL02', description: '(3) Path (jalur)' })
  @Matches(PATH)
  readonly pathCode: string;

  @ApiProperty({ description: '(4) Organiser (penyelenggara)' })
  @IsString()
  @MinLength(2)
  @MaxLength(300)
  readonly organiser: string;

  @ApiProperty({ description: '(5) Schedule: quarter' })
  @IsInt()
  @Min(1)
  @Max(4)
  readonly quarter: number;

  @ApiProperty({ description: "(6) Conformity with the steering agency's curriculum standard" })
  @IsString()
  @MinLength(2)
  @MaxLength(500)
  readonly curriculumStandard: string;

  @ApiProperty({ description: '(7) Budget, whole rupiah' })
  @IsInt()
  @Min(0)
  @Max(1_000_000_000_000)
  readonly budget: number;

  @ApiProperty({ description: 'Learning hours per person, hundredths of a JP' })
  @IsInt()
  @Min(0)
  @Max(1_000_000)
  readonly hours: number;

  @ApiPropertyOptional({
    format: 'uuid',
    description:
      "Goal, target or indicator that it serves, of the region's own plan or its province's; a line without one cannot be validated",
  })
  @IsOptional()
  @IsUUID()
  readonly developmentTargetId?: string;

  @IsInt()
  @Min(1)
  @Max(5)
  readonly urgency: number;
}

export class LineQuery extends PageQuery {
  @IsOptional()
  @IsUUID()
  readonly agencyId?: string;

  @IsOptional()
  @Matches(COMPETENCY_CODE)
  readonly competencyCode?: string;

  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1950)
  @Max(2200)
  readonly year?: number;

  @ApiPropertyOptional({ format: 'uuid', description: 'Only lines that serve this target' })
  @IsOptional()
  @IsUUID()
  readonly developmentTargetId?: string;
}

export class LineProblemQuery extends PageQuery {
  @ApiPropertyOptional({ enum: LINE_PROBLEMS, description: 'Only lines that this stands against' })
  @IsOptional()
  @IsIn(LINE_PROBLEMS)
  readonly problem?: LineProblem;

  @IsOptional()
  @IsUUID()
  readonly agencyId?: string;
}

export class IndicatorOfYearView {
  @ApiProperty() readonly code: string;
  @ApiProperty() readonly title: string;
  @ApiProperty({ type: String, nullable: true }) readonly unit: string | null;
  @ApiProperty({ type: Number, nullable: true, description: "Aimed at in the line's year" })
  readonly target: number | null;
  @ApiProperty({ type: Number, nullable: true, description: 'Reached, once it is known' })
  readonly actual: number | null;
}

export class ServedTargetView {
  @ApiProperty({ format: 'uuid' }) readonly targetId: string;
  @ApiProperty({ description: 'Whose plan (RPJMD) it stands in' }) readonly region: string;
  @ApiProperty({ enum: DEVELOPMENT_TARGET_KINDS }) readonly kind: string;
  @ApiProperty() readonly code: string;
  @ApiProperty() readonly title: string;
  @ApiProperty({ type: [IndicatorOfYearView], description: 'By what it is measured' })
  readonly indicators: readonly IndicatorOfYearView[];
}

export class LineProblemView {
  @ApiProperty() readonly code: string;
  @ApiProperty({ description: 'In the language asked for' }) readonly text: string;
}

export class LineSourceView {
  @ApiProperty({ format: 'uuid' }) readonly planId: string;
  @ApiProperty({ format: 'uuid', description: 'The line in that plan' }) readonly lineId: string;
  @ApiProperty({ enum: PLAN_KINDS }) readonly kind: string;
  @ApiProperty({ description: 'Title of that plan' }) readonly title: string;
  @ApiProperty({ enum: PLAN_STATES, description: 'State of that plan: one that is being revised may change yet' })
  readonly state: string;
  @ApiProperty({ format: 'date-time' }) readonly takenAt: Date;
  @ApiProperty({ description: 'No longer in that plan' }) readonly gone: boolean;
  @ApiProperty({ type: [String], enum: SOURCE_FIELDS, description: 'Changed in that plan since' })
  readonly changed: readonly string[];
}

export class PlanLineView {
  @ApiProperty({ format: 'uuid' }) readonly lineId: string;
  @ApiProperty({ format: 'uuid' }) readonly planId: string;
  @ApiProperty() readonly year: number;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) readonly agencyId: string | null;
  @ApiProperty() readonly competencyCode: string;
  @ApiProperty({ description: 'In the language asked for' }) readonly competencyName: string;
  @ApiProperty() readonly level: number;
  @ApiProperty() readonly targetGroup: string;
  @ApiProperty() readonly people: number;
  @ApiProperty({ enum: FORMS }) readonly form: string;
  @ApiProperty() readonly pathCode: string;
  @ApiProperty() readonly organiser: string;
  @ApiProperty() readonly quarter: number;
  @ApiProperty() readonly curriculumStandard: string;
  @ApiProperty() readonly budget: number;
  @ApiProperty() readonly hours: number;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) readonly developmentTargetId: string | null;
  @ApiProperty() readonly urgency: number;
  @ApiProperty({ type: ServedTargetView, nullable: true, description: 'The development target that it serves' })
  readonly developmentTarget: ServedTargetView | null;
  @ApiProperty({ type: [LineProblemView], description: 'What keeps it from being validated' })
  readonly problems: readonly LineProblemView[];
  @ApiProperty({ enum: LINE_ORIGINS }) readonly origin: string;
  @ApiProperty({
    type: LineSourceView,
    nullable: true,
    description: 'Where it was taken from, and what became of it there',
  })
  readonly source: LineSourceView | null;
  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'The line that it was taken from' })
  readonly sourceLineId: string | null;
}

export class PlanLinePage {
  @ApiProperty({ type: [PlanLineView] }) readonly items: readonly PlanLineView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

export class LinePersonView {
  @ApiProperty({ format: 'uuid' }) readonly employeeId: string;
  @ApiProperty() readonly name: string;
  @ApiProperty({ type: String, nullable: true }) readonly positionName: string | null;
}

export class LinePeoplePage {
  @ApiProperty({ type: [LinePersonView] }) readonly items: readonly LinePersonView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

export class CountView {
  @ApiProperty({ format: 'uuid' }) readonly planId: string;
  @ApiProperty({ description: 'Lines that were made' }) readonly lines: number;
}

/** A line that is no longer in the plan. */
export class LineRemovedView {
  @ApiProperty({ format: 'uuid' }) readonly lineId: string;
  @ApiProperty() readonly removed: boolean;
}
