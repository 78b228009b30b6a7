import { BUDGET_STAGES, SHARE_DENOMINATORS, type BudgetStage, type ShareDenominator } from '@betang/contracts';
import { PageQuery, ApiProperty, ApiPropertyOptional } from '@betang/platform';
import { Transform, Type } from 'class-transformer';
import { IsBoolean, IsIn, IsInt, IsNotEmpty, IsOptional, IsString, IsUUID, Max, MaxLength, Min } from 'class-validator';

const MOST = Number.MAX_SAFE_INTEGER;

export class BudgetPlace {
  @ApiProperty({ minimum: 1950, maximum: 2200, description: 'Fiscal year (tahun anggaran)' })
  @Type(() => Number)
  @IsInt()
  @Min(1950)
  @Max(2200)
  readonly year: number;

  @ApiProperty({ enum: BUDGET_STAGES, description: 'Adopted (murni), revised (perubahan), realised (realisasi)' })
  @IsIn(BUDGET_STAGES)
  readonly stage: BudgetStage;
}

/** The amounts that the share is taken of, whole rupiah. */
export class BudgetInput extends BudgetPlace {
  @ApiPropertyOptional({ description: 'Total spending (belanja daerah)' })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(MOST)
  readonly totalSpending?: number;

  @ApiPropertyOptional({ description: 'Whole budget (APBD)' })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(MOST)
  readonly totalBudget?: number;

  @ApiProperty({ description: 'Where the amounts are taken from: the regional regulation or its annex' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(300)
  readonly source: string;
}

export class LinesQuery extends PageQuery {
  @Type(() => Number)
  @IsInt()
  @Min(1950)
  @Max(2200)
  readonly year: number;

  @IsIn(BUDGET_STAGES)
  readonly stage: BudgetStage;

  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value))
  @IsBoolean()
  readonly counted?: boolean;

  @IsOptional()
  @IsString()
  @MaxLength(100)
  readonly search?: string;

  @ApiPropertyOptional({ description: 'Agency as the file writes it' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  readonly agency?: string;

  @ApiPropertyOptional({
    format: 'uuid',
    description: 'Lines that this import did not have: after a corrected file, what only an earlier one had',
  })
  @IsOptional()
  @IsUUID()
  readonly notInImport?: string;
}

export class VerdictInput {
  @IsBoolean()
  readonly counted: boolean;

  @ApiProperty({ description: 'Why it counts or not; names no person' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(300)
  readonly reason: string;
}

export class ShareRuleInput {
  @Type(() => Number)
  @IsInt()
  @Min(1950)
  @Max(2200)
  readonly fiscalYear: number;

  @ApiProperty({ description: 'Least share in millionths: 0.34 % is 3400' })
  @IsInt()
  @Min(0)
  @Max(1_000_000)
  readonly leastShare: number;

  @ApiProperty({ enum: SHARE_DENOMINATORS })
  @IsIn(SHARE_DENOMINATORS)
  readonly denominator: ShareDenominator;

  @ApiProperty({ description: 'Legal basis' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(300)
  readonly basis: string;
}

export class ShareRuleView {
  @ApiProperty() readonly fiscalYear: number;
  @ApiProperty({ enum: ['PROVINCE', 'REGENCY'] }) readonly level: string;
  @ApiProperty() readonly leastShare: number;
  @ApiProperty({ enum: SHARE_DENOMINATORS }) readonly denominator: string;
  @ApiProperty() readonly basis: string;
  @ApiProperty() readonly revision: number;
}

export class ShareRulesQuery extends PageQuery {
  @ApiPropertyOptional({ enum: ['PROVINCE', 'REGENCY'] })
  @IsOptional()
  @IsIn(['PROVINCE', 'REGENCY'])
  readonly level?: string;

  @ApiPropertyOptional({ minimum: 1950, maximum: 2200, description: 'Rules that begin with this fiscal year' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1950)
  @Max(2200)
  readonly fiscalYear?: number;

  @ApiPropertyOptional({ enum: SHARE_DENOMINATORS })
  @IsOptional()
  @IsIn(SHARE_DENOMINATORS)
  readonly denominator?: ShareDenominator;
}

export class ShareRulePage {
  @ApiProperty({ type: [ShareRuleView] }) readonly items: readonly ShareRuleView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

export class BudgetView {
  @ApiProperty() readonly year: number;
  @ApiProperty({ enum: BUDGET_STAGES }) readonly stage: BudgetStage;
  @ApiProperty({ enum: SHARE_DENOMINATORS }) readonly denominator: string;
  @ApiProperty({ type: Number, nullable: true }) readonly denominatorAmount: number | null;
  @ApiProperty() readonly counted: number;
  @ApiProperty() readonly notCounted: number;
  @ApiProperty() readonly lines: number;
  @ApiProperty({ type: Number, nullable: true, description: 'Per cent, cut to four decimals' })
  readonly sharePercent: number | null;
  @ApiProperty({ type: Number, nullable: true, description: 'Per cent' }) readonly leastPercent: number | null;
  @ApiProperty({ type: Number, nullable: true }) readonly leastAmount: number | null;
  @ApiProperty({ type: Number, nullable: true }) readonly shortfall: number | null;
  @ApiProperty({ type: String, nullable: true }) readonly basis: string | null;
  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'Last change of an amount, a line or a verdict',
  })
  readonly asOf: string | null;
}

/** Where a budget line was taken from. */
export class BudgetLineSource {
  @ApiProperty({ format: 'uuid' }) readonly importId: string;
  @ApiProperty() readonly fileName: string;
  @ApiProperty({ description: 'SHA-256 of the file' }) readonly sha256: string;
  @ApiProperty({ type: Number, nullable: true, description: 'Row as the spreadsheet shows it' })
  readonly row: number | null;
  @ApiProperty() readonly uploadedBy: string;
  @ApiProperty({ format: 'date-time' }) readonly uploadedAt: string;
}

export class BudgetLineView {
  @ApiProperty({ format: 'uuid' }) readonly id: string;
  @ApiProperty() readonly agency: string;
  @ApiProperty() readonly code: string;
  @ApiProperty() readonly title: string;
  @ApiProperty({ description: 'Whole rupiah' }) readonly amount: number;
  @ApiProperty() readonly counted: boolean;
  @ApiProperty({ description: 'rule:<word>, rule:sum-of-lines, unmatched, file: … or officer: …' })
  readonly reason: string;
  @ApiProperty() readonly decidedBy: string;
  @ApiProperty({ type: BudgetLineSource, nullable: true, description: 'The file and row that brought it' })
  readonly source: BudgetLineSource | null;
}

export class BudgetLinePage {
  @ApiProperty({ type: [BudgetLineView] }) readonly items: readonly BudgetLineView[];
  @ApiProperty({ required: false }) readonly nextCursor?: string;
}
