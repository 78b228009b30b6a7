import { SERVICE_NAMES } from '@betang/contracts';
import { ApiProperty, ApiPropertyOptional } from '@betang/platform';
import { DeliveryIncidentBrief } from './delivery-status.dto.js';
import type { IncidentRecord } from './incident-records.js';
import type { ReplayOrdered } from './ordered-replay.js';
import { PARKED_STATES, type ParkedDetail, type ParkedState, type ParkedSummary } from './parked-records.js';

/** An event that was set aside, without its content. */
export class ParkedSummaryView implements ParkedSummary {
  @ApiProperty({ format: 'uuid' }) readonly parkedId: string;
  @ApiProperty() readonly region: string;
  @ApiProperty() readonly service: string;
  @ApiProperty() readonly type: string;
  @ApiProperty({ description: 'Opaque id; empty for what could not be read as an event' }) readonly subject: string;
  @ApiProperty() readonly eventId: string;
  @ApiProperty() readonly reason: string;
  @ApiProperty() readonly detail: string;
  @ApiProperty({ type: 'integer' }) readonly attempts: number;
  @ApiProperty({ enum: PARKED_STATES }) readonly state: ParkedState;
  @ApiProperty() readonly parkedAt: Date;
  @ApiProperty({ nullable: true, type: String, format: 'date-time' }) readonly decidedAt: Date | null;
  @ApiProperty({ nullable: true, type: String }) readonly decidedBy: string | null;
  @ApiProperty({ nullable: true, type: String }) readonly decision: string | null;
}

/** The same with its headers and bytes. */
export class ParkedDetailView extends ParkedSummaryView implements ParkedDetail {
  @ApiProperty() readonly stream: string;
  @ApiProperty({ type: 'integer' }) readonly sequence: number;
  @ApiProperty({
    type: 'array',
    items: { type: 'array', items: { type: 'string' }, minItems: 2, maxItems: 2 },
    description: 'Name and value of each header',
  })
  readonly headers: readonly (readonly [string, string])[];
  @ApiProperty({ format: 'byte' }) readonly bodyBase64: string;
}

/** Something that no retry mends. */
export class DeliveryIncidentView extends DeliveryIncidentBrief implements IncidentRecord {
  @ApiProperty({ nullable: true, type: String, format: 'date-time' }) readonly acknowledgedAt: Date | null;
  @ApiProperty({ nullable: true, type: String }) readonly acknowledgedBy: string | null;
  @ApiProperty({ nullable: true, type: String }) readonly acknowledgement: string | null;
}

/** How many incidents were acknowledged at once. */
export class IncidentsAcknowledged {
  @ApiProperty({ type: 'integer' }) readonly acknowledged: number;
}

/** The stretch of a line that an origin is asked for again. */
export class DeliveryReplayOrderedView implements ReplayOrdered {
  @ApiProperty({ format: 'uuid' }) readonly requestId: string;
  @ApiProperty({ type: 'integer' }) readonly from: number;
  @ApiProperty({ type: 'integer' }) readonly to: number;
}

/** A contradiction between two accounts of a line. */
export class ChainDifferenceView {
  @ApiProperty({ type: 'integer' }) readonly position: number;
  @ApiProperty({ enum: ['log-gap', 'log-chain', 'rows-differ', 'receipt-differs', 'chain', 'watermark'] })
  readonly kind: string;
  @ApiPropertyOptional() readonly detail?: string;
}

/** A line that this service publishes, computed anew. */
export class DeliveryPublishedLineView {
  @ApiProperty() readonly epoch: string;
  @ApiProperty() readonly audience: string;
  @ApiProperty({ type: 'integer' }) readonly head: number;
  @ApiProperty() readonly chain: string;
  @ApiProperty({ type: 'integer', description: 'Positions whose events were hashed again' }) readonly checked: number;
  @ApiProperty({ type: 'integer', description: 'Of these, positions whose rows are no longer kept' })
  readonly notKept: number;
  @ApiProperty({ type: [ChainDifferenceView] }) readonly differences: readonly ChainDifferenceView[];
}

/** A line that this service receives, computed anew from its archive. */
export class DeliveryReceivedLineView {
  @ApiProperty() readonly region: string;
  @ApiProperty() readonly service: string;
  @ApiProperty() readonly audience: string;
  @ApiProperty() readonly epoch: string;
  @ApiProperty({ type: 'integer' }) readonly watermark: number;
  @ApiProperty({ type: 'integer' }) readonly archived: number;
  @ApiProperty({ type: 'integer' }) readonly checked: number;
  @ApiProperty({ type: [ChainDifferenceView] }) readonly differences: readonly ChainDifferenceView[];
}

/** What computing all lines anew found: sound when nothing contradicts anything. */
export class ChainReportView {
  @ApiProperty({ enum: SERVICE_NAMES }) readonly service: string;
  @ApiProperty() readonly asOf: Date;
  @ApiProperty() readonly sound: boolean;
  @ApiProperty({ type: [DeliveryPublishedLineView] }) readonly published: readonly DeliveryPublishedLineView[];
  @ApiProperty({ type: [DeliveryReceivedLineView] }) readonly received: readonly DeliveryReceivedLineView[];
}
