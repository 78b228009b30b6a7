import { FUNDING_PATTERNS } from '@betang/contracts';
import { IfGiven, ApiProperty, ApiPropertyOptional } from '@betang/platform';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
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
import { DELIVERIES, type Delivery } from '../database/programme.entity.js';
import type { FundingPattern } from '../database/programme-parts.js';
import { CompetencyDto, ModuleDto, TrainerDto } from './programme-parts.dto.js';

const MOST_HOURS = 1_000_000;
const MOST_RUPIAH = 1_000_000_000_000;

/** What a programme may say beside its outline; the same for a new one and for a change. */
class ProgrammeContentDto {
  @ApiPropertyOptional({
    type: String,
    nullable: true,
    description: 'Wording of the target, for a region without a register; the register gives it otherwise',
  })
  @IsOptional()
  @IsString()
  @MinLength(3)
  @MaxLength(300)
  readonly developmentTarget?: string | null;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    description: 'Development target (sasaran RPJMD) that it serves: nothing is published without',
  })
  @IsOptional()
  @IsUUID()
  readonly developmentTargetId?: string | null;

  @IfGiven()
  @IsArray()
  @ArrayMaxSize(50)
  @ValidateNested({ each: true })
  @Type(() => CompetencyDto)
  readonly competencies?: readonly CompetencyDto[];

  @ApiPropertyOptional({ type: [String], description: 'Competencies without levels; `competencies` says more' })
  @IfGiven()
  @IsArray()
  @ArrayMaxSize(50)
  @IsString({ each: true })
  @MinLength(1, { each: true })
  @MaxLength(20, { each: true })
  readonly competencyCodes?: readonly string[];

  @ApiPropertyOptional({
    type: [String],
    description: 'ALL, MANAGERIAL, NON_MANAGERIAL, or types of position: JPT_PRATAMA, FUNCTIONAL:AHLI_MUDA',
  })
  @IfGiven()
  @IsArray()
  @ArrayMaxSize(40)
  @IsString({ each: true })
  @MaxLength(60, { each: true })
  readonly targetGroups?: readonly string[];

  @ApiPropertyOptional({ type: () => [ModuleDto], description: 'Their hours add up to those of the programme' })
  @IfGiven()
  @IsArray()
  @ArrayMaxSize(60)
  @ValidateNested({ each: true })
  @Type(() => ModuleDto)
  readonly modules?: readonly ModuleDto[];

  @IfGiven()
  @IsArray()
  @ArrayMaxSize(60)
  @ValidateNested({ each: true })
  @Type(() => TrainerDto)
  readonly trainers?: readonly TrainerDto[];

  @ApiPropertyOptional({ description: 'Integer rupiah' })
  @IfGiven()
  @IsInt()
  @Min(0)
  @Max(MOST_RUPIAH)
  readonly costPerParticipant?: number;

  @ApiPropertyOptional({ description: 'Integer rupiah, whatever the number of participants' })
  @IfGiven()
  @IsInt()
  @Min(0)
  @Max(MOST_RUPIAH)
  readonly fixedCost?: number;

  @ApiPropertyOptional({ enum: FUNDING_PATTERNS, description: 'Pola pendanaan' })
  @IfGiven()
  @IsIn(FUNDING_PATTERNS)
  readonly fundingPattern?: FundingPattern;
}

export class ChangeProgrammeDto extends ProgrammeContentDto {
  @IfGiven()
  @IsString()
  @MinLength(3)
  @MaxLength(300)
  readonly title?: string;

  @ApiPropertyOptional({ example: 'KL03', description: 'Path of development (jalur)' })
  @IfGiven()
  @Matches(/^(KL\d\d|NKL\d\d|PEND)$/)
  readonly pathCode?: string;

  @ApiPropertyOptional({ enum: DELIVERIES })
  @IfGiven()
  @IsIn(DELIVERIES)
  readonly delivery?: Delivery;

  @ApiPropertyOptional({ description: 'Learning hours of the whole programme, hundredths of a JP' })
  @IfGiven()
  @IsInt()
  @Min(1)
  @Max(MOST_HOURS)
  readonly hoursHundredths?: number;

  @ApiPropertyOptional({ description: 'Meetings or days planned' })
  @IfGiven()
  @IsInt()
  @Min(0)
  @Max(1_000)
  readonly meetings?: number;

  @ApiPropertyOptional({ maxLength: 300, description: 'Penyelenggara' })
  @IfGiven()
  @IsString()
  @MinLength(1)
  @MaxLength(300)
  readonly organiser?: string;
}

export class NewProgrammeDto extends ProgrammeContentDto {
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
}

export class WithdrawProgrammeDto {
  @ApiProperty({ maxLength: 500, description: 'Why, for the officers of other regions' })
  @IsString()
  @MinLength(3)
  @MaxLength(500)
  readonly reason: string;
}
