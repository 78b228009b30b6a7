import { FUNDING_PATTERNS } from '@betang/contracts';
import { PageQuery, ApiProperty, ApiPropertyOptional } from '@betang/platform';
import { IsIn, IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';
import { DELIVERIES, PROGRAMME_STATES, type Delivery, type ProgrammeState } from '../database/programme.entity.js';
import { TARGET_STANDINGS, type TargetStanding } from '../targets/target-standing.decision.js';
import { ORIGIN_STANDINGS, type OriginStanding } from './origin-standing.decision.js';
import type { FundingPattern } from '../database/programme-parts.js';
import { CompetencyView, ModuleView, OriginNowView, OriginView, TrainerView } from './programme-parts.dto.js';

export class ProgrammeQuery extends PageQuery {
  @ApiPropertyOptional({ enum: PROGRAMME_STATES })
  @IsOptional()
  @IsIn(PROGRAMME_STATES)
  readonly state?: ProgrammeState;

  @IsOptional()
  @IsString()
  @MaxLength(20)
  readonly competency?: string;

  @IsOptional()
  @IsUUID()
  readonly developmentTargetId?: string;

  @ApiPropertyOptional({ enum: TARGET_STANDINGS, description: 'How the target that it names stands today' })
  @IsOptional()
  @IsIn(TARGET_STANDINGS)
  readonly targetStanding?: TargetStanding;

  @ApiPropertyOptional({ enum: ORIGIN_STANDINGS, description: 'What became of the programme that it was taken from' })
  @IsOptional()
  @IsIn(ORIGIN_STANDINGS)
  readonly originStanding?: OriginStanding;

  @ApiPropertyOptional({ description: 'Part of the title' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  readonly search?: string;
}

/** Something that does not keep it from being published, but should be seen to. */
export class ProgrammeWarningView {
  @ApiProperty() readonly field: string;
  @ApiProperty() readonly code: string;
  @ApiProperty({ description: 'Indonesian' }) readonly textId: string;
  @ApiProperty({ description: 'English' }) readonly textEn: string;
}

export class ProgrammeView {
  @ApiProperty({ format: 'uuid' }) readonly programmeId: string;
  @ApiProperty({ enum: PROGRAMME_STATES }) readonly state: string;
  @ApiProperty() readonly revision: number;
  @ApiProperty({ description: 'How often it was published; 0: never' }) readonly publishedVersion: number;
  @ApiProperty({ description: 'True when it was changed after it was published' })
  readonly changedSincePublished: boolean;
  @ApiProperty() readonly title: string;
  @ApiProperty() readonly pathCode: string;
  @ApiProperty({ enum: DELIVERIES }) readonly delivery: Delivery;
  @ApiProperty() readonly hoursHundredths: number;
  @ApiProperty() readonly meetings: number;
  @ApiProperty() readonly organiser: string;
  @ApiProperty({ type: String, nullable: true }) readonly developmentTarget: string | null;
  @ApiProperty({ type: String, nullable: true }) readonly developmentTargetId: string | null;
  @ApiProperty({ type: [String] }) readonly competencyCodes: readonly string[];
  @ApiProperty({ type: [CompetencyView] }) readonly competencies: readonly CompetencyView[];
  @ApiProperty({ type: [String] }) readonly targetGroups: readonly string[];
  @ApiProperty({ type: [ModuleView] }) readonly modules: readonly ModuleView[];
  @ApiProperty({ type: [TrainerView] }) readonly trainers: readonly TrainerView[];
  @ApiProperty() readonly costPerParticipant: number;
  @ApiProperty() readonly fixedCost: number;
  @ApiProperty({ enum: FUNDING_PATTERNS }) readonly fundingPattern: FundingPattern;
  @ApiProperty({ type: OriginView, nullable: true, description: 'Programme of another region that it was taken from' })
  readonly origin: OriginView | null;
  @ApiProperty({ type: [OriginView], description: 'Where that one came from in turn, oldest last' })
  readonly lineage: readonly OriginView[];
  @ApiProperty({ type: String, nullable: true }) readonly withdrawnReason: string | null;
  @ApiProperty({ type: [ProgrammeWarningView], description: 'What its curriculum leaves open' })
  readonly warnings: readonly ProgrammeWarningView[];
}

/** With what the register and the federation say of it today. */
export class ProgrammeDetailView extends ProgrammeView {
  @ApiProperty({ enum: TARGET_STANDINGS, description: 'WITHDRAWN or EXPIRED: no new session is scheduled of it' })
  readonly targetStanding: string;
  @ApiProperty({ type: OriginNowView, nullable: true }) readonly originNow: OriginNowView | null;
  @ApiProperty({ type: [String], description: "Codes that the region's dictionary does not have" })
  readonly unknownCompetencies: readonly string[];
}

export class ProgrammePage {
  @ApiProperty({ type: [ProgrammeDetailView] }) readonly items: readonly ProgrammeDetailView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}
