import { IsDay, PageQuery, ApiProperty, ApiPropertyOptional } from '@betang/platform';
import { IsIn, IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min, MinLength } from 'class-validator';
import { HAZARD_GROUPS, type HazardGroup } from './hazard-kinds.reference.js';
import type { Coverage } from './rank-hazards.decision.js';

const COVERAGES = ['COVERED', 'IN_PREPARATION', 'EXPIRED', 'NONE'] as const;
export const HAZARD_CODE = /^[A-Z][A-Z0-9-]{1,29}$/;

export class AssessHazardDto {
  /** 5: expected within 1-5 years; 4: at least once in 10; 3: once in 20; 2: at most once in 100; 1: at most once in 500 (BNPB). */
  @IsInt() @Min(1) @Max(5) readonly probability: number;
  @IsInt() @Min(1) @Max(5) readonly damage: number;
  @ApiProperty({ description: 'Risk study, InaRISK, own records' })
  @IsString()
  @MinLength(3)
  @MaxLength(300)
  readonly source: string;
  @ApiProperty({ format: 'date' }) @IsDay() readonly assessedOn: string;
  @IsOptional() @IsString() @MaxLength(1_000) readonly note?: string;
}

export class NewHazardDto extends AssessHazardDto {
  @Matches(HAZARD_CODE) readonly hazardCode: string;
  @ApiProperty({ description: 'Where: the whole region, or districts (kecamatan)' })
  @IsString()
  @MinLength(2)
  @MaxLength(300)
  readonly area: string;
}

export class WithdrawDto {
  @IsString() @MinLength(3) @MaxLength(500) readonly reason: string;
}

export class NewHazardKindDto {
  @Matches(HAZARD_CODE) readonly code: string;
  @ApiProperty({ format: 'date' }) @IsDay() readonly validFrom: string;
  @ApiPropertyOptional({ format: 'date' }) @IsOptional() @IsDay() readonly validTo?: string;
  @IsString() @MinLength(2) @MaxLength(200) readonly nameId: string;
  @IsString() @MinLength(2) @MaxLength(200) readonly nameEn: string;
  @IsIn(HAZARD_GROUPS) readonly hazardGroup: HazardGroup;
  @IsString() @MinLength(3) @MaxLength(300) readonly basis: string;
}

export class HazardQuery extends PageQuery {
  @IsOptional() @Matches(HAZARD_CODE) readonly hazardCode?: string;
  @ApiPropertyOptional({ enum: COVERAGES }) @IsOptional() @IsIn(COVERAGES) readonly coverage?: Coverage;
  @ApiPropertyOptional({ enum: ['true', 'false'], description: 'Only hazards that need a plan' })
  @IsOptional()
  @IsIn(['true', 'false'])
  readonly planNeeded?: string;
}

export class HazardKindView {
  @ApiProperty({ example: 'KARHUTLA' }) readonly code: string;
  @ApiProperty({ format: 'date' }) readonly validFrom: string;
  @ApiProperty({ enum: ['REFERENCE', 'REGION'] }) readonly origin: string;
  @ApiProperty() readonly revision: number;
  @ApiProperty({ type: String, format: 'date', nullable: true }) readonly validTo: string | null;
  @ApiProperty() readonly nameId: string;
  @ApiProperty() readonly nameEn: string;
  @ApiProperty({ enum: HAZARD_GROUPS }) readonly hazardGroup: HazardGroup;
  @ApiProperty() readonly basis: string;
  @ApiProperty() readonly status: string;
}

export class HazardKindList {
  @ApiProperty({ type: [HazardKindView] }) readonly items: readonly HazardKindView[];
}

export class HazardView {
  @ApiProperty({ format: 'uuid' }) readonly hazardId: string;
  @ApiProperty() readonly hazardCode: string;
  @ApiProperty() readonly name: string;
  @ApiProperty() readonly area: string;
  @ApiProperty() readonly probability: number;
  @ApiProperty() readonly damage: number;
  @ApiProperty({ description: 'P x D, 1-25' }) readonly risk: number;
  @ApiProperty() readonly source: string;
  @ApiProperty({ format: 'date' }) readonly assessedOn: string;
  @ApiProperty() readonly assessments: number;
  @ApiProperty() readonly highestRisk: boolean;
  @ApiProperty({ description: 'The highest risk, or from the region’s threshold on' }) readonly planNeeded: boolean;
  @ApiProperty({ enum: COVERAGES }) readonly coverage: Coverage;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) readonly planId: string | null;
}

export class HazardPage {
  @ApiProperty({ type: [HazardView] }) readonly items: readonly HazardView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

export class HazardAssessmentView {
  @ApiProperty() readonly number: number;
  @ApiProperty() readonly probability: number;
  @ApiProperty() readonly damage: number;
  @ApiProperty() readonly source: string;
  @ApiProperty({ format: 'date' }) readonly assessedOn: string;
  @ApiProperty({ type: String, nullable: true }) readonly note: string | null;
}

export class HazardDetailView extends HazardView {
  @ApiProperty({ type: [HazardAssessmentView] }) readonly history: readonly HazardAssessmentView[];
}
