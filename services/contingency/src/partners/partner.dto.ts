import { IsDay, PageQuery, ApiProperty, ApiPropertyOptional } from '@betang/platform';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
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
  ValidateNested,
} from 'class-validator';
import { CATEGORIES, type Category } from '../resources/resource-rows.js';
import { PARTNER_KINDS } from './partner-rows.js';

const MOST = 1_000_000_000_000;
const STATES = ['IN_FORCE', 'EXPIRED', 'ENDED'] as const;
const LINE_STATES = ['COUNTS', 'NOT_YET', 'OVER'] as const;

export class NewPartnerDto {
  @IsIn(PARTNER_KINDS) readonly kind: (typeof PARTNER_KINDS)[number];
  @IsString() @MinLength(2) @MaxLength(200) readonly name: string;
  @ApiProperty({ description: 'What it does in an emergency' })
  @IsString()
  @MinLength(2)
  @MaxLength(500)
  readonly task: string;
  @ApiPropertyOptional({ description: "Office and its number; no person's" })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  readonly contact?: string;
}

export class LineDaysDto {
  @IsInt() @Min(1) @Max(MOST) readonly quantity: number;
  @ApiPropertyOptional({ format: 'date', description: 'First day that it is there; without it the day of signing' })
  @IsOptional()
  @IsDay()
  readonly availableFrom?: string;
  @ApiPropertyOptional({ format: 'date', description: 'Last day; without it as long as the sheet holds' })
  @IsOptional()
  @IsDay()
  readonly availableUntil?: string;
}

export class CommitmentLineDto extends LineDaysDto {
  @IsIn(CATEGORIES) readonly category: Category;
  @IsString() @MinLength(1) @MaxLength(200) readonly item: string;
  @ApiProperty({ description: 'Unit: orang, unit, liter; rupiah for funds' })
  @IsString()
  @MinLength(1)
  @MaxLength(40)
  readonly unit: string;
  @ApiPropertyOptional({ description: 'Where the partner hands it over' })
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  readonly place?: string;
}

export class NewCommitmentDto {
  @IsUUID() readonly partnerId: string;
  @IsUUID() readonly planId: string;
  @IsString() @MinLength(1) @MaxLength(120) readonly sheetNumber: string;
  @ApiProperty({ format: 'date' }) @IsDay() readonly signedOn: string;
  @ApiProperty({ description: 'Office of who signed' })
  @IsString()
  @MinLength(2)
  @MaxLength(200)
  readonly signedBy: string;
  @ApiProperty({ format: 'date' }) @IsDay() readonly validUntil: string;
  @ApiPropertyOptional({ type: [CommitmentLineDto], description: 'What the sheet promises; without it a task alone' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  @Type(() => CommitmentLineDto)
  readonly lines?: readonly CommitmentLineDto[];
}

export class RenewCommitmentDto {
  @IsString() @MinLength(1) @MaxLength(120) readonly sheetNumber: string;
  @ApiProperty({ format: 'date' }) @IsDay() readonly validUntil: string;
  @ApiPropertyOptional({ format: 'date', description: 'Day of the new sheet; without it today' })
  @IsOptional()
  @IsDay()
  readonly signedOn?: string;
  @ApiPropertyOptional({ description: 'Office of who signed; without it the one before' })
  @IsOptional()
  @IsString()
  @MinLength(2)
  @MaxLength(200)
  readonly signedBy?: string;
}

export class PartnerQuery extends PageQuery {
  @IsOptional() @IsIn(PARTNER_KINDS) readonly kind?: string;
}

export class CommitmentQuery extends PageQuery {
  @IsOptional() @IsUUID() readonly planId?: string;
  @IsOptional() @IsUUID() readonly partnerId?: string;
  @ApiPropertyOptional({ enum: STATES }) @IsOptional() @IsIn(STATES) readonly state?: (typeof STATES)[number];
  @ApiPropertyOptional({ format: 'date', description: 'Valid until this day or an earlier one: what expires by then' })
  @IsOptional()
  @IsDay()
  readonly expiresBy?: string;
}

export class PartnerView {
  @ApiProperty({ format: 'uuid' }) readonly partnerId: string;
  @ApiProperty({ enum: PARTNER_KINDS }) readonly kind: string;
  @ApiProperty() readonly name: string;
  @ApiProperty() readonly task: string;
  @ApiProperty({ type: String, nullable: true }) readonly contact: string | null;
}

export class PartnerPage {
  @ApiProperty({ type: [PartnerView] }) readonly items: readonly PartnerView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

export class CommitmentLineView {
  @ApiProperty({ format: 'uuid' }) readonly lineId: string;
  @ApiProperty({ enum: CATEGORIES }) readonly category: string;
  @ApiProperty() readonly item: string;
  @ApiProperty() readonly unit: string;
  @ApiProperty() readonly quantity: number;
  @ApiProperty({ type: String, nullable: true }) readonly place: string | null;
  @ApiProperty({ format: 'date' }) readonly availableFrom: string;
  @ApiProperty({ type: String, format: 'date', nullable: true, description: 'Null: as long as the sheet holds' })
  readonly availableUntil: string | null;
  @ApiProperty({ description: 'What needs of the plan count on' }) readonly promised: number;
  @ApiProperty({ description: 'What no need counts on yet' }) readonly left: number;
  @ApiProperty({ enum: LINE_STATES, description: 'Whether it can be counted on today' }) readonly state: string;
}

export class CommitmentView {
  @ApiProperty({ format: 'uuid' }) readonly commitmentId: string;
  @ApiProperty({ format: 'uuid' }) readonly partnerId: string;
  @ApiProperty() readonly partnerName: string;
  @ApiProperty({ format: 'uuid' }) readonly planId: string;
  @ApiProperty() readonly sheetNumber: string;
  @ApiProperty({ format: 'date' }) readonly signedOn: string;
  @ApiProperty() readonly signedBy: string;
  @ApiProperty({ format: 'date' }) readonly validUntil: string;
  @ApiProperty({ enum: STATES }) readonly state: string;
  @ApiProperty() readonly renewals: number;
  @ApiProperty({ type: [CommitmentLineView] }) readonly lines: readonly CommitmentLineView[];
}

export class CommitmentPage {
  @ApiProperty({ type: [CommitmentView] }) readonly items: readonly CommitmentView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}
