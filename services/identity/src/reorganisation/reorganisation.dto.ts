import { IfGiven, ApiProperty, ApiPropertyOptional } from '@betang/platform';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { EffectiveDto } from '../organisation/effective.dto.js';
import { tidyText } from '../organisation/name-key.js';

const tidy = ({ value }: { value: unknown }) => (typeof value === 'string' ? tidyText(value) : value);

/** Where a unit goes. */
export class MoveUnitDto extends EffectiveDto {
  @ApiProperty({
    format: 'uuid',
    nullable: true,
    type: String,
    description: 'The unit above; null: it becomes an agency',
  })
  @ValidateIf((_, value) => value !== null)
  @IsUUID()
  readonly parentUnitId: string | null;
}

/** A unit that stands (`unitId`), or a new one (`name`, beside the units that go unless `parentUnitId` says otherwise). */
export class UnitTargetDto {
  @ApiPropertyOptional({ format: 'uuid' })
  @IsOptional()
  @IsUUID()
  readonly unitId?: string;

  @ApiPropertyOptional({ minLength: 1, maxLength: 300 })
  @IsOptional()
  @Transform(tidy)
  @IsString()
  @MinLength(1)
  @MaxLength(300)
  readonly name?: string;

  @ApiPropertyOptional({ format: 'uuid', nullable: true, type: String, description: 'null: a new agency' })
  @IsOptional()
  @ValidateIf((_, value) => value !== null)
  @IsUUID()
  readonly parentUnitId?: string | null;
}

/** People who go to one of the parts; whoever is not named goes to the first. */
export class SplitPeopleDto {
  @ApiProperty({ type: [String], format: 'uuid' })
  @IsArray()
  @ArrayMaxSize(2000)
  @IsUUID(undefined, { each: true })
  readonly employeeIds: readonly string[];

  @ApiProperty({ description: 'Which part, counted from 0' })
  @IsInt()
  @Min(0)
  @Max(19)
  readonly to: number;
}

/** The parts of a unit that is split (pemekaran). */
export class SplitUnitDto extends EffectiveDto {
  @ApiProperty({ type: [UnitTargetDto] })
  @IsArray()
  @ArrayMinSize(2)
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => UnitTargetDto)
  readonly into: readonly UnitTargetDto[];

  @ApiPropertyOptional({ type: [SplitPeopleDto] })
  @IfGiven()
  @IsArray()
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => SplitPeopleDto)
  readonly people: readonly SplitPeopleDto[] = [];
}

/** Units that become one (penggabungan). */
export class MergeUnitsDto extends EffectiveDto {
  @ApiProperty({ type: [String], format: 'uuid' })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(50)
  @IsUUID(undefined, { each: true })
  readonly unitIds: readonly string[];

  @ApiProperty({ type: UnitTargetDto })
  @ValidateNested()
  @Type(() => UnitTargetDto)
  readonly into: UnitTargetDto;
}

/** The end of a unit (pembubaran). */
export class CloseUnitDto extends EffectiveDto {
  @ApiPropertyOptional({
    format: 'uuid',
    description: 'Takes the people and the units below; needed where there are any',
  })
  @IsOptional()
  @IsUUID()
  readonly successorUnitId?: string;
}

/** Who heads a unit. */
export class UnitHeadDto extends EffectiveDto {
  @ApiProperty({ format: 'uuid' })
  @IsUUID()
  readonly employeeId: string;

  @ApiPropertyOptional({ enum: ['PLT', 'PLH'], description: 'Acting head (Plt., Plh.): may work in another unit' })
  @IsOptional()
  @IsIn(['PLT', 'PLH'])
  readonly acting?: 'PLT' | 'PLH';
}

/** What a reorganisation came to. */
export class ReorganisationView {
  @ApiProperty({ enum: ['RENAME', 'MOVE', 'SPLIT', 'MERGE', 'CLOSE'] }) readonly kind: string;
  @ApiProperty({ format: 'date' }) readonly effectiveOn: string;
  @ApiProperty({ type: [String], format: 'uuid' }) readonly created: readonly string[];
  @ApiProperty({ type: [String], format: 'uuid' }) readonly changed: readonly string[];
  @ApiProperty({ type: [String], format: 'uuid' }) readonly closed: readonly string[];
  @ApiProperty({ description: 'People whose unit or agency is another one now' }) readonly people: number;
}
