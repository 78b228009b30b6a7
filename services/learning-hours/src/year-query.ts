import { ApiPropertyOptional } from '@betang/platform';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, Max, Min } from 'class-validator';

/** `?year=` of figures that are kept by calendar year; this year where it is left out. */
export class YearQuery {
  @ApiPropertyOptional({ minimum: 1950, maximum: 2200, description: 'Calendar year; default: this year' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1950)
  @Max(2200)
  readonly year?: number;
}
