import { SERVICE_NAMES } from '@betang/contracts';
import { ApiProperty, ApiPropertyOptional } from '@betang/platform';

/** What waits for one destination. */
export class DeliveryOutboxView {
  @ApiProperty({ enum: ['local', 'hub'] }) readonly destination: string;
  @ApiProperty({ type: 'integer', description: 'Events written and not yet acknowledged' }) readonly waiting: number;
  @ApiProperty({ description: 'There are more than were counted' }) readonly isMore: boolean;
  @ApiProperty({ description: 'Age of the oldest in seconds' }) readonly behindSeconds: number;
  @ApiProperty({ nullable: true, type: String, format: 'date-time' }) readonly lastAcknowledgedAt: Date | null;
}

/** How far a line is published. */
export class DeliveryHeadView {
  @ApiProperty() readonly epoch: string;
  @ApiProperty() readonly audience: string;
  @ApiProperty({ type: 'integer' }) readonly position: number;
  @ApiProperty() readonly chain: string;
  @ApiProperty() readonly acknowledgedAt: Date;
}

/** Where the reader of one stream stands. */
export class DeliveryReaderView {
  @ApiProperty() readonly stream: string;
  @ApiProperty({ type: 'integer' }) readonly sequence: number;
  @ApiProperty({ type: 'integer' }) readonly hubSequence: number;
  @ApiProperty({
    nullable: true,
    type: 'integer',
    description: 'Messages not read; null while the bus does not answer',
  })
  readonly lag: number | null;
  @ApiProperty() readonly movedAt: Date;
}

/** How far the service has one line of facts. */
export class DeliveryOriginView {
  @ApiProperty() readonly region: string;
  @ApiProperty() readonly service: string;
  @ApiProperty() readonly audience: string;
  @ApiProperty() readonly epoch: string;
  @ApiProperty() readonly isCurrentEpoch: boolean;
  @ApiProperty({ type: 'integer' }) readonly position: number;
  @ApiProperty() readonly chain: string;
  @ApiProperty() readonly state: string;
  @ApiProperty({ nullable: true, type: String }) readonly reason: string | null;
  @ApiProperty({ nullable: true, type: 'integer', description: 'While the line is read again: up to where' })
  readonly rereadThrough: number | null;
  @ApiProperty({ type: 'integer', description: 'Events that wait for a gap in front of them' }) readonly held: number;
  @ApiProperty({ type: 'integer', description: 'Events that were set aside' }) readonly parked: number;
  @ApiProperty() readonly movedAt: Date;
}

/** A replay that this service asked for. */
export class DeliveryReplayView {
  @ApiProperty({ format: 'uuid' }) readonly requestId: string;
  @ApiProperty() readonly region: string;
  @ApiProperty() readonly service: string;
  @ApiProperty() readonly audience: string;
  @ApiProperty() readonly epoch: string;
  @ApiProperty({ type: 'integer' }) readonly first: number;
  @ApiProperty({ type: 'integer' }) readonly last: number;
  @ApiProperty({ type: 'integer' }) readonly attempts: number;
  @ApiProperty() readonly state: string;
  @ApiProperty({ nullable: true, type: String }) readonly reason: string | null;
  @ApiProperty() readonly askedAt: Date;
  @ApiProperty() readonly askAgain: Date;
}

/** An incident in brief. */
export class DeliveryIncidentBrief {
  @ApiProperty() readonly incidentId: string;
  @ApiProperty() readonly kind: string;
  @ApiProperty() readonly region: string;
  @ApiProperty() readonly service: string;
  @ApiProperty() readonly audience: string;
  @ApiProperty() readonly epoch: string;
  @ApiProperty({ type: 'integer' }) readonly position: number;
  @ApiProperty() readonly detail: string;
  @ApiProperty() readonly noticedAt: Date;
}

/** How many incidents there are, and the newest that nobody has acknowledged. */
export class DeliveryIncidentCounts {
  @ApiProperty({ type: 'integer' }) readonly total: number;
  @ApiProperty({ type: 'integer' }) readonly open: number;
  @ApiProperty({ type: [DeliveryIncidentBrief] }) readonly newest: readonly DeliveryIncidentBrief[];
}

/** The rebuild of a service's projections that was asked for last. */
export class DeliveryRebuildView {
  @ApiProperty({ format: 'uuid' }) readonly rebuildId: string;
  @ApiProperty({ enum: ['WAITING', 'FEEDING', 'DONE', 'FAILED'] }) readonly state: string;
  @ApiProperty() readonly requestedBy: string;
  @ApiProperty() readonly requestedAt: Date;
  @ApiPropertyOptional() readonly startedAt?: Date;
  @ApiPropertyOptional() readonly finishedAt?: Date;
  @ApiProperty({ type: 'integer' }) readonly rowsDone: number;
  @ApiProperty({ type: 'integer', description: 'Grows with the events that arrive meanwhile' })
  readonly rowsTotal: number;
  @ApiProperty({ type: 'integer', description: 'How often it has begun' }) readonly begun: number;
  @ApiPropertyOptional({ description: 'Why it began anew' }) readonly reason?: string;
  @ApiPropertyOptional({ description: 'Code of what stopped it' }) readonly failure?: string;
}

/** What an operator sees of one service's delivery. */
export class DeliveryStatusView {
  @ApiProperty({ enum: SERVICE_NAMES }) readonly service: string;
  @ApiProperty() readonly region: string;
  @ApiProperty() readonly asOf: Date;
  @ApiProperty() readonly epoch: string;
  @ApiProperty({ type: Object, description: 'What this very process is doing, for reading; another one may lead' })
  readonly process: object;
  @ApiProperty({ type: [DeliveryOutboxView] }) readonly outboxes: readonly DeliveryOutboxView[];
  @ApiProperty() readonly horizonSeconds: number;
  @ApiProperty({ type: [DeliveryHeadView] }) readonly published: readonly DeliveryHeadView[];
  @ApiProperty({ type: [DeliveryReaderView] }) readonly readers: readonly DeliveryReaderView[];
  @ApiProperty({ type: [DeliveryOriginView] }) readonly origins: readonly DeliveryOriginView[];
  @ApiProperty({ type: [DeliveryReplayView] }) readonly replays: readonly DeliveryReplayView[];
  @ApiProperty({ type: DeliveryRebuildView, nullable: true, description: 'Null: none was asked for' })
  readonly rebuild: DeliveryRebuildView | null;
  @ApiProperty({ type: DeliveryIncidentCounts }) readonly incidents: DeliveryIncidentCounts;
}
