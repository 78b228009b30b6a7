import { PageQuery, ApiProperty, ApiPropertyOptional } from '@betang/platform';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
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
import { HAZARD_CODE } from '../hazards/hazard.dto.js';
import { IsDay } from '../is-day.js';
import { CATEGORIES, type Category } from '../resources/resource-rows.js';

const MOST = 1_000_000_000_000;
const REGION = /^\d{2}(\.\d{2})?$/;
const STATES = ['ASKED', 'OFFERED', 'ACCEPTED', 'RETURNED', 'DECLINED'] as const;
const DIRECTIONS = ['ASKED', 'GIVEN'] as const;

export class AidLineDto {
  @IsIn(CATEGORIES) readonly category: Category;
  @IsString() @MinLength(1) @MaxLength(200) readonly item: string;
  @IsString() @MinLength(1) @MaxLength(40) readonly unit: string;
  @IsInt() @Min(1) @Max(MOST) readonly quantity: number;
}

export class AskAidDto {
  @ApiProperty({ type: [String], description: 'Regions to ask; each gets a case of its own', example: ['62.11'] })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(50)
  @Matches(REGION, { each: true })
  readonly regions: readonly string[];
  @IsOptional() @IsUUID() readonly emergencyId?: string;
  @ApiPropertyOptional({ description: 'Where it is for no declared emergency' })
  @IsOptional()
  @Matches(HAZARD_CODE)
  readonly hazardCode?: string;
  @IsString() @MinLength(3) @MaxLength(300) readonly title: string;
  @ApiProperty({ format: 'date' }) @IsDay() readonly neededBy: string;
  @IsString() @MinLength(2) @MaxLength(300) readonly meetingPoint: string;
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  @Type(() => AidLineDto)
  readonly lines: readonly AidLineDto[];
}

export class LineQuantityDto {
  @IsUUID() readonly lineId: string;
  @IsInt() @Min(0) @Max(MOST) readonly quantity: number;
}

export class AcceptAidDto {
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  @Type(() => LineQuantityDto)
  readonly lines: readonly LineQuantityDto[];
}

export class OfferAidDto extends AcceptAidDto {
  @ApiProperty({ format: 'date' }) @IsDay() readonly availableFrom: string;
  @ApiProperty({ format: 'date' }) @IsDay() readonly availableUntil: string;
  @IsOptional() @IsString() @MinLength(1) @MaxLength(1_000) readonly conditions?: string;
}

export class ReturnAidDto extends AcceptAidDto {
  @ApiProperty({ format: 'date' }) @IsDay() readonly returnedOn: string;
  @ApiProperty({ description: 'Nothing more comes back: the rest was used up or lost' })
  @IsBoolean()
  readonly final: boolean;
  @IsOptional() @IsString() @MinLength(1) @MaxLength(1_000) readonly condition?: string;
}

export class AidQuery extends PageQuery {
  @IsOptional() @IsIn(DIRECTIONS) readonly direction?: string;
  @IsOptional() @IsIn(STATES) readonly state?: string;
  @IsOptional() @Matches(REGION) readonly otherRegion?: string;
}

export class AidLineView {
  @ApiProperty({ format: 'uuid' }) readonly lineId: string;
  @ApiProperty({ enum: CATEGORIES }) readonly category: string;
  @ApiProperty() readonly item: string;
  @ApiProperty() readonly unit: string;
  @ApiProperty() readonly quantity: number;
  @ApiProperty() readonly offered: number;
  @ApiProperty() readonly accepted: number;
  @ApiProperty() readonly returned: number;
}

export class AidView {
  @ApiProperty({ format: 'uuid' }) readonly aidId: string;
  @ApiProperty({ enum: DIRECTIONS, description: 'ASKED: this region asked; GIVEN: it was asked' })
  readonly direction: string;
  @ApiProperty() readonly otherRegion: string;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) readonly emergencyId: string | null;
  @ApiProperty() readonly hazardCode: string;
  @ApiProperty() readonly title: string;
  @ApiProperty({ format: 'date' }) readonly neededBy: string;
  @ApiProperty() readonly meetingPoint: string;
  @ApiProperty({ enum: STATES }) readonly state: string;
  @ApiProperty({ type: [AidLineView] }) readonly lines: readonly AidLineView[];
  @ApiProperty({ type: String, format: 'date', nullable: true }) readonly availableFrom: string | null;
  @ApiProperty({ type: String, format: 'date', nullable: true }) readonly availableUntil: string | null;
  @ApiProperty({ type: String, nullable: true }) readonly conditions: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'Region that declined' }) readonly declinedBy:
    string | null;
  @ApiProperty({ type: String, nullable: true }) readonly reason: string | null;
  @ApiProperty({ format: 'date-time' }) readonly changedAt: Date;
}

export class AidList {
  @ApiProperty({ type: [AidView] }) readonly items: readonly AidView[];
}

export class AidPage extends AidList {
  @ApiPropertyOptional() readonly nextCursor?: string;
}
