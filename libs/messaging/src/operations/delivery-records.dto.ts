import { SERVICE_NAMES } from '@betang/contracts';
import { ApiProperty, ApiPropertyOptional } from '@betang/platform';
import type { ChainLink, ChainLinkPage } from './chain-links.js';
import { DeliveryIncidentBrief } from './delivery-status.dto.js';
import type { IncidentRecord } from './incident-records.js';
import type { ReplayOrdered } from './ordered-replay.js';
import type { ChainDifference } from './published-line.js';
import type { ReceivedMark } from './received-lines.js';
import type { ChainReport } from './service-operations.js';
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
  @ApiProperty({ enum: ['log-gap', 'log-chain', 'rows-differ', 'receipt-differs'] })
  readonly kind: ChainDifference['kind'];
  @ApiPropertyOptional({ description: 'Who stated it, for a receipt' }) readonly detail?: string;
  @ApiPropertyOptional({ description: 'Chain value that the stored bytes give' }) readonly computed?: string;
  @ApiPropertyOptional({ description: 'Chain value beside them, or in other hands' }) readonly stated?: string;
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

/** A line that this service reads: how far, and what of it lies in its archive. */
export class DeliveryReceivedLineView implements ReceivedMark {
  @ApiProperty() readonly region: string;
  @ApiProperty() readonly service: string;
  @ApiProperty() readonly audience: string;
  @ApiProperty() readonly epoch: string;
  @ApiProperty() readonly isCurrentEpoch: boolean;
  @ApiProperty({ type: 'integer', description: 'How far without a gap' }) readonly position: number;
  @ApiProperty() readonly chain: string;
  @ApiProperty({ description: 'Being read again for handlers that are new' }) readonly isReread: boolean;
  @ApiProperty({ type: 'integer' }) readonly archived: number;
  @ApiProperty({ nullable: true, type: 'integer', description: 'Lowest position in the archive' })
  readonly from: number | null;
}

/** What this service says of chains: its own lines computed anew, and how far it has the lines that it reads. */
export class ChainReportView implements ChainReport {
  @ApiProperty({ enum: SERVICE_NAMES }) readonly service: ChainReport['service'];
  @ApiProperty() readonly asOf: Date;
  @ApiProperty({ description: 'Nothing contradicts anything in the lines that it publishes' }) readonly sound: boolean;
  @ApiProperty({ type: [DeliveryPublishedLineView] }) readonly published: readonly DeliveryPublishedLineView[];
  @ApiProperty({ type: [DeliveryReceivedLineView] }) readonly received: readonly DeliveryReceivedLineView[];
  @ApiProperty({ type: [String], description: 'Types of events without version that its handlers take' })
  readonly takes: readonly string[];
  @ApiProperty({ nullable: true, type: [String], description: 'Ids of events set aside; null: too many to be told' })
  readonly setAside: readonly string[] | null;
}

/** What one event adds to the chain of its line, in digests. */
export class ChainLinkView implements ChainLink {
  @ApiProperty({ type: 'integer' }) readonly position: number;
  @ApiProperty({ format: 'uuid' }) readonly id: string;
  @ApiProperty() readonly type: string;
  @ApiProperty() readonly time: Date;
  @ApiProperty({
    nullable: true,
    type: String,
    description: 'sha256 of the canonical headers; null where not all are kept',
  })
  readonly headers: string | null;
  @ApiProperty({ description: 'sha256 of the body' }) readonly body: string;
  @ApiProperty({ description: 'Value of the chain behind this event' }) readonly chain: string;
}

/** A stretch of a line in order of position. */
export class ChainLinkPageView implements ChainLinkPage {
  @ApiProperty({ type: [ChainLinkView] }) readonly links: readonly ChainLinkView[];
  @ApiProperty({ nullable: true, type: 'integer', description: 'The next page begins after this position; null: none' })
  readonly next: number | null;
}
