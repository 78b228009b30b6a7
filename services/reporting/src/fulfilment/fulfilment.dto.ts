import { employmentStatuses, type EmploymentStatus } from '@betang/asn';
import { ApiProperty, ApiPropertyOptional } from '@betang/platform';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsUUID, Matches, Max, Min } from 'class-validator';
import { NotCountedView } from '../people/not-counted.dto.js';
import { GROUPINGS, type Bands, type Grouping } from './cell.js';

/** `?year=&groupBy=` and the people that the report is about. */
export class FulfilmentQuery {
  @ApiProperty({ minimum: 1950, maximum: 2200, description: 'Calendar year' })
  @Type(() => Number)
  @IsInt()
  @Min(1950)
  @Max(2200)
  readonly year: number;

  @ApiPropertyOptional({ enum: GROUPINGS, default: 'region' })
  @IsOptional()
  @IsIn(GROUPINGS)
  readonly groupBy: Grouping = 'region';

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
}

export class BandsView implements Bands {
  @ApiProperty({ description: 'People without counted hours' }) readonly none: number;
  @ApiProperty({ description: 'Some hours, under half of the duty' }) readonly started: number;
  @ApiProperty({ description: 'At least half of the duty' }) readonly halfway: number;
  @ApiProperty({ description: 'At least the whole duty' }) readonly fulfilled: number;
}

/** Fulfilment of the yearly learning hours (PP 11/2017 jo. PP 17/2020, art. 203), added up from what regions state. */
export class FulfilmentRowView {
  @ApiProperty({
    description: 'Code of the region, id of the agency (rest:<region> for merged small ones), status, or month 1-12',
  })
  readonly key: string;
  @ApiProperty() readonly name: string;
  @ApiProperty({ type: String, nullable: true, description: 'The region, where the row is of one only' })
  readonly region: string | null;
  @ApiProperty({ type: Number, nullable: true }) readonly people: number | null;
  @ApiProperty({ type: Number, nullable: true }) readonly fulfilled: number | null;
  @ApiProperty({ type: Number, nullable: true, description: 'Cut to one decimal: 100 only when it is everyone' })
  readonly percent: number | null;
  @ApiProperty({ type: Number, nullable: true, description: 'Counted learning hours in JP, 40.5' })
  readonly countedJp: number | null;
  @ApiProperty({ type: BandsView, nullable: true }) readonly bands: BandsView | null;
  @ApiProperty({ description: 'Figures are hidden because they are about few people' }) readonly suppressed: boolean;
  @ApiProperty({ description: 'Some part of the sums is about few people, and left out' }) readonly partial: boolean;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) readonly asOf: string | null;
  @ApiProperty({ type: Number, nullable: true }) readonly lagSeconds: number | null;
}

export class FulfilmentView {
  @ApiProperty() readonly year: number;
  @ApiProperty({ enum: GROUPINGS }) readonly groupBy: Grouping;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'Of the oldest figure in it' })
  readonly asOf: string | null;
  @ApiProperty({ type: Number, nullable: true }) readonly lagSeconds: number | null;
  @ApiProperty({
    type: [String],
    description: 'Regions that stated nothing for the year, or whose figures are too old',
  })
  readonly missing: readonly string[];
  @ApiProperty({
    type: NotCountedView,
    nullable: true,
    description: 'Who is on the list now and in no figure; null where the report is not of the own region alone',
  })
  readonly notCounted: NotCountedView | null;
  @ApiProperty({ type: [FulfilmentRowView] }) readonly rows: readonly FulfilmentRowView[];
}
