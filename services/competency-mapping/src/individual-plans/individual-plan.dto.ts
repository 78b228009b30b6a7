import {
  IsDay,
  EXPORT_FORMATS,
  PageQuery,
  type ExportFormat,
  ApiProperty,
  ApiPropertyOptional,
} from '@betang/platform';
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
import { COMPETENCY_CODE } from '../dictionary/dictionary.dto.js';
import { INDIVIDUAL_PLAN_STATES, type IndividualPlanState } from './individual-plan.decision.js';

export class IndividualPlanItemDto {
  @Matches(COMPETENCY_CODE)
  readonly competencyCode: string;

  @IsInt()
  @Min(1)
  @Max(5)
  readonly level: number;

  @ApiProperty({ example: 'KL03', description: 'Path (jalur)' })
  @Matches(/^(KL\d\d|NKL\d\d|PEND)$/)
  readonly pathCode: string;

  @ApiProperty({ description: 'What is to be done' })
  @IsString()
  @MinLength(3)
  @MaxLength(300)
  readonly activity: string;

  @IsInt()
  @Min(1)
  @Max(4)
  readonly quarter: number;

  @ApiProperty({ description: 'Learning hours, hundredths of a JP' })
  @IsInt()
  @Min(0)
  @Max(1_000_000)
  readonly hours: number;
}

export class WriteIndividualPlanDto {
  @ApiProperty({ type: [IndividualPlanItemDto], maxItems: 50 })
  @IsArray()
  @ArrayMaxSize(50)
  @ValidateNested({ each: true })
  @Type(() => IndividualPlanItemDto)
  readonly items: readonly IndividualPlanItemDto[];
}

export class DecideIndividualPlanDto {
  @IsIn(['APPROVE', 'RETURN'])
  readonly action: 'APPROVE' | 'RETURN';

  @IsOptional()
  @IsString()
  @MinLength(3)
  @MaxLength(500)
  readonly note?: string;
}

export class RealiseItemDto {
  @ApiProperty({ format: 'date' })
  @IsDay()
  readonly realisedOn: string;

  @ApiProperty({ description: 'Number of the proof' })
  @IsString()
  @MinLength(2)
  @MaxLength(300)
  readonly reference: string;
}

export class ReopenItemDto {
  @ApiProperty({ description: 'Why; told to the person' })
  @IsString()
  @MinLength(3)
  @MaxLength(500)
  readonly reason: string;
}

export class IndividualPlanQuery extends PageQuery {
  @Type(() => Number)
  @IsInt()
  @Min(2000)
  @Max(2200)
  readonly year: number;

  @IsOptional()
  @IsIn(INDIVIDUAL_PLAN_STATES)
  readonly state?: IndividualPlanState;

  @IsOptional()
  @IsUUID()
  readonly agencyId?: string;
}

export class IndividualPlanFileQuery {
  @IsIn(EXPORT_FORMATS)
  readonly format: ExportFormat;
}

export class IndividualPlanItemView {
  @ApiProperty({ format: 'uuid' }) readonly itemId: string;
  @ApiProperty() readonly competencyCode: string;
  @ApiProperty() readonly level: number;
  @ApiProperty() readonly pathCode: string;
  @ApiProperty() readonly activity: string;
  @ApiProperty() readonly quarter: number;
  @ApiProperty() readonly hours: number;
  @ApiProperty({ type: String, format: 'date', nullable: true }) readonly realisedOn: string | null;
  @ApiProperty({ type: String, enum: ['TRAINING', 'STATED'], nullable: true }) readonly realisedBy: string | null;
  @ApiProperty({ type: String, nullable: true }) readonly realisedReference: string | null;
}

export class IndividualPlanView {
  @ApiProperty({ format: 'uuid' }) readonly individualPlanId: string;
  @ApiProperty({ format: 'uuid' }) readonly employeeId: string;
  @ApiProperty() readonly year: number;
  @ApiProperty({ enum: INDIVIDUAL_PLAN_STATES }) readonly state: string;
  @ApiProperty() readonly revision: number;
  @ApiProperty({ type: String, nullable: true, description: "The supervisor's note" }) readonly note: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) readonly submittedAt: Date | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'Approved or sent back' })
  readonly decidedAt: Date | null;
  @ApiProperty({ type: [IndividualPlanItemView] }) readonly items: readonly IndividualPlanItemView[];
  @ApiProperty() readonly realisedPercent: number;
}

export class IndividualPlanRow {
  @ApiProperty({ format: 'uuid' }) readonly individualPlanId: string;
  @ApiProperty({ format: 'uuid' }) readonly employeeId: string;
  @ApiProperty() readonly name: string;
  @ApiProperty() readonly year: number;
  @ApiProperty({ enum: INDIVIDUAL_PLAN_STATES }) readonly state: string;
  @ApiProperty() readonly items: number;
  @ApiProperty() readonly realised: number;
}

export class IndividualPlanPage {
  @ApiProperty({ type: [IndividualPlanRow] }) readonly items: readonly IndividualPlanRow[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}
