import { FUNDING_PATTERNS } from '@betang/contracts';
import { PageQuery, ApiProperty, ApiPropertyOptional } from '@betang/platform';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, IsUUID, Matches, Max, MaxLength, Min } from 'class-validator';
import { DELIVERIES, type Delivery } from '../database/programme.entity.js';
import { TARGET_STANDINGS } from '../targets/target-standing.decision.js';
import { CompetencyView, MaterialView, ModuleView, OriginNowView, OriginView } from './programme-parts.dto.js';

export class CatalogueQuery extends PageQuery {
  @ApiPropertyOptional({ description: 'Programmes that this region offers' })
  @IsOptional()
  @Matches(/^\d{2}(\.\d{2})?$/)
  readonly region?: string;

  @IsOptional()
  @IsIn(DELIVERIES)
  readonly delivery?: Delivery;

  @IsOptional()
  @IsString()
  @MaxLength(20)
  readonly competency?: string;

  @IsOptional()
  @Matches(/^(KL\d\d|NKL\d\d|PEND)$/)
  readonly pathCode?: string;

  @IsOptional()
  @IsUUID()
  readonly developmentTargetId?: string;

  @ApiPropertyOptional({ description: 'Programmes that were adopted or forked from this one' })
  @IsOptional()
  @IsUUID()
  readonly originProgrammeId?: string;

  @ApiPropertyOptional({ description: 'Part of the title' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  readonly search?: string;
}

/** What regions know of each other's programmes. */
export class CatalogueProgrammeView {
  @ApiProperty({ format: 'uuid' }) readonly programmeId: string;
  @ApiProperty({ description: 'Code of the region that offers it' }) readonly organiserRegion: string;
  @ApiProperty() readonly programmeVersion: number;
  @ApiProperty() readonly title: string;
  @ApiProperty() readonly pathCode: string;
  @ApiProperty({ enum: DELIVERIES }) readonly delivery: Delivery;
  @ApiProperty() readonly hoursHundredths: number;
  @ApiProperty() readonly meetings: number;
  @ApiProperty() readonly organiser: string;
  @ApiProperty() readonly developmentTarget: string;
  @ApiProperty({ type: String, nullable: true }) readonly developmentTargetId: string | null;
  @ApiProperty({ type: [String] }) readonly competencyCodes: readonly string[];
  @ApiProperty({ type: [CompetencyView] }) readonly competencies: readonly CompetencyView[];
  @ApiProperty({ type: [String] }) readonly targetGroups: readonly string[];
  @ApiProperty({ type: [ModuleView] }) readonly modules: readonly ModuleView[];
  @ApiProperty({
    type: [MaterialView],
    description: 'Links; of files hash and size alone: they stay in the region that offers it',
  })
  readonly materials: readonly MaterialView[];
  @ApiProperty({ type: Number, nullable: true, description: 'Integer rupiah; null where the region told none' })
  readonly costPerParticipant: number | null;
  @ApiProperty({ enum: FUNDING_PATTERNS, nullable: true }) readonly fundingPattern: string | null;
  @ApiProperty({ type: OriginView, nullable: true, description: 'Programme that it was taken from' })
  readonly origin: OriginView | null;
  @ApiProperty({ type: [OriginView], description: 'Where that one came from in turn, oldest last' })
  readonly lineage: readonly OriginView[];
}

/** With what the register and the federation say of it today. */
export class CatalogueDetailView extends CatalogueProgrammeView {
  @ApiProperty({ enum: TARGET_STANDINGS, description: 'WITHDRAWN or EXPIRED: no new session is scheduled of it' })
  readonly targetStanding: string;
  @ApiProperty({ type: OriginNowView, nullable: true }) readonly originNow: OriginNowView | null;
}

export class CataloguePage {
  @ApiProperty({ type: [CatalogueDetailView] }) readonly items: readonly CatalogueDetailView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

export class ProgrammeVersionView {
  @ApiProperty() readonly version: number;
  @ApiProperty({ format: 'date-time' }) readonly publishedAt: Date;
  @ApiProperty({ type: CatalogueProgrammeView }) readonly programme: CatalogueProgrammeView;
}

export class ProgrammeVersionQuery extends PageQuery {
  @ApiPropertyOptional({
    minimum: 1,
    maximum: 1_000_000,
    description: 'This version alone: the one that a session or a completion names',
  })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  readonly version?: number;
}

export class ProgrammeVersionPage {
  @ApiProperty({ type: [ProgrammeVersionView] }) readonly items: readonly ProgrammeVersionView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}
