import { ApiProperty, ApiPropertyOptional } from '@betang/platform';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';

export class SeriesQuery {
  @ApiProperty({ minimum: 1950, maximum: 2200 })
  @Type(() => Number)
  @IsInt()
  @Min(1950)
  @Max(2200)
  readonly year: number;

  @ApiProperty({ description: 'First day, YYYY-MM-DD' })
  @Matches(/^\d{4}-\d{2}-\d{2}$/)
  readonly from: string;

  @ApiProperty({ description: 'Last day, YYYY-MM-DD; at most 400 days' })
  @Matches(/^\d{4}-\d{2}-\d{2}$/)
  readonly to: string;

  @ApiPropertyOptional({ description: 'One region; without it all' })
  @IsOptional()
  @Matches(/^\d{2}(\.\d{2})?$/)
  readonly region?: string;

  @ApiPropertyOptional({ description: 'Where the page before ended' })
  @IsOptional()
  @IsString()
  @MaxLength(500)
  readonly cursor?: string;

  @ApiPropertyOptional({ minimum: 1, maximum: 5000, default: 1000 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(5000)
  readonly limit: number = 1_000;

  @ApiPropertyOptional({ enum: ['day', '-day'], default: 'day' })
  @IsOptional()
  @IsIn(['day', '-day'])
  readonly sort: 'day' | '-day' = 'day';
}

export class SeriesPoint {
  @ApiProperty({ format: 'date' }) readonly day: string;
  @ApiProperty({ description: 'Key of the row: the region, of budgets with the stage behind it' })
  readonly region: string;
  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'How old the figures were that evening',
  })
  readonly asOf: string | null;
  @ApiProperty({ type: Number, nullable: true }) readonly lagSeconds: number | null;
  @ApiProperty({ description: 'Some part of it was withheld' }) readonly partial: boolean;
  @ApiProperty({ type: 'object', additionalProperties: { type: 'number', nullable: true } })
  readonly figures: Readonly<Record<string, number | null>>;
}

export class SeriesView {
  @ApiProperty() readonly report: string;
  @ApiProperty() readonly year: number;
  @ApiProperty({ type: [SeriesPoint] }) readonly points: readonly SeriesPoint[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}
