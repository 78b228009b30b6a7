import { PageQuery } from '@betang/platform';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
} from 'class-validator';
import { DELIVERIES, type Delivery } from '../database/programme.entity.js';

const MOST_HOURS = 1_000_000;

export class NewProgrammeDto {
  @ApiProperty({ maxLength: 300 })
  @IsString()
  @MinLength(3)
  @MaxLength(300)
  readonly title: string;

  @ApiProperty({ example: 'KL03', description: 'Path of development (jalur)' })
  @Matches(/^(KL\d\d|NKL\d\d|PEND)$/)
  readonly pathCode: string;

  @ApiProperty({ enum: DELIVERIES })
  @IsIn(DELIVERIES)
  readonly delivery: Delivery;

  @ApiProperty({ description: 'Learning hours of the whole programme, hundredths of a JP' })
  @IsInt()
  @Min(1)
  @Max(MOST_HOURS)
  readonly hoursHundredths: number;

  @ApiProperty({ description: 'Meetings or days planned' })
  @IsInt()
  @Min(0)
  @Max(1_000)
  readonly meetings: number;

  @ApiProperty({ maxLength: 300, description: 'Penyelenggara' })
  @IsString()
  @MinLength(1)
  @MaxLength(300)
  readonly organiser: string;

  @ApiProperty({
    maxLength: 300,
    description: 'Development target (sasaran RPJMD) that it serves: no training without one',
  })
  @IsString()
  @MinLength(3)
  @MaxLength(300)
  readonly developmentTarget: string;

  @ApiPropertyOptional({ type: [String], maxItems: 50 })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(50)
  @IsString({ each: true })
  @MinLength(1, { each: true })
  @MaxLength(20, { each: true })
  readonly competencyCodes?: readonly string[];
}

export class ChangeProgrammeDto {
  @ApiPropertyOptional({ maxLength: 300 })
  @IsOptional()
  @IsString()
  @MinLength(3)
  @MaxLength(300)
  readonly title?: string;

  @ApiPropertyOptional({ enum: DELIVERIES })
  @IsOptional()
  @IsIn(DELIVERIES)
  readonly delivery?: Delivery;

  @ApiPropertyOptional()
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(MOST_HOURS)
  readonly hoursHundredths?: number;

  @ApiPropertyOptional()
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(1_000)
  readonly meetings?: number;

  @ApiPropertyOptional({ maxLength: 300 })
  @IsOptional()
  @IsString()
  @MinLength(3)
  @MaxLength(300)
  readonly developmentTarget?: string;
}

export class WithdrawProgrammeDto {
  @ApiProperty({ maxLength: 500, description: 'Why, for the officers of other regions' })
  @IsString()
  @MinLength(3)
  @MaxLength(500)
  readonly reason: string;
}

export class ProgrammeQuery extends PageQuery {
  @ApiPropertyOptional({ enum: ['DRAFT', 'PUBLISHED', 'WITHDRAWN'] })
  @IsOptional()
  @IsIn(['DRAFT', 'PUBLISHED', 'WITHDRAWN'])
  readonly state?: 'DRAFT' | 'PUBLISHED' | 'WITHDRAWN';

  @ApiPropertyOptional({ enum: ['title'], default: 'title' })
  @IsOptional()
  @IsIn(['title'])
  override readonly sort?: 'title';
}

/** What regions know of each other's programmes. */
export class CatalogueProgrammeView {
  @ApiProperty({ format: 'uuid' }) readonly programmeId: string;
  @ApiProperty({ description: 'Code of the region that offers it' }) readonly organiserRegion: string;
  @ApiProperty() readonly programmeVersion: number;
  @ApiProperty() readonly title: string;
  @ApiProperty() readonly pathCode: string;
  @ApiProperty({ enum: DELIVERIES }) readonly delivery: Delivery;
  @ApiProperty() readonly hoursHundredths: number;
  @ApiProperty() readonly meetings: number;
  @ApiProperty() readonly organiser: string;
  @ApiProperty() readonly developmentTarget: string;
  @ApiProperty({ type: [String] }) readonly competencyCodes: readonly string[];
}

export class CataloguePage {
  @ApiProperty({ type: [CatalogueProgrammeView] }) readonly items: readonly CatalogueProgrammeView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

export class ProgrammeView {
  @ApiProperty({ format: 'uuid' }) readonly programmeId: string;
  @ApiProperty({ enum: ['DRAFT', 'PUBLISHED', 'WITHDRAWN'] }) readonly state: string;
  @ApiProperty() readonly revision: number;
  @ApiProperty({ description: 'How often it was published; 0: never' }) readonly publishedVersion: number;
  @ApiProperty({ description: 'True when it was changed after it was published' })
  readonly changedSincePublished: boolean;
  @ApiProperty() readonly title: string;
  @ApiProperty() readonly pathCode: string;
  @ApiProperty({ enum: DELIVERIES }) readonly delivery: Delivery;
  @ApiProperty() readonly hoursHundredths: number;
  @ApiProperty() readonly meetings: number;
  @ApiProperty() readonly organiser: string;
  @ApiProperty() readonly developmentTarget: string;
  @ApiProperty({ type: [String] }) readonly competencyCodes: readonly string[];
  @ApiProperty({ type: String, nullable: true }) readonly withdrawnReason: string | null;
}

export class ProgrammePage {
  @ApiProperty({ type: [ProgrammeView] }) readonly items: readonly ProgrammeView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}
