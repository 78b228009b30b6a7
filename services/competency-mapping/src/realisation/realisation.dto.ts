import {
  IsDay,
  EXPORT_FORMATS,
  PageQuery,
  type ExportFormat,
  ApiProperty,
  ApiPropertyOptional,
} from '@betang/platform';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, IsUUID, Matches, Max, MaxLength, Min, MinLength } from 'class-validator';
import { BUDGET_CODE } from './budget-lines.js';

const CODE = { pattern: BUDGET_CODE.source, example: '5.1.02.02.001.00063' };

export class RealisationQuery extends PageQuery {
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1950)
  @Max(2200)
  readonly year?: number;

  @IsOptional()
  @IsUUID()
  readonly agencyId?: string;
}

export class RealisationFileQuery {
  @IsIn(EXPORT_FORMATS)
  readonly format: ExportFormat;
}

export class SpendingQuery extends PageQuery {
  @IsOptional()
  @IsUUID()
  readonly lineId?: string;
}

export class SpendDto {
  @IsUUID()
  readonly lineId: string;

  @ApiProperty({ format: 'date', description: "Within the plan's years, not ahead" })
  @IsDay()
  readonly spentOn: string;

  @ApiProperty({ description: 'Whole rupiah' })
  @IsInt()
  @Min(1)
  @Max(1_000_000_000_000)
  readonly amount: number;

  @ApiProperty({ description: 'Number of the document (SP2D, kuitansi)' })
  @IsString()
  @MinLength(2)
  @MaxLength(300)
  readonly reference: string;

  @ApiPropertyOptional({
    ...CODE,
    description: "Code of the budget line that it was paid from; without it the line's own",
  })
  @IsOptional()
  @Matches(BUDGET_CODE)
  readonly budgetLineCode?: string;
}

export class TieBudgetLineDto {
  @ApiPropertyOptional({
    ...CODE,
    description: 'Code of the budget line (kode rekening) that pays for it; without it the tie is taken away',
  })
  @IsOptional()
  @Matches(BUDGET_CODE)
  readonly budgetLineCode?: string;
}

export class TiedView {
  @ApiProperty({ format: 'uuid' }) readonly lineId: string;
  @ApiProperty({ type: String, nullable: true }) readonly budgetLineCode: string | null;
}

export class BudgetLineQuery extends PageQuery {
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1950)
  @Max(2200)
  readonly year?: number;

  @ApiPropertyOptional({ description: 'Part of the code' })
  @IsOptional()
  @IsString()
  @MaxLength(60)
  readonly search?: string;
}

export class BudgetLineUseView {
  @ApiProperty({ description: 'Fiscal year' }) readonly year: number;
  @ApiProperty({ type: String, nullable: true, description: 'Kode rekening; null: tied to no budget line yet' })
  readonly budgetLineCode: string | null;
  @ApiProperty({ description: 'Lines of the plan that it pays for' }) readonly lines: number;
  @ApiProperty({ description: 'By the plan, whole rupiah' }) readonly planned: number;
  @ApiProperty({ description: 'As stated, whole rupiah' }) readonly spent: number;
  @ApiProperty({ description: 'Whole rupiah; below zero where more was spent than planned' }) readonly left: number;
}

export class BudgetLineUsePage {
  @ApiProperty({ type: [BudgetLineUseView] }) readonly items: readonly BudgetLineUseView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

export class ReverseSpendingDto {
  @IsString()
  @MinLength(3)
  @MaxLength(500)
  readonly reason: string;
}

export class YearRealisationView {
  @ApiProperty() readonly year: number;
  @ApiProperty() readonly lines: number;
  @ApiProperty({ description: 'Planned' }) readonly people: number;
  @ApiProperty({ description: 'Completed, at most as many as each line planned' }) readonly realisedPeople: number;
  @ApiProperty() readonly percent: number;
  @ApiProperty({ description: 'Planned, hundredths of a JP over all people' }) readonly hours: number;
  @ApiProperty({ description: 'Planned hours of those who completed, hundredths of a JP' })
  readonly realisedHours: number;
  @ApiProperty({ description: 'Planned, whole rupiah' }) readonly budget: number;
  @ApiProperty({ description: 'As stated, whole rupiah' }) readonly spent: number;
  @ApiProperty() readonly spentPercent: number;
}

export class LineRealisationView {
  @ApiProperty({ format: 'uuid' }) readonly lineId: string;
  @ApiProperty() readonly year: number;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) readonly agencyId: string | null;
  @ApiProperty() readonly competencyCode: string;
  @ApiProperty() readonly level: number;
  @ApiProperty() readonly quarter: number;
  @ApiProperty() readonly people: number;
  @ApiProperty({ description: 'People who completed a training to that level in that year' })
  readonly realisedPeople: number;
  @ApiProperty() readonly percent: number;
  @ApiProperty() readonly budget: number;
  @ApiProperty() readonly spent: number;
  @ApiProperty({ description: 'Budget less what was spent; below zero where more was spent' }) readonly left: number;
  @ApiProperty({ type: String, nullable: true, description: 'Budget line that pays for it (kode rekening)' })
  readonly budgetLineCode: string | null;
}

export class RealisationPage {
  @ApiProperty({ format: 'uuid' }) readonly planId: string;
  @ApiProperty({ type: [YearRealisationView], description: 'Every year of the plan' })
  readonly years: readonly YearRealisationView[];
  @ApiProperty({ type: [LineRealisationView] }) readonly items: readonly LineRealisationView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

export class SpendingView {
  @ApiProperty({ format: 'uuid' }) readonly spendingId: string;
  @ApiProperty({ format: 'uuid' }) readonly lineId: string;
  @ApiProperty({ format: 'date' }) readonly spentOn: string;
  @ApiProperty({ description: 'Whole rupiah' }) readonly amount: number;
  @ApiProperty() readonly reference: string;
  @ApiProperty({ type: String, nullable: true, description: 'Budget line that it was paid from' })
  readonly budgetLineCode: string | null;
  @ApiProperty({ description: 'Account' }) readonly recordedBy: string;
  @ApiProperty({ format: 'date-time' }) readonly recordedAt: Date;
  @ApiProperty({ type: String, nullable: true, description: 'Reversed, and why' }) readonly reversedReason:
    string | null;
}

export class SpendingPage {
  @ApiProperty({ type: [SpendingView] }) readonly items: readonly SpendingView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

export class SpentView {
  @ApiProperty({ format: 'uuid' }) readonly spendingId: string;
}
