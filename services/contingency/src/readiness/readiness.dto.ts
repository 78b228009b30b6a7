import {
  IsDay,
  EXPORT_FORMATS,
  PageQuery,
  type ExportFormat,
  ApiProperty,
  ApiPropertyOptional,
} from '@betang/platform';
import { IsIn, IsOptional, IsUUID, Matches } from 'class-validator';
import { HAZARD_CODE } from '../hazards/hazard.dto.js';

const BANDS = ['NOT_READY', 'PARTLY_READY', 'READY'] as const;

export class ReadinessQuery extends PageQuery {
  @IsOptional() @IsIn(BANDS) readonly band?: (typeof BANDS)[number];
  @IsOptional() @Matches(HAZARD_CODE) readonly hazardCode?: string;
}

export class ReadinessFileQuery {
  @IsIn(EXPORT_FORMATS) readonly format: ExportFormat;
  @IsOptional() @IsIn(BANDS) readonly band?: (typeof BANDS)[number];
  @IsOptional() @Matches(HAZARD_CODE) readonly hazardCode?: string;
}

export class ReasonView {
  @ApiProperty() readonly code: string;
  @ApiProperty({ description: 'For people, in the language of Accept-Language' }) readonly text: string;
  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'The role, service, need or commitment' })
  readonly subjectId: string | null;
  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'Only for who may read the people of plans',
  })
  readonly employeeId: string | null;
}

export class ComponentView {
  @ApiProperty() readonly component: string;
  @ApiProperty({ description: 'Basis points' }) readonly score: number;
  @ApiProperty() readonly weight: number;
  @ApiProperty({ type: [ReasonView] }) readonly reasons: readonly ReasonView[];
}

export class ReadinessSummary {
  @ApiProperty({ format: 'uuid' }) readonly planId: string;
  @ApiProperty() readonly title: string;
  @ApiProperty() readonly hazardCode: string;
  @ApiProperty({ description: 'Basis points' }) readonly figure: number;
  @ApiProperty({ enum: BANDS }) readonly band: string;
  @ApiProperty({
    type: String,
    format: 'date',
    nullable: true,
    description: 'When something that counts today expires',
  })
  readonly nextChangeOn: string | null;
  @ApiProperty({ type: Number, nullable: true, description: 'The figure from then on if nothing is done' })
  readonly nextFigure: number | null;
}

export class ReadinessPage {
  @ApiProperty({ type: [ReadinessSummary] }) readonly items: readonly ReadinessSummary[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

export class ReadinessView extends ReadinessSummary {
  @ApiProperty({ type: [ComponentView] }) readonly components: readonly ComponentView[];
  @ApiProperty({ format: 'date-time' }) readonly computedAt: Date;
}

export class ReadinessChangeView {
  @ApiProperty({ format: 'date-time' }) readonly changedAt: Date;
  @ApiProperty() readonly figure: number;
  @ApiProperty({ type: Number, nullable: true }) readonly previousFigure: number | null;
  @ApiProperty({ enum: BANDS }) readonly band: string;
  @ApiProperty() readonly trigger: string;
  @ApiProperty({ type: String, nullable: true, description: 'The event or record that made it change' })
  readonly causeId: string | null;
  @ApiProperty({ type: [ReasonView], description: 'Reasons that were not there before' })
  readonly appeared: readonly ReasonView[];
  @ApiProperty({ type: [ReasonView], description: 'Reasons that are there no longer' })
  readonly gone: readonly ReasonView[];
}

export class ReadinessHistoryPage {
  @ApiProperty({ type: [ReadinessChangeView] }) readonly items: readonly ReadinessChangeView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

export class ForecastStepView {
  @ApiProperty({ format: 'date' }) readonly on: string;
  @ApiProperty() readonly figure: number;
  @ApiProperty({ description: 'The figure until that day' }) readonly previousFigure: number;
  @ApiProperty({ enum: BANDS }) readonly band: string;
  @ApiProperty({ type: [ReasonView], description: 'What no longer holds from that day on' })
  readonly reasons: readonly ReasonView[];
  @ApiProperty({ type: [ReasonView], description: 'Reasons that are there no longer from that day on' })
  readonly noLonger: readonly ReasonView[];
}

export class RegionForecastStepView extends ForecastStepView {
  @ApiProperty({ format: 'uuid' }) readonly planId: string;
  @ApiProperty() readonly title: string;
}

export class RegionForecastQuery extends PageQuery {
  @IsOptional() @IsUUID() readonly planId?: string;
  @IsOptional() @Matches(HAZARD_CODE) readonly hazardCode?: string;
  @IsOptional() @IsUUID() readonly leadUnitId?: string;
  @ApiPropertyOptional({ format: 'date', description: 'Up to this day; the rule says how far at most' })
  @IsOptional()
  @IsDay()
  readonly until?: string;
}

export class RegionForecastPage {
  @ApiProperty({ format: 'date' }) readonly until: string;
  @ApiProperty({ type: [RegionForecastStepView] }) readonly items: readonly RegionForecastStepView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

export class ForecastView {
  @ApiProperty({ format: 'date', description: 'How far it looks' }) readonly until: string;
  @ApiProperty({ type: [ForecastStepView] }) readonly items: readonly ForecastStepView[];
}
