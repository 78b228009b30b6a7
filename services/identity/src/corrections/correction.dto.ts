import { PageQuery, ApiProperty, ApiPropertyOptional } from '@betang/platform';
import { employmentStatuses, sexes, type EmploymentStatus, type Sex } from '@betang/asn';
import { IsDateString, IsIn, IsOptional, IsString, IsUUID, Matches, MaxLength } from 'class-validator';
import { BothLanguages } from '../both-languages.dto.js';
import { RESOLUTION_ACTIONS, type ResolutionAction } from './resolution.js';

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

  @ApiPropertyOptional({ format: 'uuid', description: 'Entries that this import opened or confirmed' })
  @IsOptional()
  @IsUUID()
  readonly importId?: string;

  @ApiPropertyOptional({ enum: ['openedAt', '-openedAt'], default: 'openedAt' })
  @IsOptional()
  @IsIn(['openedAt', '-openedAt'])
  override readonly sort?: 'openedAt' | '-openedAt';
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

/** What is to be done about a disagreement; which actions are open says the entry itself. */
export class ResolveCorrectionDto {
  @ApiProperty({ enum: RESOLUTION_ACTIONS })
  @IsIn(RESOLUTION_ACTIONS)
  readonly action: ResolutionAction;

  @ApiPropertyOptional({
    description: 'The right number: for REPLACE_NUMBER and GIVE_NUMBER, and of the other one for OTHER_PERSON',
  })
  @IsOptional()
  @Matches(/^[\d ]{18,24}$/)
  readonly employeeNumber?: string;

  @ApiPropertyOptional({ format: 'date' })
  @IsOptional()
  @IsDateString({ strict: true })
  @MaxLength(10)
  readonly birthDate?: string;

  @ApiPropertyOptional({ enum: sexes })
  @IsOptional()
  @IsIn(sexes)
  readonly sex?: Sex;

  @ApiPropertyOptional({ enum: employmentStatuses })
  @IsOptional()
  @IsIn(employmentStatuses)
  readonly employmentStatus?: EmploymentStatus;

  @ApiPropertyOptional({
    format: 'uuid',
    description: 'For PLACE_IN_UNIT; for a row that is taken, where its unit is not on record',
  })
  @IsOptional()
  @IsUUID()
  readonly unitId?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'For CREATE_UNIT: the unit above; default the agency' })
  @IsOptional()
  @IsUUID()
  readonly parentUnitId?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'For MERGE_INTO: the other record' })
  @IsOptional()
  @IsUUID()
  readonly employeeId?: string;

  @ApiPropertyOptional({
    enum: ['THIS', 'OTHER'],
    default: 'OTHER',
    description: 'For MERGE_INTO: which record stays, that of the entry or the other one',
  })
  @IsOptional()
  @IsIn(['THIS', 'OTHER'])
  readonly survivor?: 'THIS' | 'OTHER';

  @ApiPropertyOptional({ maxLength: 500 })
  @IsOptional()
  @IsString()
  @MaxLength(500)
  readonly note?: string;
}

/** Open entries of one kind. */
export class CorrectionCount {
  @ApiProperty() readonly kind: string;
  @ApiProperty() readonly message: BothLanguages;
  @ApiProperty() readonly open: number;
  @ApiProperty({ format: 'date-time' }) readonly oldest: Date;
}

/** A field of the record beside what the number says of it. */
export class ComparedFieldView {
  @ApiProperty({ enum: ['birthDate', 'sex', 'employmentStatus', 'employeeNumber'] }) readonly field: string;
  @ApiProperty({ nullable: true, type: String }) readonly recorded: string | null;
  @ApiProperty({
    description: 'Of an appointment before birth: the day of birth in the number; of one far ahead: its day',
  })
  readonly byNumber: string;
}

/** A record that may be of the same person. */
export class CandidateView {
  @ApiProperty({ format: 'uuid' }) readonly employeeId: string;
  @ApiProperty() readonly name: string;
  @ApiProperty() readonly maskedNumber: string;
  @ApiProperty() readonly agencyName: string;
}

/** A unit that the file may mean. */
export class CandidateUnitView {
  @ApiProperty({ format: 'uuid' }) readonly unitId: string;
  @ApiProperty() readonly name: string;
  @ApiProperty({ nullable: true, type: String }) readonly parentName: string | null;
}

/** A disagreement between records about one employee. */
export class CorrectionView {
  @ApiProperty({ format: 'uuid' }) readonly correctionId: string;
  @ApiProperty() readonly kind: string;
  @ApiProperty() readonly message: BothLanguages;
  @ApiProperty() readonly remedy: BothLanguages;
  @ApiProperty({ enum: CORRECTION_STATES }) readonly state: CorrectionState;
  @ApiProperty({ enum: RESOLUTION_ACTIONS, isArray: true, description: 'What can be done about it' })
  readonly actions: readonly ResolutionAction[];
  @ApiProperty({ nullable: true, type: String, format: 'uuid', description: 'null: the row is about nobody on record' })
  readonly employeeId: string | null;
  @ApiProperty() readonly name: string;
  @ApiProperty({ nullable: true, type: String }) readonly agencyName: string | null;
  @ApiProperty({ nullable: true, type: String, description: 'Name of the unit as the file has it' })
  readonly unitName: string | null;
  @ApiProperty({ nullable: true, type: String, description: 'Name that another record gives to the same number' })
  readonly otherName: string | null;
  @ApiProperty({ nullable: true, type: String, description: 'What the person asks for, in their own words' })
  readonly request: string | null;
  @ApiProperty({
    nullable: true,
    type: ComparedFieldView,
    description: 'Of a number that disagrees; for those who keep the record, null for others',
  })
  readonly compared: ComparedFieldView | null;
  @ApiProperty({ type: [CandidateView], description: 'Of a suspected double: the other records' })
  readonly candidates: readonly CandidateView[];
  @ApiProperty({ type: [CandidateUnitView], description: 'Of an ambiguous unit: those of that name' })
  readonly candidateUnits: readonly CandidateUnitView[];
  @ApiProperty({ nullable: true, type: String, format: 'uuid' }) readonly importId: string | null;
  @ApiProperty({ nullable: true, type: Number }) readonly rowNumber: number | null;
  @ApiProperty({ format: 'date-time' }) readonly openedAt: Date;
}

/** One page of the correction queue. */
export class CorrectionPage {
  @ApiProperty({ type: [CorrectionView] }) readonly items: readonly CorrectionView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

/** What was done about a disagreement. */
export class CorrectionResolvedView {
  @ApiProperty({ format: 'uuid' }) readonly correctionId: string;
  @ApiProperty() readonly action: string;
  @ApiProperty({ nullable: true, type: String, format: 'uuid', description: 'The employee it came to' })
  readonly employeeId: string | null;
}

/** What was answered to a disagreement that nothing is done about. */
export class CorrectionSettledView {
  @ApiProperty({ format: 'uuid' }) readonly correctionId: string;
  @ApiProperty() readonly answer: string;
}
