import { PageQuery, ApiProperty, ApiPropertyOptional } from '@betang/platform';
import { Transform } from 'class-transformer';
import { IsDateString, IsIn, IsOptional, IsString, IsUUID, MaxLength, MinLength } from 'class-validator';
import { tidyText } from './name-key.js';
import type { UnitKind } from './org-unit.js';
import { EffectiveDto } from './effective.dto.js';

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

  @ApiPropertyOptional({ enum: ['open', 'closed', 'all'], default: 'open' })
  @IsOptional()
  @IsIn(['open', 'closed', 'all'])
  readonly state: 'open' | 'closed' | 'all' = 'open';

  @ApiPropertyOptional({ enum: ['name', '-name'], default: 'name' })
  @IsOptional()
  @IsIn(['name', '-name'])
  override readonly sort?: 'name' | '-name';
}

/** Of which day the tree is shown. */
export class UnitTreeQuery {
  @ApiPropertyOptional({
    format: 'date',
    description: 'The tree as it stood on that day, or as plans will make it; default: as it is',
  })
  @IsOptional()
  @IsDateString({ strict: true })
  @MaxLength(10)
  readonly on?: string;
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

  @ApiPropertyOptional({ maxLength: 64, description: 'Code in other systems, such as the unor id of SIASN' })
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(64)
  readonly code?: string;

  @ApiPropertyOptional({ format: 'date', description: 'First day of the unit, where it is known; never a day to come' })
  @IsOptional()
  @IsDateString({ strict: true })
  @MaxLength(10)
  readonly effectiveOn?: string;
}

/** A new name for a unit. */
export class RenameUnitDto extends EffectiveDto {
  @ApiProperty({ minLength: 1, maxLength: 300 })
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? tidyText(value) : value))
  @IsString()
  @MinLength(1)
  @MaxLength(300)
  readonly name: string;
}

/** The head of a unit. */
export class UnitHeadView {
  @ApiProperty({ format: 'uuid' }) readonly employeeId: string;
  @ApiProperty() readonly name: string;
  @ApiProperty({ nullable: true, enum: ['PLT', 'PLH'] }) readonly acting: string | null;
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
  @ApiProperty({ nullable: true, type: String }) readonly code: string | null;
  @ApiPropertyOptional({ nullable: true, type: String, format: 'date' }) readonly validFrom?: string | null;
  @ApiProperty({ nullable: true, type: String, format: 'date' }) readonly closedOn: string | null;
  @ApiProperty({ nullable: true, type: UnitHeadView }) readonly head: UnitHeadView | null;
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
