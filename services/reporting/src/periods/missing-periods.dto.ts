import { PERIOD_PARTS, type PeriodPart } from '@betang/contracts';
import { IsDay, PageQuery, ApiProperty, ApiPropertyOptional } from '@betang/platform';
import { Transform, Type } from 'class-transformer';
import { IsBoolean, IsIn, IsInt, IsNotEmpty, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import type { PeriodLevel } from './period-store.js';

const LEVELS = ['AGENCY', 'REGION'] as const;

export class MissingPeriodsQuery extends PageQuery {
  @ApiProperty({ minimum: 1950, maximum: 2200 })
  @Type(() => Number)
  @IsInt()
  @Min(1950)
  @Max(2200)
  readonly year: number;

  @ApiProperty({ enum: PERIOD_PARTS, description: 'Quarter, half or whole year' })
  @IsIn(PERIOD_PARTS)
  readonly part: PeriodPart;

  @ApiPropertyOptional({ enum: LEVELS, description: 'Agencies of this region, or regions that report to it' })
  @IsOptional()
  @IsIn(LEVELS)
  readonly level?: PeriodLevel;

  @ApiPropertyOptional({ default: false, description: 'Only those whose deadline has passed' })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value))
  @IsBoolean()
  readonly overdue: boolean = false;
}

/** A report (laporan berkala) that is owed and not there. */
export class MissingPeriodView {
  @ApiProperty({ enum: LEVELS }) readonly level: PeriodLevel;
  @ApiProperty({ description: 'Agency id, or code of the region' }) readonly place: string;
  @ApiProperty() readonly name: string;
  @ApiProperty({ enum: ['NOT_SUBMITTED', 'RETURNED'] }) readonly state: 'NOT_SUBMITTED' | 'RETURNED';
  @ApiProperty({ type: String, nullable: true, description: 'Why it was sent back' }) readonly reason: string | null;
  @ApiProperty({ type: String, format: 'date', nullable: true, description: 'Last day in time' })
  readonly dueOn: string | null;
  @ApiProperty({ description: 'Days since then; 0 before it' }) readonly daysOver: number;
  @ApiProperty({ type: String, nullable: true, description: 'What the deadline rests on' }) readonly basis:
    string | null;
}

export class MissingPeriodPage {
  @ApiProperty({ type: [MissingPeriodView] }) readonly items: readonly MissingPeriodView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

export class ReportDeadlineInput {
  @ApiProperty({ enum: LEVELS })
  @IsIn(LEVELS)
  readonly level: PeriodLevel;

  @ApiProperty({ format: 'date', description: 'Holds for periods that end on this day or later' })
  @IsDay()
  readonly validFrom: string;

  @ApiProperty({ minimum: 0, maximum: 366, description: 'Days after the end of the period' })
  @IsInt()
  @Min(0)
  @Max(366)
  readonly days: number;

  @ApiProperty({ description: 'Legal basis' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(300)
  readonly basis: string;
}

export class ReportDeadlineView extends ReportDeadlineInput {
  @ApiProperty({ description: 'Counts up where one is set anew for the same day; the highest one holds' })
  readonly revision: number;
}

export class ReportDeadlinesQuery extends PageQuery {
  @ApiPropertyOptional({ enum: LEVELS })
  @IsOptional()
  @IsIn(LEVELS)
  readonly level?: PeriodLevel;
}

export class ReportDeadlinePage {
  @ApiProperty({ type: [ReportDeadlineView] }) readonly items: readonly ReportDeadlineView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}
