import { ApiPropertyOptional } from '@betang/platform';
import { IsDateString, IsOptional, MaxLength } from 'class-validator';

/** From when a change holds. */
export class EffectiveDto {
  @ApiPropertyOptional({
    format: 'date',
    description: 'First day on which it holds (TMT); default today. For a day to come see planned-reorganisations',
  })
  @IsOptional()
  @IsDateString({ strict: true })
  @MaxLength(10)
  readonly effectiveOn?: string;
}
