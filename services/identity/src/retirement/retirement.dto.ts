import { positionTypeCodes } from '@betang/asn';
import { PageQuery, ApiProperty, ApiPropertyOptional } from '@betang/platform';
import {
  IsDateString,
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

const RULE_TYPES = [...positionTypeCodes, '*'];
const CERTAINTIES = ['confirmed', 'secondary', 'unverified', 'assumed'] as const;

/** A new rule of the age of retirement. */
export class NewRetirementRuleDto {
  @ApiProperty({ enum: RULE_TYPES, description: '*: whoever no other rule is about' })
  @IsIn(RULE_TYPES)
  readonly positionType: string;

  @ApiPropertyOptional({ example: 'AHLI_MADYA', description: 'Level of a functional position' })
  @IsOptional()
  @Matches(/^[A-Z_]{3,20}$/)
  readonly level?: string;

  @ApiPropertyOptional({ example: 'guru', description: 'Words that stand in the name of the position, all of them' })
  @IsOptional()
  @IsString()
  @MinLength(2)
  @MaxLength(100)
  readonly words?: string;

  @ApiProperty({ minimum: 40, maximum: 80, description: 'Years' })
  @IsInt()
  @Min(40)
  @Max(80)
  readonly age: number;

  @ApiProperty({ format: 'date' })
  @IsDateString({ strict: true })
  @MaxLength(10)
  readonly validFrom: string;

  @ApiPropertyOptional({ format: 'date' })
  @IsOptional()
  @IsDateString({ strict: true })
  @MaxLength(10)
  readonly validTo?: string;

  @ApiProperty({ example: 'PP 11/2017 art. 239', description: 'Regulation' })
  @IsString()
  @MinLength(3)
  @MaxLength(300)
  readonly basis: string;

  @ApiProperty({ enum: CERTAINTIES })
  @IsIn(CERTAINTIES)
  readonly certainty: (typeof CERTAINTIES)[number];
}

/** The last day of a rule. */
export class EndRetirementRuleDto {
  @ApiProperty({ format: 'date' })
  @IsDateString({ strict: true })
  @MaxLength(10)
  readonly validTo: string;
}

/** A rule of the age of retirement (batas usia pensiun). */
export class RetirementRuleView {
  @ApiProperty({ format: 'uuid' }) readonly ruleId: string;
  @ApiProperty({ enum: RULE_TYPES }) readonly positionType: string;
  @ApiProperty({ nullable: true, type: String }) readonly level: string | null;
  @ApiProperty({ nullable: true, type: String }) readonly words: string | null;
  @ApiProperty() readonly age: number;
  @ApiProperty({ format: 'date' }) readonly validFrom: string;
  @ApiProperty({ nullable: true, type: String, format: 'date' }) readonly validTo: string | null;
  @ApiProperty() readonly basis: string;
  @ApiProperty({ enum: CERTAINTIES }) readonly certainty: string;
  @ApiProperty({
    nullable: true,
    type: String,
    format: 'date-time',
    description: 'null while people are forecast anew',
  })
  readonly appliedAt: Date | null;
  @ApiProperty({ description: 'Account or program; `reference` for what came with the release' })
  readonly recordedBy: string;
  @ApiProperty({ format: 'date-time' }) readonly recordedAt: Date;
  @ApiProperty({ type: 'integer', description: 'What If-Match names' }) readonly version: number;
}

/** The rule that was added. */
export class RetirementRuleAddedView {
  @ApiProperty({ format: 'uuid' }) readonly ruleId: string;
}

/** Who retires when. */
export class RetirementQuery extends PageQuery {
  @ApiPropertyOptional({ format: 'date', description: 'From this day on; default today' })
  @IsOptional()
  @IsDateString({ strict: true })
  @MaxLength(10)
  readonly from?: string;

  @ApiPropertyOptional({ format: 'date', description: 'Before this day; default a year later' })
  @IsOptional()
  @IsDateString({ strict: true })
  @MaxLength(10)
  readonly before?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'People of this unit and of all below it' })
  @IsOptional()
  @IsUUID()
  readonly under?: string;
}

/** Who retires, with the rule by which. */
export class RetirementView {
  @ApiProperty({ format: 'uuid' }) readonly employeeId: string;
  @ApiProperty() readonly name: string;
  @ApiProperty() readonly agencyName: string;
  @ApiProperty() readonly unitName: string;
  @ApiProperty({ nullable: true, type: String }) readonly positionType: string | null;
  @ApiProperty({ nullable: true, type: String }) readonly positionName: string | null;
  @ApiProperty({ format: 'date', description: 'First day in retirement' }) readonly retiresOn: string;
  @ApiProperty({ nullable: true, type: RetirementRuleView, description: 'The rule that the forecast follows' })
  readonly rule: RetirementRuleView | null;
}

/** One page of retirements. */
export class RetirementPage {
  @ApiProperty({ type: [RetirementView] }) readonly items: readonly RetirementView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

/** Retirements of a year in an agency. */
export class RetirementTotal {
  @ApiProperty() readonly year: number;
  @ApiProperty({ format: 'uuid' }) readonly agencyId: string;
  @ApiProperty() readonly agencyName: string;
  @ApiProperty({ description: 'Managerial positions (jabatan manajerial) among them' }) readonly managerial: number;
  @ApiProperty() readonly people: number;
}

/** One page of totals. */
export class RetirementTotalPage {
  @ApiProperty({ type: [RetirementTotal] }) readonly items: readonly RetirementTotal[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}
