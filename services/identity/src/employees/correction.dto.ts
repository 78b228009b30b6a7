import { PageQuery } from '@betang/platform';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';

export const CORRECTION_STATES = ['OPEN', 'SETTLED', 'DISMISSED'] as const;
export type CorrectionState = (typeof CORRECTION_STATES)[number];

/** `SAME_PERSON`: the name changed; `OTHER_PERSON`: the source has a wrong number; `SOURCE_WRONG`: leave as is; `CORRECTED`: the record was put right. */
export const CORRECTION_ANSWERS = ['SAME_PERSON', 'OTHER_PERSON', 'SOURCE_WRONG', 'CORRECTED'] as const;
export type CorrectionAnswer = (typeof CORRECTION_ANSWERS)[number];

/** Filters of the correction queue. */
export class CorrectionQuery extends PageQuery {
  @ApiPropertyOptional({ enum: CORRECTION_STATES, default: 'OPEN' })
  @IsOptional()
  @IsIn(CORRECTION_STATES)
  readonly state: CorrectionState = 'OPEN';

  @ApiPropertyOptional({ example: 'employee-number.birth-date-disagrees' })
  @IsOptional()
  @IsString()
  @MaxLength(80)
  readonly kind?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'People of this unit and of all below it' })
  @IsOptional()
  @IsUUID()
  readonly under?: string;
}

/** How a disagreement was settled. */
export class SettleCorrectionDto {
  @ApiProperty({ enum: CORRECTION_ANSWERS })
  @IsIn(CORRECTION_ANSWERS)
  readonly answer: CorrectionAnswer;

  @ApiPropertyOptional({ maxLength: 500 })
  @IsOptional()
  @IsString()
  @MaxLength(500)
  readonly note?: string;
}

class BothLanguages {
  @ApiProperty() readonly id: string;
  @ApiProperty() readonly en: string;
}

/** A disagreement between records about one employee. */
export class CorrectionView {
  @ApiProperty({ format: 'uuid' }) readonly correctionId: string;
  @ApiProperty() readonly kind: string;
  @ApiProperty() readonly message: BothLanguages;
  @ApiProperty() readonly remedy: BothLanguages;
  @ApiProperty({ enum: CORRECTION_STATES }) readonly state: CorrectionState;
  @ApiProperty({ format: 'uuid' }) readonly employeeId: string;
  @ApiProperty() readonly name: string;
  @ApiProperty() readonly agencyName: string;
  @ApiProperty({ nullable: true, type: String, description: 'Name that another record gives to the same number' })
  readonly otherName: string | null;
  @ApiProperty({ nullable: true, type: String, format: 'uuid' }) readonly importId: string | null;
  @ApiProperty({ nullable: true, type: Number }) readonly rowNumber: number | null;
  @ApiProperty({ format: 'date-time' }) readonly openedAt: Date;
}

/** One page of the correction queue. */
export class CorrectionPage {
  @ApiProperty({ type: [CorrectionView] }) readonly items: readonly CorrectionView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}
