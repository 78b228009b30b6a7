import { EXPORT_FORMATS, PageQuery, type ExportFormat, ApiProperty, ApiPropertyOptional } from '@betang/platform';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsUUID, Matches, Max, Min } from 'class-validator';
import { GROUPS, type CompetencyGroup } from '../dictionary/dictionary.js';
import { COMPETENCY_CODE } from '../dictionary/dictionary.dto.js';
import { NEED_LEVELS, type NeedLevel } from './need-figures.js';

export class NeedsQuery extends PageQuery {
  @ApiPropertyOptional({ enum: NEED_LEVELS, default: 'region' })
  @IsOptional()
  @IsIn(NEED_LEVELS)
  readonly by: NeedLevel = 'region';

  @IsOptional()
  @IsUUID()
  readonly agencyId?: string;

  @IsOptional()
  @IsIn(GROUPS)
  readonly group?: CompetencyGroup;

  @IsOptional()
  @IsUUID()
  readonly targetId?: string;

  /** Only needs at least as urgent. */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(5)
  readonly urgency?: number;
}

export class NeedsFileQuery {
  @IsIn(EXPORT_FORMATS)
  readonly format: ExportFormat;

  @ApiPropertyOptional({ enum: NEED_LEVELS, default: 'agency' })
  @IsOptional()
  @IsIn(NEED_LEVELS)
  readonly by: NeedLevel = 'agency';

  @IsOptional()
  @IsUUID()
  readonly agencyId?: string;
}

export class NeedPeopleQuery extends PageQuery {
  @Matches(COMPETENCY_CODE)
  readonly code: string;

  @IsOptional()
  @IsUUID()
  readonly agencyId?: string;
}

export class TargetServedView {
  @ApiProperty({ format: 'uuid' }) readonly targetId: string;
  @ApiProperty() readonly code: string;
  @ApiProperty() readonly title: string;
  @ApiProperty() readonly weight: number;
  @ApiProperty({ format: 'date' }) readonly validFrom: string;
  @ApiProperty({ format: 'date' }) readonly validTo: string;
}

export class ReasonView {
  @ApiProperty() readonly reason: string;
  @ApiProperty() readonly text: string;
}

export class ReckoningView {
  @ApiProperty({ description: 'Share of the people with a gap' }) readonly sharePercent: number;
  @ApiProperty({ type: Number, nullable: true, description: 'Step of the rule that the share has reached, percent' })
  readonly step: number | null;
  @ApiProperty({ description: 'Urgency by the share alone' }) readonly byShare: number;
  @ApiProperty({ description: 'Weight of the weightiest target; 0: none' }) readonly weight: number;
  @ApiProperty() readonly addedByTarget: number;
  @ApiProperty() readonly addedByFinding: number;
  @ApiProperty({ description: 'Hundredths of a JP per missing level' }) readonly hoursPerLevel: number;
  @ApiProperty({ description: 'Whole rupiah per missing level' }) readonly rupiahPerLevel: number;
}

export class NeedView {
  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'Agency or unit; null: the region' })
  readonly placeId: string | null;
  @ApiProperty({ type: String, nullable: true }) readonly placeName: string | null;
  @ApiProperty() readonly code: string;
  @ApiProperty() readonly name: string;
  @ApiProperty({ enum: GROUPS }) readonly group: string;
  @ApiProperty({ description: 'People whose standard asks for it' }) readonly people: number;
  @ApiProperty() readonly assessed: number;
  @ApiProperty() readonly withGap: number;
  @ApiProperty({ description: 'Sum of missing levels' }) readonly deficit: number;
  @ApiProperty({ type: [TargetServedView] }) readonly targets: readonly TargetServedView[];
  @ApiProperty({ description: 'Open findings of drills and forums' }) readonly raised: number;
  @ApiProperty({ description: 'People whom those findings speak of, beside the figures' })
  readonly raisedPeople: number;
  @ApiProperty({ minimum: 1, maximum: 5 }) readonly urgency: number;
  @ApiProperty({ description: 'The figures that urgency and cost were reckoned from' })
  readonly reckoning: ReckoningView;
  @ApiProperty({ description: 'What it would take, multiplied out, with the rule and its basis' })
  readonly takes: string;
  @ApiProperty({ type: [ReasonView] }) readonly because: readonly ReasonView[];
  @ApiProperty() readonly priority: number;
  @ApiProperty({ description: 'What it would take, hundredths of a JP over all people' }) readonly hours: number;
  @ApiProperty({ description: 'What it would take' }) readonly rupiah: number;
}

export class NeedTotalsView {
  @ApiProperty({ description: 'People with a standard' }) readonly people: number;
  @ApiProperty({ description: 'People with a gap in one of these needs; a person counts once' })
  readonly withGap: number;
  @ApiProperty({ description: 'Sum of missing levels' }) readonly deficit: number;
  @ApiProperty({ description: 'Hundredths of a JP over all people' }) readonly hours: number;
  @ApiProperty({ description: 'Whole rupiah' }) readonly rupiah: number;
  @ApiProperty({ description: 'The dated rule by which hours, rupiah and urgency were reckoned' })
  readonly ruleVersion: string;
  @ApiProperty({ format: 'date' }) readonly ruleFrom: string;
  @ApiProperty() readonly legalBasis: string;
}

export class NeedPage {
  @ApiProperty({ type: [NeedView] }) readonly items: readonly NeedView[];
  @ApiProperty({ description: 'Over all needs that were asked for, not only this page' })
  readonly totals: NeedTotalsView;
  @ApiPropertyOptional() readonly nextCursor?: string;
}

export class PersonWithGapView {
  @ApiProperty({ format: 'uuid' }) readonly employeeId: string;
  @ApiProperty() readonly name: string;
  @ApiProperty({ format: 'uuid' }) readonly agencyId: string;
  @ApiProperty({ type: String, nullable: true }) readonly positionName: string | null;
  @ApiProperty() readonly required: number;
  @ApiProperty({ type: Number, nullable: true }) readonly level: number | null;
}

export class PersonWithGapPage {
  @ApiProperty({ type: [PersonWithGapView] }) readonly items: readonly PersonWithGapView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

/** The need that was raised. */
export class NeedRaisedView {
  @ApiProperty({ format: 'uuid' }) readonly needId: string;
}

/** A need that is closed. */
export class NeedClosedView extends NeedRaisedView {
  @ApiProperty() readonly closed: boolean;
}
