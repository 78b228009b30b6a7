import { IsDay, PageQuery, ApiProperty, ApiPropertyOptional } from '@betang/platform';
import {
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
} from 'class-validator';
import { Type } from 'class-transformer';
import { HAZARD_CODE } from '../hazards/hazard.dto.js';

export const PLAN_STATES = ['DRAFT', 'IN_FORCE', 'EXPIRED', 'WITHDRAWN'] as const;
export const VERSION_STATES = ['DRAFT', 'SUBMITTED', 'SIGNED', 'IN_FORCE', 'SUPERSEDED', 'DISCARDED'] as const;

export class NewPlanDto {
  @IsUUID() readonly hazardId: string;
  @IsString() @MinLength(5) @MaxLength(300) readonly title: string;
  @ApiProperty({ format: 'uuid', description: 'Unit that answers for the plan' }) @IsUUID() readonly leadUnitId: string;
  @ApiPropertyOptional({
    format: 'uuid',
    description: "A template of this region's own, or one that another region shares",
  })
  @IsOptional()
  @IsUUID()
  readonly templateId?: string;
}

export class WriteVersionDto {
  @ApiProperty({ type: Object, description: 'Sections to replace, by code, each in the form that the guide gives it' })
  @IsObject()
  readonly sections: Readonly<Record<string, unknown>>;
}

export class ReasonDto {
  @IsString() @MinLength(3) @MaxLength(500) readonly reason: string;
}

export class LeadUnitDto extends ReasonDto {
  @ApiProperty({ format: 'uuid', description: 'Unit that answers for the plan from now on' })
  @IsUUID()
  readonly leadUnitId: string;
}

export class LegaliseDto {
  @IsString() @MinLength(3) @MaxLength(120) readonly decreeNumber: string;
  @ApiProperty({ format: 'date', description: 'From 2000 on, when the rules of validity begin' })
  @IsDay()
  @Matches(/^[2-9]/)
  readonly decreeOn: string;
  @ApiProperty({ description: 'Office of who signs: Bupati Kapuas' })
  @IsString()
  @MinLength(3)
  @MaxLength(200)
  readonly signedBy: string;
  @ApiProperty({ format: 'date' }) @IsDay() readonly validFrom: string;
  @ApiPropertyOptional({ format: 'date', description: "Default: by the region's rule" })
  @IsOptional()
  @IsDay()
  readonly validUntil?: string;
}

export class PlanQuery extends PageQuery {
  @IsOptional() @IsIn(PLAN_STATES) readonly state?: (typeof PLAN_STATES)[number];
  @IsOptional() @Matches(HAZARD_CODE) readonly hazardCode?: string;
  @IsOptional() @IsUUID() readonly leadUnitId?: string;
}

export class DifferenceQuery {
  @ApiProperty({ minimum: 1, maximum: 10_000, description: 'The older version' })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(10_000)
  readonly from: number;
}

export class PlanView {
  @ApiProperty({ format: 'uuid' }) readonly planId: string;
  @ApiProperty({ format: 'uuid' }) readonly hazardId: string;
  @ApiProperty() readonly hazardCode: string;
  @ApiProperty() readonly title: string;
  @ApiProperty({ format: 'uuid' }) readonly leadUnitId: string;
  @ApiProperty({ enum: PLAN_STATES }) readonly state: string;
  @ApiProperty() readonly latestVersion: number;
  @ApiProperty({ type: Number, nullable: true }) readonly versionInForce: number | null;
  @ApiProperty({ type: String, nullable: true }) readonly decreeNumber: string | null;
  @ApiProperty({ type: String, format: 'date', nullable: true }) readonly decreeOn: string | null;
  @ApiProperty({ type: String, format: 'date', nullable: true }) readonly validUntil: string | null;
  @ApiProperty({ type: String, format: 'date', nullable: true }) readonly reviewDueOn: string | null;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) readonly templateId: string | null;
  @ApiProperty({ type: String, nullable: true }) readonly withdrawnReason: string | null;
}

export class PlanPage {
  @ApiProperty({ type: [PlanView] }) readonly items: readonly PlanView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

export class PlanVersionView {
  @ApiProperty({ format: 'uuid' }) readonly planId: string;
  @ApiProperty() readonly version: number;
  @ApiProperty({ enum: VERSION_STATES }) readonly state: string;
  @ApiProperty() readonly revision: number;
  @ApiProperty() readonly guideEdition: string;
  @ApiProperty({ type: Object, description: 'Sections by code' }) readonly sections: object;
  @ApiProperty({ type: Object, nullable: true, description: 'Roles, resources, partners, services as signed' })
  readonly annexes: object | null;
  @ApiProperty({ type: [String], description: 'Sections that the guide asks for and that are empty' })
  readonly missingSections: readonly string[];
  @ApiProperty({ type: [String], description: 'Sections on the own risk that still say what the template says' })
  readonly unadaptedSections: readonly string[];
  @ApiProperty({ type: String, nullable: true }) readonly returnReason: string | null;
  @ApiProperty({ type: String, nullable: true }) readonly decreeNumber: string | null;
  @ApiProperty({ type: String, format: 'date', nullable: true }) readonly decreeOn: string | null;
  @ApiProperty({ type: String, nullable: true }) readonly signedBy: string | null;
  @ApiProperty({ type: String, format: 'date', nullable: true }) readonly validFrom: string | null;
  @ApiProperty({ type: String, format: 'date', nullable: true }) readonly validUntil: string | null;
  @ApiProperty({ type: String, format: 'date', nullable: true }) readonly reviewDueOn: string | null;
}

export class PlanVersionSummary {
  @ApiProperty() readonly version: number;
  @ApiProperty({ enum: VERSION_STATES }) readonly state: string;
  @ApiProperty({ type: String, nullable: true }) readonly decreeNumber: string | null;
  @ApiProperty({ type: String, format: 'date', nullable: true }) readonly decreeOn: string | null;
  @ApiProperty({ type: String, format: 'date', nullable: true }) readonly validUntil: string | null;
}

export class PlanVersionList {
  @ApiProperty({ type: [PlanVersionSummary] }) readonly items: readonly PlanVersionSummary[];
}

export class ItemChangeView {
  @ApiProperty({ enum: ['ADDED', 'REMOVED'] }) readonly change: string;
  @ApiProperty({ oneOf: [{ type: 'string' }, { type: 'object' }] }) readonly item: string | object;
}

export class SectionDifferenceView {
  @ApiProperty() readonly section: string;
  @ApiProperty({ enum: ['ADDED', 'REMOVED', 'CHANGED'] }) readonly change: string;
  @ApiProperty({ type: String, nullable: true }) readonly before: string | null;
  @ApiProperty({ type: String, nullable: true }) readonly after: string | null;
  @ApiProperty({ type: [ItemChangeView] }) readonly items: readonly ItemChangeView[];
}

export class DifferenceView {
  @ApiProperty() readonly from: number;
  @ApiProperty() readonly to: number;
  @ApiProperty({ type: [SectionDifferenceView] }) readonly sections: readonly SectionDifferenceView[];
}

export class GuideColumnView {
  @ApiProperty() readonly name: string;
  @ApiProperty() readonly title: string;
  @ApiProperty({ oneOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }] }) readonly type:
    string | readonly string[];
  @ApiPropertyOptional({ type: Object, description: 'What the values of the list are called, by value' })
  readonly values?: Readonly<Record<string, string>>;
  @ApiProperty() readonly required: boolean;
}

export class GuideSectionView {
  @ApiProperty({ example: 'situation.scenario' }) readonly code: string;
  @ApiProperty() readonly chapter: string;
  @ApiProperty() readonly title: string;
  @ApiProperty({ enum: ['text', 'list', 'table'] }) readonly form: string;
  @ApiProperty() readonly required: boolean;
  @ApiProperty({ description: 'Must be adapted to the own risk' }) readonly local: boolean;
  @ApiProperty({ type: [GuideColumnView] }) readonly columns: readonly GuideColumnView[];
}

export class GuideView {
  @ApiProperty() readonly edition: string;
  @ApiProperty({ type: [GuideSectionView] }) readonly sections: readonly GuideSectionView[];
}
