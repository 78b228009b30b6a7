import { ApiProperty, ApiPropertyOptional } from '@betang/platform';
import { Type } from 'class-transformer';
import { IsBoolean, IsIn, IsInt, IsNotEmpty, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { FigureColumnView, ReportView } from '../reports/report.dto.js';

export class DatasetView {
  @ApiProperty() readonly id: string;
  @ApiProperty() readonly title: string;
  @ApiProperty() readonly description: string;
  @ApiProperty({ description: 'Walidata or produsen data' }) readonly publisher: string;
  @ApiProperty() readonly contact: string;
  @ApiProperty() readonly licence: string;
  @ApiProperty({ description: 'How often it changes' }) readonly frequency: string;
  @ApiProperty({ description: 'Kemendagri code' }) readonly region: string;
  @ApiProperty() readonly regionName: string;
  @ApiProperty({ type: Date }) readonly publishedAt: Date;
  @ApiProperty() readonly groupBy: string;
  @ApiProperty({ type: [Number], description: 'Years that there is data of' }) readonly years: readonly number[];
  @ApiProperty({ type: [FigureColumnView] }) readonly fields: readonly FigureColumnView[];
  @ApiProperty({ type: [String] }) readonly codeLists: readonly string[];
  @ApiProperty({ description: 'Figures about fewer people are hidden' }) readonly smallCells: number;
  @ApiProperty({ type: [String] }) readonly formats: readonly string[];
}

export class CatalogueQuery {
  @ApiPropertyOptional({ enum: ['json', 'dcat'], default: 'json', description: 'DCAT 3 as JSON-LD, for data portals' })
  @IsOptional()
  @IsIn(['json', 'dcat'])
  readonly format: 'json' | 'dcat' = 'json';
}

export class DatasetList {
  @ApiProperty({ type: [DatasetView] }) readonly items: readonly DatasetView[];
}

export class DatasetContent {
  @ApiProperty({ type: DatasetView }) readonly metadata: DatasetView;
  @ApiProperty({ type: ReportView }) readonly data: ReportView;
}

export class DatasetQuery {
  @ApiProperty({ minimum: 1950, maximum: 2200 })
  @Type(() => Number)
  @IsInt()
  @Min(1950)
  @Max(2200)
  readonly year: number;
}

export class PublicationInput {
  @IsBoolean()
  readonly published: boolean;

  @IsString()
  @IsNotEmpty()
  @MaxLength(200)
  readonly publisher: string;

  @ApiProperty({ description: 'An office, not a person' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(200)
  readonly contact: string;

  @IsString()
  @IsNotEmpty()
  @MaxLength(200)
  readonly licence: string;

  @IsIn(['DAILY', 'MONTHLY', 'QUARTERLY', 'YEARLY'])
  readonly frequency: string;
}
