import { IsDay, PageQuery, ApiProperty, ApiPropertyOptional, getSchemaPath, ApiExtraModels } from '@betang/platform';
import { Type } from 'class-transformer';
import { IsBoolean, IsIn, IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min, MinLength } from 'class-validator';

const MOST = 10_000_000;
const PROPOSAL_STATES = ['PROPOSED', 'APPROVED', 'REFUSED', 'WITHDRAWN'] as const;

class ProposedRowDto {
  @ApiProperty({ format: 'date', description: 'First day of the rule' })
  @IsDay()
  readonly validFrom: string;

  @ApiPropertyOptional({ format: 'date', description: 'Last day; left out: until further notice' })
  @IsOptional()
  @IsDay()
  readonly validTo?: string;

  @ApiProperty({ maxLength: 300, description: 'Regulation (dasar hukum) by which the region sets this' })
  @IsString()
  @MinLength(5)
  @MaxLength(300)
  readonly legalBasis: string;

  @ApiPropertyOptional({ maxLength: 1000 })
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  readonly note?: string;

  @ApiPropertyOptional({ description: "Ends the region's own row of this first day instead of replacing it" })
  @IsOptional()
  @IsBoolean()
  readonly withdrawn?: boolean;
}

/** A region's own conversion of a path (jalur) into hours. */
export class ProposeConversionDto extends ProposedRowDto {
  @ApiProperty({ example: 'KL06' })
  @Matches(/^(KL\d\d|NKL\d\d|PEND)$/)
  readonly pathCode: string;

  @ApiPropertyOptional({
    description: 'Hundredths of a JP for one unit; left out for paths whose programme states its hours',
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(MOST)
  readonly nationalHundredths?: number;

  @ApiPropertyOptional()
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(MOST)
  readonly internationalHundredths?: number;

  @ApiPropertyOptional({ description: 'Per cent added to an international programme' })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(1000)
  readonly internationalBonusPercent?: number;

  @ApiPropertyOptional({ enum: ['DAY', 'MONTH', 'YEAR'] })
  @IsOptional()
  @IsIn(['DAY', 'MONTH', 'YEAR'])
  readonly capPeriod?: 'DAY' | 'MONTH' | 'YEAR';

  @ApiPropertyOptional({ description: 'Most hours a period, hundredths of a JP' })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(MOST)
  readonly capHundredths?: number;

  @ApiPropertyOptional({ description: 'Most activities a period, hundredths of an activity' })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(MOST)
  readonly capActivities?: number;
}

/** A region's own duty of an employment status: the least to reach and the most that counts a year. */
export class ProposeDutyDto extends ProposedRowDto {
  @ApiProperty({ enum: ['CPNS', 'PNS', 'PPPK', 'PPPK_PARUH_WAKTU'] })
  @IsIn(['CPNS', 'PNS', 'PPPK', 'PPPK_PARUH_WAKTU'])
  readonly employmentStatus: string;

  @ApiPropertyOptional({ description: 'Hundredths of a JP a year; left out: no least amount' })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(MOST)
  readonly minimumHundredths?: number;

  @ApiPropertyOptional({ description: 'Hundredths of a JP a year; left out: no most' })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(MOST)
  readonly maximumCountedHundredths?: number;
}

export class PreviewRuleDto {
  @ApiProperty({ minimum: 1950, maximum: 2200 })
  @IsInt()
  @Min(1950)
  @Max(2200)
  readonly year: number;
}

export class ApproveRuleDto {
  @ApiPropertyOptional({
    default: true,
    description:
      'Count the entries since the first day of the rule anew; without it the rule holds for new entries only',
  })
  @IsOptional()
  @IsBoolean()
  readonly applyToPast: boolean = true;

  @ApiPropertyOptional({ maxLength: 1000 })
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  readonly note?: string;
}

export class RefuseRuleDto {
  @ApiProperty({ maxLength: 1000 })
  @IsString()
  @MinLength(3)
  @MaxLength(1000)
  readonly note: string;
}

export class RuleProposalQuery extends PageQuery {
  @ApiPropertyOptional({ enum: PROPOSAL_STATES })
  @IsOptional()
  @IsIn(PROPOSAL_STATES)
  readonly state?: string;

  @ApiPropertyOptional({ enum: ['-proposedAt'], default: '-proposedAt' })
  @IsOptional()
  @IsIn(['-proposedAt'])
  override readonly sort?: string;
}

export class ConversionContentView {
  @ApiProperty({ type: String, format: 'date', nullable: true }) readonly validTo: string | null;
  @ApiProperty({ type: Number, nullable: true }) readonly nationalHundredths: number | null;
  @ApiProperty({ type: Number, nullable: true }) readonly internationalHundredths: number | null;
  @ApiProperty({ type: Number, nullable: true }) readonly internationalBonusPercent: number | null;
  @ApiProperty({ type: String, nullable: true, enum: ['DAY', 'MONTH', 'YEAR'] }) readonly capPeriod: string | null;
  @ApiProperty({ type: Number, nullable: true }) readonly capHundredths: number | null;
  @ApiProperty({ type: Number, nullable: true }) readonly capActivities: number | null;
  @ApiProperty() readonly withdrawn: boolean;
}

export class DutyContentView {
  @ApiProperty({ type: String, format: 'date', nullable: true }) readonly validTo: string | null;
  @ApiProperty({ type: Number, nullable: true }) readonly minimumHundredths: number | null;
  @ApiProperty({ type: Number, nullable: true }) readonly maximumCountedHundredths: number | null;
  @ApiProperty() readonly withdrawn: boolean;
}

@ApiExtraModels(ConversionContentView, DutyContentView)
export class RuleProposalView {
  @ApiProperty({ format: 'uuid' }) readonly proposalId: string;
  @ApiProperty({ enum: ['CONVERSION', 'DUTY'] }) readonly kind: string;
  @ApiProperty({ description: 'Path of development, or employment status' }) readonly ruleKey: string;
  @ApiProperty({ format: 'date' }) readonly validFrom: string;
  @ApiProperty({ oneOf: [{ $ref: getSchemaPath(ConversionContentView) }, { $ref: getSchemaPath(DutyContentView) }] })
  readonly content: object;
  @ApiProperty() readonly legalBasis: string;
  @ApiProperty({ type: String, nullable: true }) readonly note: string | null;
  @ApiProperty({ enum: PROPOSAL_STATES }) readonly state: string;
  @ApiProperty() readonly proposedBy: string;
  @ApiProperty({ format: 'date-time' }) readonly proposedAt: Date;
  @ApiProperty({ type: String, nullable: true }) readonly decidedBy: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) readonly decidedAt: Date | null;
  @ApiProperty({ type: String, nullable: true }) readonly decisionNote: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'Version of the rule that it became' })
  readonly ruleVersion: string | null;
  @ApiProperty() readonly version: number;
}

export class RuleProposalPage {
  @ApiProperty({ type: [RuleProposalView] }) readonly items: readonly RuleProposalView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

export class RuleProposedView {
  @ApiProperty({ format: 'uuid' }) readonly proposalId: string;
}

export class RuleDecidedView {
  @ApiProperty({ format: 'uuid' }) readonly proposalId: string;
  @ApiProperty() readonly state: string;
  @ApiProperty({ type: String, nullable: true }) readonly ruleVersion: string | null;
  @ApiProperty({ type: [String], description: 'Recalculations that were started, one a year' })
  readonly recalculationIds: readonly string[];
}

export class RecalculationStartedView {
  @ApiProperty({ format: 'uuid' }) readonly recalculationId: string;
}

export class RecalculationQuery extends PageQuery {
  @ApiPropertyOptional({ format: 'uuid' })
  @IsOptional()
  @Matches(/^[0-9a-f-]{36}$/)
  readonly proposalId?: string;

  @ApiPropertyOptional({ enum: ['-startedAt'], default: '-startedAt' })
  @IsOptional()
  @IsIn(['-startedAt'])
  override readonly sort?: string;
}

export class StartRecalculationDto {
  @ApiProperty({ minimum: 1950, maximum: 2200 })
  @Type(() => Number)
  @IsInt()
  @Min(1950)
  @Max(2200)
  readonly year: number;

  @ApiProperty({ enum: ['PREVIEW', 'APPLY'] })
  @IsIn(['PREVIEW', 'APPLY'])
  readonly mode: 'PREVIEW' | 'APPLY';
}
