import { PLAN_LINE_OUTCOMES, type PlanLineOutcome } from '@betang/contracts';
import { EXPORT_FORMATS, PageQuery, type ExportFormat, ApiProperty, ApiPropertyOptional } from '@betang/platform';
import { Transform, Type } from 'class-transformer';
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
} from 'class-validator';
import { COMPETENCY_CODE } from '../dictionary/dictionary.dto.js';

const DELIVERIES = ['CLASSICAL', 'LIVE_STREAM', 'E_LEARNING', 'BLENDED'] as const;
const TABLE_FORMATS = ['xlsx', 'csv'] as const;
const PROPOSAL_STATES = ['PROPOSED', 'OPENED', 'WITHDRAWN'];
const REGION = /^\d{2}(\.\d{2})?$/;

export class WithdrawPlanDto {
  @IsString()
  @MinLength(3)
  @MaxLength(500)
  readonly reason: string;
}

export class ProposeSessionDto {
  @IsInt()
  @Min(2000)
  @Max(2200)
  readonly year: number;

  @IsInt()
  @Min(1)
  @Max(4)
  readonly quarter: number;

  @Matches(COMPETENCY_CODE)
  readonly competencyCode: string;

  @IsInt()
  @Min(1)
  @Max(5)
  readonly level: number;

  @IsString()
  @MinLength(3)
  @MaxLength(300)
  readonly title: string;

  @Matches(/^(KL\d\d|NKL\d\d)$/)
  readonly pathCode: string;

  @IsIn(DELIVERIES)
  readonly delivery: (typeof DELIVERIES)[number];

  @IsString()
  @MinLength(2)
  @MaxLength(300)
  readonly organiser: string;

  @ApiProperty({ description: 'Learning hours per person, hundredths of a JP' })
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  readonly hours: number;

  @IsString()
  @MinLength(2)
  @MaxLength(500)
  readonly curriculumStandard: string;

  @IsOptional()
  @IsUUID()
  readonly developmentTargetId?: string;

  @IsOptional()
  @IsUUID()
  readonly programmeId?: string;

  @ApiPropertyOptional({ type: [String], description: 'These lines only, of whatever quarter' })
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(1000)
  @IsUUID('all', { each: true })
  readonly lineIds?: readonly string[];
}

export class DecideLineDto {
  @ApiProperty({ enum: ['OWN', 'DEFERRED', 'DECLINED', 'RECEIVED'] })
  @IsIn(['OWN', 'DEFERRED', 'DECLINED', 'RECEIVED'])
  readonly outcome: PlanLineOutcome;

  @IsString()
  @MinLength(3)
  @MaxLength(500)
  readonly reason: string;

  @ApiPropertyOptional({ description: 'Quarter it is meant for now' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(4)
  readonly quarter?: number;
}

export class DemandQuery extends PageQuery {
  @IsOptional()
  @Matches(COMPETENCY_CODE)
  readonly competencyCode?: string;

  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(4)
  readonly quarter?: number;
}

export class DemandFileQuery {
  @IsIn(EXPORT_FORMATS)
  readonly format: ExportFormat;
}

export class OutcomeQuery extends PageQuery {
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1950)
  @Max(2200)
  readonly year?: number;

  @IsOptional()
  @Matches(REGION)
  readonly region?: string;

  @IsOptional()
  @IsUUID()
  readonly planId?: string;

  @IsOptional()
  @IsIn(PLAN_LINE_OUTCOMES)
  readonly outcome?: PlanLineOutcome;

  @ApiPropertyOptional({ description: 'Only lines that their region took out, or only those that stand' })
  @IsOptional()
  @Transform(({ value }) => (value === 'true' ? true : value === 'false' ? false : value))
  @IsBoolean()
  readonly gone?: boolean;
}

export class OutcomeFileQuery {
  @IsIn(TABLE_FORMATS)
  readonly format: (typeof TABLE_FORMATS)[number];

  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1950)
  @Max(2200)
  readonly year?: number;

  @IsOptional()
  @Matches(REGION)
  readonly region?: string;

  @IsOptional()
  @IsIn(PLAN_LINE_OUTCOMES)
  readonly outcome?: PlanLineOutcome;
}

export class ProposalQuery extends PageQuery {
  @IsOptional()
  @IsIn(PROPOSAL_STATES)
  readonly state?: string;

  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1950)
  @Max(2200)
  readonly year?: number;

  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(4)
  readonly quarter?: number;

  @IsOptional()
  @Matches(COMPETENCY_CODE)
  readonly competencyCode?: string;

  @ApiPropertyOptional({ description: 'Part of the title' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  readonly search?: string;
}

export class SubmittedView {
  @ApiProperty({ format: 'uuid' }) readonly planId: string;
  @ApiProperty() readonly submission: number;
  @ApiProperty() readonly lines: number;
  @ApiProperty() readonly late: boolean;
}

export class RegionPlanView {
  @ApiProperty() readonly region: string;
  @ApiProperty() readonly name: string;
  @ApiProperty({ enum: ['MISSING', 'INCOMPLETE', 'SUBMITTED', 'LATE', 'WITHDRAWN'] }) readonly state: string;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) readonly planId: string | null;
  @ApiProperty({ type: Number, nullable: true }) readonly submission: number | null;
  @ApiProperty() readonly lines: number;
  @ApiProperty({ description: 'Whole rupiah' }) readonly budget: number;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) readonly submittedAt: Date | null;
  @ApiProperty({ type: String, format: 'date', nullable: true, description: "The province's last day" })
  readonly dueOn: string | null;
  @ApiProperty({ description: 'Days after it, until it came; 0: not late' }) readonly daysLate: number;
}

export class RegionPlans {
  @ApiProperty() readonly year: number;
  @ApiProperty({ type: [RegionPlanView] }) readonly items: readonly RegionPlanView[];
}

export class DemandTargetView {
  @ApiProperty({ format: 'uuid' }) readonly targetId: string;
  @ApiProperty({ description: 'Whose plan (RPJMD) it stands in' }) readonly region: string;
  @ApiProperty() readonly code: string;
  @ApiProperty() readonly title: string;
}

/** Pooled demand: how many seats of a competency and level the regions need in a quarter. */
export class DemandView {
  @ApiProperty() readonly competencyCode: string;
  @ApiProperty() readonly level: number;
  @ApiProperty() readonly quarter: number;
  @ApiProperty() readonly regions: number;
  @ApiProperty({ type: [String] }) readonly regionCodes: readonly string[];
  @ApiProperty() readonly lines: number;
  @ApiProperty() readonly seats: number;
  @ApiProperty({ description: 'Seats of lines that nothing is decided on yet' }) readonly openSeats: number;
  @ApiProperty({ description: 'Whole rupiah' }) readonly budget: number;
  @ApiProperty({ description: 'Several regions plan the same by organisers of their own' }) readonly overlap: boolean;
  @ApiProperty({ type: [String] }) readonly organisers: readonly string[];
  @ApiProperty({ description: 'Rupiah per seat, cheapest and dearest line' }) readonly cheapest: number;
  @ApiProperty() readonly dearest: number;
  @ApiProperty({ description: "Whether the province's dictionary has it; if not, its regions are to be asked" })
  readonly known: boolean;
  @ApiProperty({ description: 'In the language asked for' }) readonly competencyName: string;
  @ApiProperty({ type: [DemandTargetView], description: 'Development targets that the lines serve' })
  readonly targets: readonly DemandTargetView[];
}

export class DemandPage {
  @ApiProperty() readonly year: number;
  @ApiProperty({ type: [DemandView] }) readonly items: readonly DemandView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

export class ProposalView {
  @ApiProperty({ format: 'uuid' }) readonly proposalId: string;
  @ApiProperty() readonly revision: number;
  @ApiProperty({ enum: ['PROPOSED', 'OPENED', 'WITHDRAWN'] }) readonly state: string;
}

export class ProposalListView extends ProposalView {
  @ApiProperty() readonly title: string;
  @ApiProperty() readonly competencyCode: string;
  @ApiProperty() readonly level: number;
  @ApiProperty() readonly year: number;
  @ApiProperty() readonly quarter: number;
  @ApiProperty() readonly seats: number;
  @ApiProperty() readonly regions: number;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) readonly sessionId: string | null;
}

export class ProposalPage {
  @ApiProperty({ type: [ProposalListView] }) readonly items: readonly ProposalListView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

export class OutcomeView {
  @ApiProperty({ format: 'uuid' }) readonly lineId: string;
  @ApiProperty() readonly region: string;
  @ApiProperty({ format: 'uuid' }) readonly planId: string;
  @ApiProperty() readonly submission: number;
  @ApiProperty() readonly year: number;
  @ApiProperty({ enum: PLAN_LINE_OUTCOMES }) readonly outcome: string;
  @ApiProperty() readonly competencyCode: string;
  @ApiProperty() readonly level: number;
  @ApiProperty() readonly quarter: number;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) readonly proposalId: string | null;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) readonly sessionId: string | null;
  @ApiProperty() readonly reason: string;
  @ApiProperty({ format: 'date-time' }) readonly decidedAt: Date;
  @ApiProperty({ description: 'Its region took the line out: nothing stands on it any more' }) readonly gone: boolean;
}

export class OutcomePage {
  @ApiProperty({ type: [OutcomeView] }) readonly items: readonly OutcomeView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

/** A proposal that was taken back. */
export class ProposalWithdrawnView {
  @ApiProperty({ format: 'uuid' }) readonly proposalId: string;
  @ApiProperty({ enum: ['WITHDRAWN'] }) readonly state: string;
}

/** What was decided on a line. */
export class LineDecidedView {
  @ApiProperty({ format: 'uuid' }) readonly lineId: string;
  @ApiProperty() readonly outcome: string;
}
