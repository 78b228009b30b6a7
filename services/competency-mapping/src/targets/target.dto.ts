import { DEVELOPMENT_TARGET_KINDS, type DevelopmentTargetKind } from '@betang/contracts';
import { IfGiven, IsDay, PageQuery, ApiProperty, ApiPropertyOptional } from '@betang/platform';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsNumber,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateNested,
} from 'class-validator';

const CODE = /^[A-Za-z0-9][A-Za-z0-9./-]{0,59}$/;

export class YearlyValueDto {
  @IsInt()
  @Min(1950)
  @Max(2200)
  readonly year: number;

  @ApiPropertyOptional({ type: Number, nullable: true, description: 'Value aimed at' })
  @IsOptional()
  @IsNumber()
  readonly target?: number | null;

  @ApiPropertyOptional({ type: Number, nullable: true, description: 'Value reached' })
  @IsOptional()
  @IsNumber()
  readonly actual?: number | null;
}

export class NewTargetDto {
  @ApiProperty({ enum: DEVELOPMENT_TARGET_KINDS, description: 'Visi, misi, tujuan, sasaran, indikator' })
  @IsIn(DEVELOPMENT_TARGET_KINDS)
  readonly kind: DevelopmentTargetKind;

  @ApiPropertyOptional({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'The node above; none for a vision',
  })
  @IsOptional()
  @IsUUID()
  readonly parentId?: string | null;

  @ApiProperty({ example: '2.1.3', description: 'Number in the document' })
  @Matches(CODE)
  readonly code: string;

  @IsString()
  @MinLength(3)
  @MaxLength(1000)
  readonly title: string;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    maxLength: 60,
    description: 'Unit of an indicator: persen, indeks',
  })
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(60)
  readonly unit?: string | null;

  @ApiPropertyOptional({ type: [YearlyValueDto], maxItems: 30 })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(30)
  @ValidateNested({ each: true })
  @Type(() => YearlyValueDto)
  readonly values?: readonly YearlyValueDto[];

  @ApiProperty({ format: 'date', description: 'First day of the planning period' })
  @IsDay()
  readonly validFrom: string;

  @ApiProperty({ format: 'date', description: 'Last day of the planning period' })
  @IsDay()
  readonly validTo: string;
}

export class ChangeTargetDto {
  @ApiPropertyOptional()
  @IfGiven()
  @IsString()
  @MinLength(3)
  @MaxLength(1000)
  readonly title?: string;

  @ApiPropertyOptional()
  @IfGiven()
  @IsUUID()
  readonly parentId?: string;

  @ApiPropertyOptional()
  @IfGiven()
  @Matches(CODE)
  readonly code?: string;

  @ApiPropertyOptional()
  @IfGiven()
  @IsString()
  @MinLength(1)
  @MaxLength(60)
  readonly unit?: string;

  @ApiPropertyOptional({ type: [YearlyValueDto], maxItems: 30, description: 'All years, in place of those before' })
  @IfGiven()
  @IsArray()
  @ArrayMaxSize(30)
  @ValidateNested({ each: true })
  @Type(() => YearlyValueDto)
  readonly values?: readonly YearlyValueDto[];
}

export class WithdrawTargetDto {
  @IsString()
  @MinLength(3)
  @MaxLength(500)
  readonly reason: string;
}

export class TargetQuery extends PageQuery {
  @IsOptional()
  @IsIn(DEVELOPMENT_TARGET_KINDS)
  readonly kind?: DevelopmentTargetKind;

  @IsOptional()
  @IsUUID()
  readonly parentId?: string;

  @IsOptional()
  @Transform(({ value }) => (value === 'true' ? true : value === 'false' ? false : value))
  @IsBoolean()
  readonly withdrawn?: boolean;

  /** Part of the wording, or the whole number. */
  @IsOptional()
  @IsString()
  @MaxLength(100)
  readonly q?: string;

  @IsOptional()
  @IsDay()
  readonly onDay?: string;

  @IsOptional()
  @IsIn(['code'])
  override readonly sort?: 'code';
}

export class TreeQuery {
  @ApiPropertyOptional({ format: 'date', description: 'Day in force; default: today' })
  @IsOptional()
  @IsDay()
  readonly onDay?: string;
}

export class SharedTargetQuery extends PageQuery {
  @IsOptional()
  @Matches(/^\d{2}(\.\d{2})?$/)
  readonly region?: string;

  @IsOptional()
  @IsIn(DEVELOPMENT_TARGET_KINDS)
  readonly kind?: DevelopmentTargetKind;

  @IsOptional()
  @IsIn(['region'])
  override readonly sort?: 'region';
}

export class YearlyValueView {
  @ApiProperty() readonly year: number;
  @ApiProperty({ type: Number, nullable: true }) readonly target: number | null;
  @ApiProperty({ type: Number, nullable: true }) readonly actual: number | null;
}

class TargetFields {
  @ApiProperty({ format: 'uuid' }) readonly targetId: string;
  @ApiProperty() readonly revision: number;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) readonly parentId: string | null;
  @ApiProperty({ enum: DEVELOPMENT_TARGET_KINDS }) readonly kind: string;
  @ApiProperty() readonly code: string;
  @ApiProperty() readonly title: string;
  @ApiProperty({ type: String, nullable: true }) readonly unit: string | null;
  @ApiProperty({ type: [YearlyValueView] }) readonly values: readonly YearlyValueView[];
  @ApiProperty({ format: 'date' }) readonly validFrom: string;
  @ApiProperty({ format: 'date' }) readonly validTo: string;
  @ApiProperty() readonly withdrawn: boolean;
}

export class TargetView extends TargetFields {
  @ApiProperty({ type: String, nullable: true }) readonly withdrawnReason: string | null;
}

export class TargetNodeView extends TargetView {
  @ApiProperty({ type: () => [TargetNodeView] }) readonly children: TargetNodeView[];
}

export class TargetTreeView {
  @ApiProperty({ format: 'date' }) readonly onDay: string;
  @ApiProperty({ type: [TargetNodeView] }) readonly roots: readonly TargetNodeView[];
}

export class SharedTargetView extends TargetFields {
  @ApiProperty() readonly region: string;
}

export class TargetPage {
  @ApiProperty({ type: [TargetView] }) readonly items: readonly TargetView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

export class SharedTargetPage {
  @ApiProperty({ type: [SharedTargetView] }) readonly items: readonly SharedTargetView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}
