import { PERIOD_PARTS, type PeriodPart } from '@betang/contracts';
import { PageQuery, ApiProperty, ApiPropertyOptional } from '@betang/platform';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsNotEmpty, IsOptional, IsString, Max, MaxLength, Min, ValidateIf } from 'class-validator';

export class PeriodInput {
  @ApiProperty({ minimum: 1950, maximum: 2200 })
  @Type(() => Number)
  @IsInt()
  @Min(1950)
  @Max(2200)
  readonly year: number;

  @ApiProperty({ enum: PERIOD_PARTS, description: 'Quarter, half or whole year' })
  @IsIn(PERIOD_PARTS)
  readonly part: PeriodPart;
}

export class PeriodsQuery extends PageQuery {
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1950)
  @Max(2200)
  readonly year?: number;

  @ApiPropertyOptional({ enum: PERIOD_PARTS })
  @IsOptional()
  @IsIn(PERIOD_PARTS)
  readonly part?: PeriodPart;

  @ApiPropertyOptional({ enum: ['AGENCY', 'REGION'] })
  @IsOptional()
  @IsIn(['AGENCY', 'REGION'])
  readonly level?: string;

  @ApiPropertyOptional({ description: 'Agency id, or code of the region' })
  @IsOptional()
  @IsString()
  @MaxLength(40)
  readonly place?: string;

  @ApiPropertyOptional({ enum: ['SUBMITTED', 'RETURNED', 'APPROVED', 'LOCKED'] })
  @IsOptional()
  @IsIn(['SUBMITTED', 'RETURNED', 'APPROVED', 'LOCKED'])
  readonly state?: string;
}

export class PeriodDecisionInput extends PeriodInput {
  @IsIn(['APPROVED', 'RETURNED', 'LOCKED'])
  readonly decision: 'APPROVED' | 'RETURNED' | 'LOCKED';

  @ApiPropertyOptional({ description: 'Needed when it is sent back; names no person' })
  @ValidateIf(({ decision }: PeriodDecisionInput) => decision === 'RETURNED')
  @IsString()
  @IsNotEmpty()
  @MaxLength(500)
  readonly reason?: string;

  @ApiPropertyOptional({
    minimum: 1,
    description: 'The submission that was looked at: refused when another has come since',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  readonly submission?: number;
}

export class PeriodFigureView {
  @ApiProperty() readonly report: string;
  @ApiProperty() readonly key: string;
  @ApiProperty() readonly figure: string;
  @ApiProperty({ type: Number, nullable: true }) readonly value: number | null;
}

export class CorrectionView extends PeriodFigureView {
  @ApiProperty({ type: Number, nullable: true, description: 'The value today' }) readonly now: number | null;
}

export class PeriodItem {
  @ApiProperty() readonly year: number;
  @ApiProperty({ enum: PERIOD_PARTS }) readonly part: PeriodPart;
  @ApiProperty({ enum: ['AGENCY', 'REGION'] }) readonly level: string;
  @ApiProperty({ description: 'Agency id, or code of the region' }) readonly place: string;
  @ApiProperty({ enum: ['SUBMITTED', 'RETURNED', 'APPROVED', 'LOCKED'] }) readonly state: string;
  @ApiProperty() readonly submission: number;
  @ApiProperty({ type: Date }) readonly submittedAt: Date;
  @ApiProperty({ type: Date, nullable: true }) readonly asOf: Date | null;
  @ApiProperty() readonly digest: string;
  @ApiProperty({ type: Date, nullable: true }) readonly decidedAt: Date | null;
  @ApiProperty({ type: String, nullable: true }) readonly reason: string | null;
}

export class PeriodPage {
  @ApiProperty({ type: [PeriodItem] }) readonly items: readonly PeriodItem[];
  @ApiProperty({ required: false }) readonly nextCursor?: string;
}

export class PeriodView extends PeriodItem {
  @ApiProperty({ type: [PeriodFigureView], description: 'As they were submitted: locked ones never change' })
  readonly figures: readonly PeriodFigureView[];
  @ApiProperty({ type: [CorrectionView], description: 'What is another figure today' })
  readonly corrections: readonly CorrectionView[];
}
