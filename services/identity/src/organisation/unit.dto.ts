import { PageQuery } from '@betang/platform';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsIn, IsOptional, IsString, IsUUID, MaxLength, MinLength } from 'class-validator';
import { tidyText } from './name-key.js';
import type { UnitKind } from './org-unit.js';

/** Filters of the list of units. */
export class UnitQuery extends PageQuery {
  @ApiPropertyOptional({ enum: ['AGENCY', 'UNIT'] })
  @IsOptional()
  @IsIn(['AGENCY', 'UNIT'])
  readonly kind?: UnitKind;

  @ApiPropertyOptional({ format: 'uuid', description: 'Everything below this unit, and the unit itself' })
  @IsOptional()
  @IsUUID()
  readonly under?: string;
}

/** A new agency, or a new unit below another one. */
export class NewUnitDto {
  @ApiProperty({ minLength: 1, maxLength: 300, example: 'Dinas Contoh' })
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? tidyText(value) : value))
  @IsString()
  @MinLength(1)
  @MaxLength(300)
  readonly name: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'The agency or unit above; without it an agency is made' })
  @IsOptional()
  @IsUUID()
  readonly parentUnitId?: string;
}

/** A new name for a unit. */
export class RenameUnitDto {
  @ApiProperty({ minLength: 1, maxLength: 300 })
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? tidyText(value) : value))
  @IsString()
  @MinLength(1)
  @MaxLength(300)
  readonly name: string;
}

/** A unit as shown. */
export class UnitView {
  @ApiProperty({ format: 'uuid' }) readonly unitId: string;
  @ApiProperty({ enum: ['AGENCY', 'UNIT'] }) readonly kind: UnitKind;
  @ApiProperty({ format: 'uuid' }) readonly agencyId: string;
  @ApiProperty({ format: 'uuid', nullable: true, type: String }) readonly parentUnitId: string | null;
  @ApiProperty({
    type: [String],
    description: 'Ids from the agency down to the unit; joined by "/" this is how rights name it',
  })
  readonly path: readonly string[];
  @ApiProperty() readonly name: string;
  @ApiProperty({ description: 'People in service in this very unit' }) readonly people: number;
}

/** A unit with those below it. */
export class UnitTreeView extends UnitView {
  @ApiProperty({ type: () => [UnitTreeView] }) readonly children: readonly UnitTreeView[];
}

/** One page of units. */
export class UnitPage {
  @ApiProperty({ type: [UnitView] }) readonly items: readonly UnitView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}
