import {
  EXPORT_FORMATS,
  PageQuery,
  type ExportFormat,
  type Language,
  ApiProperty,
  ApiPropertyOptional,
} from '@betang/platform';
import { Type } from 'class-transformer';
import { IsIn, IsNotEmpty, IsOptional, IsString, Matches, MaxLength, ValidateNested } from 'class-validator';
import { ReportPartQuery } from '../reports/report.dto.js';
import { FREQUENCIES, type Frequency } from './next-day.decision.js';

export class ScheduleInput {
  @ApiProperty({ description: 'What its owner calls it; names no person' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(120)
  readonly title: string;

  @Matches(/^[a-z-]{1,40}$/)
  readonly report: string;

  @ApiProperty({ type: ReportPartQuery })
  @ValidateNested()
  @Type(() => ReportPartQuery)
  readonly query: ReportPartQuery = new ReportPartQuery();

  @ApiProperty({ enum: EXPORT_FORMATS })
  @IsIn(EXPORT_FORMATS)
  readonly format: ExportFormat;

  @ApiProperty({ enum: ['id', 'en'] })
  @IsIn(['id', 'en'])
  readonly language: Language = 'id';

  @ApiProperty({ enum: FREQUENCIES, description: 'Every morning, Mondays, or the first of each month' })
  @IsIn(FREQUENCIES)
  readonly frequency: Frequency;
}

export class SchedulesQuery extends PageQuery {
  @ApiPropertyOptional({ description: 'Name of the report' })
  @IsOptional()
  @Matches(/^[a-z-]{1,40}$/)
  readonly report?: string;

  @ApiPropertyOptional({ enum: FREQUENCIES })
  @IsOptional()
  @IsIn(FREQUENCIES)
  readonly frequency?: Frequency;
}

export class ScheduleView {
  @ApiProperty({ format: 'uuid' }) readonly id: string;
  @ApiProperty() readonly title: string;
  @ApiProperty() readonly report: string;
  @ApiProperty({ enum: EXPORT_FORMATS }) readonly format: ExportFormat;
  @ApiProperty({ enum: FREQUENCIES }) readonly frequency: Frequency;
  @ApiProperty({ format: 'date' }) readonly nextOn: string;
}

export class SchedulePage {
  @ApiProperty({ type: [ScheduleView] }) readonly items: readonly ScheduleView[];
  @ApiProperty({ required: false }) readonly nextCursor?: string;
}

export class RunView {
  @ApiProperty({ format: 'uuid' }) readonly id: string;
  @ApiProperty({ format: 'date' }) readonly dueOn: string;
  @ApiProperty({ type: Date }) readonly madeAt: Date;
  @ApiProperty({ description: 'False when it could not be made' }) readonly hasFile: boolean;
  @ApiProperty({ type: String, nullable: true }) readonly errorCode: string | null;
}

export class RunPage {
  @ApiProperty({ type: [RunView] }) readonly items: readonly RunView[];
  @ApiProperty({ required: false }) readonly nextCursor?: string;
}
