import { employmentStatuses, type EmploymentStatus } from '@betang/asn';
import { EXPORT_FORMATS, type ExportFormat, ApiProperty, ApiPropertyOptional } from '@betang/platform';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { NotCountedView } from '../people/not-counted.dto.js';
import { SourceView } from '../statements/figure-source.dto.js';

/** Which part of the whole a report is about. */
export class ReportPartQuery {
  @ApiPropertyOptional({ description: 'One of the groupings that the report has' })
  @IsOptional()
  @Matches(/^[a-zA-Z]{1,30}$/)
  readonly groupBy?: string;

  @ApiPropertyOptional({ description: 'Kemendagri code (kode wilayah), 62.03' })
  @IsOptional()
  @Matches(/^\d{2}(\.\d{2})?$/)
  readonly region?: string;

  @ApiPropertyOptional({ format: 'uuid' })
  @IsOptional()
  @IsUUID()
  readonly agencyId?: string;

  @ApiPropertyOptional({ enum: employmentStatuses })
  @IsOptional()
  @IsIn(employmentStatuses)
  readonly status?: EmploymentStatus;

  @ApiPropertyOptional({ description: 'One data set of the scoreboard (kelengkapan data): ASSESSMENT' })
  @IsOptional()
  @Matches(/^[A-Z_]{1,40}$/)
  readonly dataset?: string;
}

export class ReportQuery extends ReportPartQuery {
  @ApiProperty({ minimum: 1950, maximum: 2200, description: 'Calendar or fiscal year' })
  @Type(() => Number)
  @IsInt()
  @Min(1950)
  @Max(2200)
  readonly year: number;
}

/** All rows of a report, or a page of them in an order of one's own. */
export class ReportRowsQuery extends ReportQuery {
  @ApiPropertyOptional({ description: 'Name of a figure, `title` or `key`; with `-` before it the highest first' })
  @IsOptional()
  @Matches(/^-?[a-zA-Z]{1,40}$/)
  readonly sort?: string;

  @ApiPropertyOptional({ minimum: 1, maximum: 1000, description: 'Without it all rows' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(1000)
  readonly limit?: number;

  @ApiPropertyOptional({ description: 'Where the page before ended' })
  @IsOptional()
  @IsString()
  @MaxLength(1_000)
  readonly cursor?: string;
}

export class ReportFileQuery extends ReportQuery {
  @ApiProperty({ enum: EXPORT_FORMATS })
  @IsIn(EXPORT_FORMATS)
  readonly format: ExportFormat;
}

export class LineageQuery extends ReportQuery {
  @ApiProperty({ description: 'Key of the row' })
  @MaxLength(120)
  readonly key: string;

  @ApiPropertyOptional({ description: 'Where the page before ended' })
  @IsOptional()
  @IsString()
  @MaxLength(500)
  readonly cursor?: string;

  @ApiPropertyOptional({ minimum: 1, maximum: 1000, default: 200 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(1000)
  readonly limit: number = 200;
}

export class ComparisonQuery extends ReportPartQuery {
  @ApiProperty({ description: 'Two to ten years, separated by commas' })
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.split(',').map(Number) : value))
  @ArrayMinSize(2)
  @ArrayMaxSize(10)
  @IsInt({ each: true })
  @Min(1950, { each: true })
  @Max(2200, { each: true })
  readonly years: number[];

  @ApiProperty({ description: 'The figure to compare' })
  @Matches(/^[a-zA-Z]{1,40}$/)
  readonly figure: string;
}

export class FigureColumnView {
  @ApiProperty() readonly name: string;
  @ApiProperty() readonly heading: string;
  @ApiProperty({ enum: ['text', 'integer', 'decimal', 'percent', 'rupiah', 'date'] }) readonly kind: string;
}

export class ReportRowView {
  @ApiProperty() readonly key: string;
  @ApiProperty() readonly title: string;
  @ApiProperty({ type: String, nullable: true, description: 'The region, where the row is of one only' })
  readonly region: string | null;
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'number', nullable: true },
    description: 'Figures by name; null: hidden or not stated',
  })
  readonly figures: Readonly<Record<string, number | null>>;
  @ApiProperty({ description: 'Figures are hidden because they are about few people' }) readonly suppressed: boolean;
  @ApiProperty({ description: 'Some region withheld a part of a sum' }) readonly partial: boolean;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) readonly asOf: string | null;
  @ApiProperty({ type: Number, nullable: true }) readonly lagSeconds: number | null;
}

/** Any report: its figures, how old they are, and what is missing from them. */
export class ReportView {
  @ApiProperty() readonly report: string;
  @ApiProperty() readonly title: string;
  @ApiProperty() readonly year: number;
  @ApiProperty() readonly groupBy: string;
  @ApiProperty({ type: [String] }) readonly groupings: readonly string[];
  @ApiProperty({ type: [String], description: 'By what it can be narrowed beside year and region' })
  readonly filters: readonly string[];
  @ApiProperty({ description: 'Figures of today, whatever the year that is asked for' }) readonly ofToday: boolean;
  @ApiProperty({ type: [FigureColumnView] }) readonly columns: readonly FigureColumnView[];
  @ApiProperty({ type: [ReportRowView] }) readonly rows: readonly ReportRowView[];
  @ApiPropertyOptional({ description: 'Where a page of rows was asked for, and there are more' })
  readonly nextCursor?: string;
  @ApiPropertyOptional({ type: ReportRowView, description: 'Of all rows, not of a page' })
  readonly total?: ReportRowView;
  @ApiProperty({
    type: NotCountedView,
    nullable: true,
    description:
      'Who is on the list now and in no figure; null where the report counts no people, or not those of the own region alone',
  })
  readonly notCounted: NotCountedView | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'Of the oldest figure in it' })
  readonly asOf: string | null;
  @ApiProperty({ type: Number, nullable: true }) readonly lagSeconds: number | null;
  @ApiProperty({ type: [String], description: 'Regions that are missing, or whose figures are too old' })
  readonly missing: readonly string[];
  @ApiProperty({ type: [String], description: 'Regions that left the federation: in no sum any more' })
  readonly removed: readonly string[];
}

export class ReportEntry {
  @ApiProperty() readonly report: string;
  @ApiProperty() readonly title: string;
  @ApiProperty({ type: [String] }) readonly groupings: readonly string[];
  @ApiProperty({ type: [String], description: 'By what it can be narrowed beside year and region' })
  readonly filters: readonly string[];
  @ApiProperty({ description: 'Figures of today, whatever the year that is asked for' }) readonly ofToday: boolean;
  @ApiProperty({ type: [FigureColumnView] }) readonly columns: readonly FigureColumnView[];
}

export class ReportList {
  @ApiProperty({ type: [ReportEntry] }) readonly items: readonly ReportEntry[];
}

/** The file and row of a record of the region's own. */
export class RecordFileView {
  @ApiProperty({ format: 'uuid' }) readonly importId: string;
  @ApiProperty() readonly name: string;
  @ApiProperty() readonly sha256: string;
  @ApiProperty({ type: Number, nullable: true }) readonly row: number | null;
}

/** A record of the region's own that a figure was added up from. */
export class RecordView {
  @ApiProperty({ enum: ['budget-line'] }) readonly kind: string;
  @ApiProperty({ format: 'uuid' }) readonly id: string;
  @ApiProperty() readonly title: string;
  @ApiProperty({ description: 'Whole rupiah' }) readonly amount: number;
  @ApiProperty() readonly counted: boolean;
  @ApiProperty() readonly reason: string;
  @ApiProperty({ type: RecordFileView, nullable: true }) readonly file: RecordFileView | null;
}

export class LineageView {
  @ApiProperty() readonly report: string;
  @ApiProperty() readonly key: string;
  @ApiProperty({ type: [SourceView] }) readonly sources: readonly SourceView[];
  @ApiProperty({
    type: [RecordView],
    description: 'Records of the region itself, such as budget lines with file and row',
  })
  readonly records: readonly RecordView[];
  @ApiPropertyOptional({ description: 'For the next page of sources or records' }) readonly nextCursor?: string;
}

export class ComparedRow {
  @ApiProperty() readonly key: string;
  @ApiProperty() readonly title: string;
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'number', nullable: true },
    description: 'Value by year',
  })
  readonly values: Readonly<Record<string, number | null>>;
  @ApiProperty({ type: Number, nullable: true, description: 'Last year less first' }) readonly change: number | null;
}

/** How old the figures of one year are. */
export class YearAge {
  @ApiProperty() readonly year: number;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) readonly asOf: string | null;
  @ApiProperty({ type: Number, nullable: true }) readonly lagSeconds: number | null;
  @ApiProperty({ type: [String], description: 'Regions that are missing from the year, or whose figures are too old' })
  readonly missing: readonly string[];
}

export class ComparisonView {
  @ApiProperty() readonly report: string;
  @ApiProperty() readonly figure: string;
  @ApiProperty({ type: [Number] }) readonly years: readonly number[];
  @ApiProperty({ type: [ComparedRow] }) readonly rows: readonly ComparedRow[];
  @ApiProperty({ type: [YearAge] }) readonly ages: readonly YearAge[];
  @ApiProperty({ type: [String] }) readonly missing: readonly string[];
}
