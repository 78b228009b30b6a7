import { IsDay, PageQuery, ApiProperty, ApiPropertyOptional } from '@betang/platform';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
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
} from 'class-validator';
import { CATEGORIES, type Category } from './resource-rows.js';

const MOST = 1_000_000_000_000;

export class NewNeedDto {
  @ApiProperty({ description: 'Field (bidang)' }) @IsString() @MinLength(1) @MaxLength(120) readonly field: string;
  @ApiProperty({ description: 'Where' }) @IsString() @MinLength(1) @MaxLength(200) readonly place: string;
  @IsIn(CATEGORIES) readonly category: Category;
  @IsString() @MinLength(1) @MaxLength(200) readonly item: string;
  @ApiProperty({ description: 'Unit: orang, unit, liter; rupiah for funds' })
  @IsString()
  @MinLength(1)
  @MaxLength(40)
  readonly unit: string;
  @IsInt() @Min(1) @Max(MOST) readonly quantity: number;
}

export class ChangeNeedDto {
  @ApiProperty({ description: 'How many are needed' }) @IsInt() @Min(1) @Max(MOST) readonly quantity: number;
}

export class NewStockDto {
  @ApiProperty({ format: 'uuid', description: 'Agency or unit that has it' }) @IsUUID() readonly unitId: string;
  @IsString() @MinLength(1) @MaxLength(200) readonly place: string;
  @IsIn(CATEGORIES) readonly category: Category;
  @IsString() @MinLength(1) @MaxLength(200) readonly item: string;
  @IsString() @MinLength(1) @MaxLength(40) readonly unit: string;
  @IsInt() @Min(0) @Max(MOST) readonly quantity: number;
  @ApiPropertyOptional({ format: 'date', description: 'Last day of use' })
  @IsOptional()
  @IsDay()
  readonly usableUntil?: string;
}

export class CountStockDto {
  @ApiProperty({ description: 'What was counted' }) @IsInt() @Min(0) @Max(MOST) readonly quantity: number;
  @ApiPropertyOptional({ format: 'date', description: 'Last day of use' })
  @IsOptional()
  @IsDay()
  readonly usableUntil?: string;
}

export class NewSupplyDto {
  @ApiPropertyOptional({ format: 'uuid' }) @IsOptional() @IsUUID() readonly stockId?: string;
  @ApiPropertyOptional({ format: 'uuid' }) @IsOptional() @IsUUID() readonly commitmentId?: string;
  @ApiPropertyOptional({
    format: 'uuid',
    description: 'Line of the commitment sheet; may be left out where only one of its lines fits the need',
  })
  @IsOptional()
  @IsUUID()
  readonly commitmentLineId?: string;
  @IsInt() @Min(1) @Max(MOST) readonly quantity: number;
  @ApiPropertyOptional({
    type: [Number],
    description: 'Months of each year in which the plan counts on the stock, 1 to 12; without it all of them',
  })
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(12)
  @ArrayUnique()
  @IsInt({ each: true })
  @Min(1, { each: true })
  @Max(12, { each: true })
  readonly months?: readonly number[];
  @ApiPropertyOptional({
    description:
      'Promises it although other plans were promised the same for the same months: why both are not needed at once. Goes on record',
  })
  @IsOptional()
  @IsString()
  @MinLength(10)
  @MaxLength(500)
  readonly overPromiseReason?: string;
}

export class NeedQuery extends PageQuery {
  @IsOptional() @IsIn(CATEGORIES) readonly category?: Category;
  @ApiPropertyOptional({ description: 'Field (bidang)' })
  @IsOptional()
  @IsString()
  @MaxLength(120)
  readonly field?: string;
}

export class GapQuery extends NeedQuery {
  @ApiPropertyOptional({ enum: ['true', 'false'], description: 'Whether something is missing' })
  @IsOptional()
  @IsIn(['true', 'false'])
  readonly missing?: string;
}

export class PromiseQuery extends PageQuery {
  @IsOptional() @IsUUID() readonly planId?: string;
}

export class StockQuery extends PageQuery {
  @IsOptional() @IsIn(CATEGORIES) readonly category?: Category;
  @IsOptional() @IsUUID() readonly unitId?: string;
  @IsOptional() @IsString() @MaxLength(200) readonly search?: string;
}

export class NeedView {
  @ApiProperty({ format: 'uuid' }) readonly needId: string;
  @ApiProperty() readonly field: string;
  @ApiProperty() readonly place: string;
  @ApiProperty({ enum: CATEGORIES }) readonly category: string;
  @ApiProperty() readonly item: string;
  @ApiProperty() readonly unit: string;
  @ApiProperty() readonly quantity: number;
  @ApiProperty({ description: 'Covered by own stock today' }) readonly fromStock: number;
  @ApiProperty({ description: 'Covered by commitments in force today' }) readonly fromPartners: number;
  @ApiProperty({ description: 'Promised to other plans, for the same months, of the stocks that cover it' })
  readonly promisedElsewhere: number;
}

export class NeedPage {
  @ApiProperty({ type: [NeedView] }) readonly items: readonly NeedView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

export class GapView {
  @ApiProperty() readonly field: string;
  @ApiProperty() readonly place: string;
  @ApiProperty({ enum: CATEGORIES }) readonly category: string;
  @ApiProperty() readonly item: string;
  @ApiProperty() readonly unit: string;
  @ApiProperty() readonly needed: number;
  @ApiProperty() readonly available: number;
  @ApiProperty() readonly gap: number;
  @ApiProperty({ description: 'Promised to other plans, for the same months, of the stocks that cover it' })
  readonly promisedElsewhere: number;
}

export class GapPage {
  @ApiProperty({ type: [GapView] }) readonly items: readonly GapView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

export class StockView {
  @ApiProperty({ format: 'uuid' }) readonly stockId: string;
  @ApiProperty({ format: 'uuid' }) readonly unitId: string;
  @ApiProperty() readonly place: string;
  @ApiProperty({ enum: CATEGORIES }) readonly category: string;
  @ApiProperty() readonly item: string;
  @ApiProperty() readonly unit: string;
  @ApiProperty() readonly quantity: number;
  @ApiProperty({ description: 'Promised to all plans in the month in which most is promised' })
  readonly promised: number;
  @ApiProperty({ description: 'How much of that is not there' }) readonly overPromised: number;
  @ApiProperty({ format: 'date' }) readonly checkedOn: string;
  @ApiProperty({ type: String, format: 'date', nullable: true }) readonly usableUntil: string | null;
}

export class PromiseView {
  @ApiProperty({ format: 'uuid' }) readonly supplyId: string;
  @ApiProperty({ format: 'uuid' }) readonly planId: string;
  @ApiProperty() readonly planTitle: string;
  @ApiProperty() readonly field: string;
  @ApiProperty({ description: 'Where the plan needs it' }) readonly place: string;
  @ApiProperty() readonly quantity: number;
  @ApiProperty({ type: [Number], nullable: true, description: 'Null: the whole year' })
  readonly months: readonly number[] | null;
  @ApiProperty({ description: 'What of it can be counted on' }) readonly counted: number;
  @ApiProperty({ type: String, nullable: true, description: 'Why it was promised beyond what is there' })
  readonly overReason: string | null;
  @ApiProperty({ type: String, format: 'date', nullable: true }) readonly overOn: string | null;
}

export class PromisePage {
  @ApiProperty() readonly quantity: number;
  @ApiProperty({ type: [Number], description: 'Months in which more is promised than is there' })
  readonly overPromisedMonths: readonly number[];
  @ApiProperty({ type: [PromiseView], description: 'In the order in which they were made, in which they are kept' })
  readonly items: readonly PromiseView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

export class StockPage {
  @ApiProperty({ type: [StockView] }) readonly items: readonly StockView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

export class SupplyView {
  @ApiProperty({ format: 'uuid' }) readonly supplyId: string;
  @ApiProperty({ format: 'uuid' }) readonly needId: string;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) readonly stockId: string | null;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) readonly commitmentId: string | null;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) readonly commitmentLineId: string | null;
  @ApiProperty() readonly quantity: number;
  @ApiProperty({ type: [Number], nullable: true, description: 'Null: the whole year' })
  readonly months: readonly number[] | null;
  @ApiProperty({ description: 'What of it can be counted on' }) readonly counted: number;
  @ApiProperty({ type: String, nullable: true, description: 'Why it was promised beyond what is there' })
  readonly overReason: string | null;
}
