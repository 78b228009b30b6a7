import { IfGiven, IsDay, PageQuery, ApiProperty, ApiPropertyOptional } from '@betang/platform';
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
  @IfGiven()
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
  @IsOptional() @IsUUID() readonly emergencyId?: string;
  @IsOptional() @Matches(HAZARD_CODE) readonly hazardCode?: string;
  @ApiPropertyOptional({ type: Boolean, description: 'Neither returned nor declined' })
  @IsOptional()
  @IsIn(['true', 'false'])
  readonly open?: string;
}

export class AidLineView {
  @ApiProperty({ format: 'uuid' }) readonly lineId: string;
  @ApiProperty({ enum: CATEGORIES }) readonly category: string;
  @ApiProperty() readonly item: string;
  @ApiProperty() readonly unit: string;
  @ApiProperty({ description: 'Asked for' }) readonly quantity: number;
  @ApiProperty({ description: 'Promised' }) readonly offered: number;
  @ApiProperty({ description: 'Taken up: given' }) readonly accepted: number;
  @ApiProperty({ description: 'Given back' }) readonly returned: number;
  @ApiProperty({ description: 'Given and not back, while the case is open' }) readonly open: number;
  @ApiProperty({ description: 'Given and not back when the case was closed: used up or lost' })
  readonly notReturned: number;
}

/** One word of the story of a case. */
export class AidWordView {
  @ApiProperty({ description: 'In the order in which it came here' }) readonly number: number;
  @ApiProperty({ enum: STATES, description: 'What was said' }) readonly step: string;
  @ApiProperty({ description: 'Region that said it' }) readonly region: string;
  @ApiProperty({ format: 'date-time' }) readonly saidAt: Date;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'When it came here; null: own words' })
  readonly heardAt: Date | null;
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Account of who said it; of own words only, for who may read the people of plans',
  })
  readonly by: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'The event that told it; null: the other region had left' })
  readonly eventId: string | null;
  @ApiProperty({ description: 'False: it crossed a word of ours, and changed nothing' }) readonly taken: boolean;
  @ApiProperty({ type: [LineQuantityDto], description: 'Quantities of this step' })
  readonly lines: readonly LineQuantityDto[];
  @ApiProperty({ type: String, format: 'date', nullable: true, description: 'Day of a return' }) readonly returnedOn:
    string | null;
  @ApiProperty({ type: Boolean, nullable: true, description: 'Of a return: nothing more comes back' }) readonly final:
    boolean | null;
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Terms of an offer, reason of a decline, state of what came back',
  })
  readonly words: string | null;
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

/** A case with its whole story. */
export class AidStoryView extends AidView {
  @ApiProperty({ description: 'The other region has left the federation: it hears and says nothing' })
  readonly otherLeft: boolean;
  @ApiProperty({ type: [AidWordView] }) readonly story: readonly AidWordView[];
}

export class AidList {
  @ApiProperty({ type: [AidView] }) readonly items: readonly AidView[];
}

export class AidPage extends AidList {
  @ApiPropertyOptional() readonly nextCursor?: string;
}
