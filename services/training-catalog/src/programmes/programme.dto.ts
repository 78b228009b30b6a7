import { PageQuery, ApiProperty, ApiPropertyOptional } from '@betang/platform';
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
import { DELIVERIES, PROGRAMME_STATES, type Delivery, type ProgrammeState } from '../database/programme.entity.js';
import { FUNDING_PATTERNS, type FundingPattern } from './programme-details.js';
import {
  CompetencyDto,
  CompetencyView,
  ModuleDto,
  ModuleView,
  OriginView,
  TrainerDto,
  TrainerView,
} from './programme-parts.dto.js';

const MOST_HOURS = 1_000_000;
const MOST_RUPIAH = 1_000_000_000_000;

export class ChangeProgrammeDto {
  @IsOptional()
  @IsString()
  @MinLength(3)
  @MaxLength(300)
  readonly title?: string;

  @ApiPropertyOptional({ enum: DELIVERIES })
  @IsOptional()
  @IsIn(DELIVERIES)
  readonly delivery?: Delivery;

  @ApiPropertyOptional({ description: 'Learning hours of the whole programme, hundredths of a JP' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(MOST_HOURS)
  readonly hoursHundredths?: number;

  @ApiPropertyOptional({ description: 'Meetings or days planned' })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(1_000)
  readonly meetings?: number;

  @ApiPropertyOptional({ maxLength: 300, description: 'Penyelenggara' })
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(300)
  readonly organiser?: string;

  @ApiPropertyOptional({
    description: 'Wording of the target, for a region without a register; the register gives it otherwise',
  })
  @IsOptional()
  @IsString()
  @MinLength(3)
  @MaxLength(300)
  readonly developmentTarget?: string;

  @ApiPropertyOptional({
    description: 'Development target (sasaran RPJMD) that it serves: nothing is published without',
  })
  @IsOptional()
  @IsUUID()
  readonly developmentTargetId?: string;

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(50)
  @ValidateNested({ each: true })
  @Type(() => CompetencyDto)
  readonly competencies?: readonly CompetencyDto[];

  @ApiPropertyOptional({ type: [String], description: 'Competencies without levels; `competencies` says more' })
  @IsOptional()
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
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(40)
  @IsString({ each: true })
  @MaxLength(60, { each: true })
  readonly targetGroups?: readonly string[];

  @ApiPropertyOptional({ type: () => [ModuleDto], description: 'Their hours add up to those of the programme' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(60)
  @ValidateNested({ each: true })
  @Type(() => ModuleDto)
  readonly modules?: readonly ModuleDto[];

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(60)
  @ValidateNested({ each: true })
  @Type(() => TrainerDto)
  readonly trainers?: readonly TrainerDto[];

  @ApiPropertyOptional({ description: 'Integer rupiah' })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(MOST_RUPIAH)
  readonly costPerParticipant?: number;

  @ApiPropertyOptional({ description: 'Integer rupiah, whatever the number of participants' })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(MOST_RUPIAH)
  readonly fixedCost?: number;

  @ApiPropertyOptional({ enum: FUNDING_PATTERNS, description: 'Pola pendanaan' })
  @IsOptional()
  @IsIn(FUNDING_PATTERNS)
  readonly fundingPattern?: FundingPattern;
}

export class NewProgrammeDto extends ChangeProgrammeDto {
  @ApiProperty({ maxLength: 300 })
  @IsString()
  @MinLength(3)
  @MaxLength(300)
  declare readonly title: string;

  @ApiProperty({ example: 'KL03', description: 'Path of development (jalur)' })
  @Matches(/^(KL\d\d|NKL\d\d|PEND)$/)
  readonly pathCode: string;

  @ApiProperty({ enum: DELIVERIES })
  @IsIn(DELIVERIES)
  declare readonly delivery: Delivery;

  @ApiProperty({ description: 'Learning hours of the whole programme, hundredths of a JP' })
  @IsInt()
  @Min(1)
  @Max(MOST_HOURS)
  declare readonly hoursHundredths: number;

  @ApiProperty({ description: 'Meetings or days planned' })
  @IsInt()
  @Min(0)
  @Max(1_000)
  declare readonly meetings: number;

  @ApiProperty({ maxLength: 300, description: 'Penyelenggara' })
  @IsString()
  @MinLength(1)
  @MaxLength(300)
  declare readonly organiser: string;
}

export class WithdrawProgrammeDto {
  @ApiProperty({ maxLength: 500, description: 'Why, for the officers of other regions' })
  @IsString()
  @MinLength(3)
  @MaxLength(500)
  readonly reason: string;
}

export class ProgrammeQuery extends PageQuery {
  @ApiPropertyOptional({ enum: PROGRAMME_STATES })
  @IsOptional()
  @IsIn(PROGRAMME_STATES)
  readonly state?: ProgrammeState;

  @IsOptional()
  @IsString()
  @MaxLength(20)
  readonly competency?: string;

  @IsOptional()
  @IsUUID()
  readonly developmentTargetId?: string;

  @ApiPropertyOptional({ description: 'Part of the title' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  readonly search?: string;
}

export class ProgrammeView {
  @ApiProperty({ format: 'uuid' }) readonly programmeId: string;
  @ApiProperty({ enum: PROGRAMME_STATES }) readonly state: string;
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
  @ApiProperty({ type: String, nullable: true }) readonly developmentTarget: string | null;
  @ApiProperty({ type: String, nullable: true }) readonly developmentTargetId: string | null;
  @ApiProperty({ type: [String] }) readonly competencyCodes: readonly string[];
  @ApiProperty({ type: [CompetencyView] }) readonly competencies: readonly CompetencyView[];
  @ApiProperty({ type: [String] }) readonly targetGroups: readonly string[];
  @ApiProperty({ type: [ModuleView] }) readonly modules: readonly ModuleView[];
  @ApiProperty({ type: [TrainerView] }) readonly trainers: readonly TrainerView[];
  @ApiProperty() readonly costPerParticipant: number;
  @ApiProperty() readonly fixedCost: number;
  @ApiProperty({ enum: FUNDING_PATTERNS }) readonly fundingPattern: FundingPattern;
  @ApiProperty({ type: OriginView, nullable: true, description: 'Programme of another region that it was taken from' })
  readonly origin: OriginView | null;
  @ApiProperty({ type: [OriginView], description: 'Where that one came from in turn, oldest last' })
  readonly lineage: readonly OriginView[];
  @ApiProperty({ type: String, nullable: true }) readonly withdrawnReason: string | null;
}

export class ProgrammePage {
  @ApiProperty({ type: [ProgrammeView] }) readonly items: readonly ProgrammeView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}
