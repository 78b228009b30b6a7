import { BUDGET_STAGES, type BudgetStage } from '@betang/contracts';
import { PageQuery, ApiProperty, ApiPropertyOptional } from '@betang/platform';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';

const STATES = ['WORKING', 'DONE', 'FAILED'] as const;
const FILE_FORMATS = ['xlsx', 'csv'] as const;

export class BudgetImportsQuery extends PageQuery {
  @ApiPropertyOptional({ minimum: 1950, maximum: 2200, description: 'Fiscal year (tahun anggaran)' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1950)
  @Max(2200)
  readonly year?: number;

  @ApiPropertyOptional({ enum: BUDGET_STAGES })
  @IsOptional()
  @IsIn(BUDGET_STAGES)
  readonly stage?: BudgetStage;

  @ApiPropertyOptional({ enum: STATES })
  @IsOptional()
  @IsIn(STATES)
  readonly state?: (typeof STATES)[number];
}

export class RefusedRowsFileQuery {
  @ApiPropertyOptional({ enum: FILE_FORMATS, default: 'xlsx' })
  @IsOptional()
  @IsIn(FILE_FORMATS)
  readonly format: (typeof FILE_FORMATS)[number] = 'xlsx';
}

export class BudgetImportView {
  @ApiProperty({ format: 'uuid' }) readonly id: string;
  @ApiProperty({ enum: ['WORKING', 'DONE', 'FAILED'] }) readonly state: string;
  @ApiProperty() readonly rowsRead: number;
  @ApiProperty() readonly rowsTaken: number;
  @ApiProperty() readonly rowsRepeated: number;
  @ApiProperty() readonly rowsRefused: number;
  @ApiProperty({ type: String, nullable: true }) readonly failureCode: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'Why, in the language asked for' })
  readonly failure: string | null;
}

export class RefusedLineProblem {
  @ApiProperty() readonly field: string;
  @ApiProperty() readonly code: string;
}

export class RefusedLineView {
  @ApiProperty({ description: 'As the spreadsheet shows it' }) readonly rowNumber: number;
  @ApiProperty({ type: [RefusedLineProblem] }) readonly problems: readonly RefusedLineProblem[];
  @ApiProperty({ type: [String] }) readonly cells: readonly string[];
}

export class RefusedLinePage {
  @ApiProperty({ type: [RefusedLineView] }) readonly items: readonly RefusedLineView[];
  @ApiProperty({ required: false }) readonly nextCursor?: string;
}

/** An import in the list of them. */
export class BudgetImportItem extends BudgetImportView {
  @ApiProperty() readonly fileName: string;
  @ApiProperty({ description: 'Fiscal year' }) readonly year: number;
  @ApiProperty({ enum: BUDGET_STAGES }) readonly stage: string;
  @ApiProperty({ type: Date }) readonly uploadedAt: Date;
}

export class BudgetImportPage {
  @ApiProperty({ type: [BudgetImportItem] }) readonly items: readonly BudgetImportItem[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}
