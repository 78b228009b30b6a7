import { ApiProperty, ApiPropertyOptional } from '@betang/platform';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, Matches, Max, Min } from 'class-validator';
import { LEARNER_GROUPINGS, type LearnerGrouping } from './learner-hours.queries.js';

export class LearnerHoursQuery {
  @ApiProperty({ minimum: 1950, maximum: 2200, description: 'Calendar year' })
  @Type(() => Number)
  @IsInt()
  @Min(1950)
  @Max(2200)
  readonly year: number;

  @ApiPropertyOptional({ enum: LEARNER_GROUPINGS, default: 'region' })
  @IsOptional()
  @IsIn(LEARNER_GROUPINGS)
  readonly groupBy: LearnerGrouping = 'region';

  @ApiPropertyOptional({ description: 'Kemendagri code (kode wilayah), 62.03' })
  @IsOptional()
  @Matches(/^\d{2}(\.\d{2})?$/)
  readonly region?: string;
}

/** How counted hours (JP) spread over persons with any. Null in all figures where they are about few people. */
export class LearnerHoursRow {
  @ApiProperty() readonly key: string;
  @ApiProperty({ type: String, nullable: true }) readonly agencyName: string | null;
  @ApiProperty({ type: Number, nullable: true }) readonly people: number | null;
  @ApiProperty({ type: Number, nullable: true }) readonly countedJp: number | null;
  @ApiProperty({ type: Number, nullable: true }) readonly lowerQuartileJp: number | null;
  @ApiProperty({ type: Number, nullable: true }) readonly medianJp: number | null;
  @ApiProperty({ type: Number, nullable: true }) readonly upperQuartileJp: number | null;
  @ApiProperty() readonly suppressed: boolean;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) readonly asOf: string | null;
  @ApiProperty({ type: Number, nullable: true }) readonly lagSeconds: number | null;
}

export class LearnerHoursView {
  @ApiProperty() readonly year: number;
  @ApiProperty({ enum: LEARNER_GROUPINGS }) readonly groupBy: LearnerGrouping;
  @ApiProperty({ type: [LearnerHoursRow] }) readonly rows: readonly LearnerHoursRow[];
}
