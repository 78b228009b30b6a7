import { ApiPropertyOptional } from '@betang/platform';
import { IsOptional, IsUUID } from 'class-validator';
import { EffectiveDto } from '../organisation/effective.dto.js';

/** Somebody who left comes back. */
export class ReturnDto extends EffectiveDto {
  @ApiPropertyOptional({ format: 'uuid', description: 'Default: the unit of before' })
  @IsOptional()
  @IsUUID()
  readonly unitId?: string;
}
