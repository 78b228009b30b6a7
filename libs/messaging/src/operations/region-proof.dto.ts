import { SERVICE_NAMES, type ServiceName } from '@betang/contracts';
import { ApiProperty, ApiPropertyOptional } from '@betang/platform';
import { DeliveryOutboxView } from './delivery-status.dto.js';
import type { ProofObstacle, ProofState } from './line-proof.js';

const STATES = ['complete', 'underway', 'unconfirmed', 'not-proven'] as const satisfies readonly ProofState[];
const OBSTACLES = [
  'parked',
  'held',
  'forked',
  'stopped',
  'chain-differs',
  'ahead-of-sender',
] as const satisfies readonly ProofObstacle[];

/** What waits for one destination of one service. */
export class DeliveryServiceOutboxView extends DeliveryOutboxView {
  @ApiProperty({ enum: SERVICE_NAMES }) readonly service: string;
}

/** Whether a receiver has all of a line, and why it is not proven. */
export class LineProofView {
  @ApiProperty() readonly receiver: string;
  @ApiProperty({ enum: STATES }) readonly state: ProofState;
  @ApiProperty({ enum: OBSTACLES, isArray: true }) readonly obstacles: readonly ProofObstacle[];
  @ApiProperty({ type: 'integer' }) readonly sent: number;
  @ApiProperty({ type: 'integer', description: 'Position up to which every reader has all' }) readonly received: number;
  @ApiPropertyOptional({ description: 'Not there where the sender cannot say any more what its chain was' })
  readonly chainEqual?: boolean;
  @ApiProperty({ type: 'integer' }) readonly parked: number;
  @ApiProperty({ type: 'integer' }) readonly held: number;
  @ApiProperty({ type: [String] }) readonly readers: readonly string[];
  @ApiProperty({ nullable: true, type: String, format: 'date-time', description: 'The oldest statement drawn from' })
  readonly asOf: Date | null;
}

/** A line that this region publishes. */
export class OwnLineView {
  @ApiProperty() readonly service: string;
  @ApiProperty() readonly audience: string;
  @ApiProperty() readonly epoch: string;
  @ApiProperty({ type: 'integer', description: 'Last position that the destination acknowledged' })
  readonly sent: number;
  @ApiProperty() readonly chain: string;
  @ApiProperty({ type: [LineProofView] }) readonly receivers: readonly LineProofView[];
}

/** How far a sender states to have published a line. */
export class StatedHeadView {
  @ApiProperty({ type: 'integer' }) readonly position: number;
  @ApiProperty() readonly chain: string;
}

/** A line that this region receives. */
export class ProvenReceiptView extends LineProofView {
  @ApiProperty() readonly region: string;
  @ApiProperty() readonly service: string;
  @ApiProperty() readonly audience: string;
  @ApiProperty() readonly epoch: string;
  @ApiProperty({ description: 'By the sender’s own statement; else `sent` is merely what was received' })
  readonly isStated: boolean;
  @ApiPropertyOptional({ type: StatedHeadView, description: 'That statement' }) readonly head?: StatedHeadView;
}

/** What others had of an earlier epoch and this region no longer knows. */
export class LostStretchView {
  @ApiProperty() readonly service: string;
  @ApiProperty() readonly audience: string;
  @ApiProperty() readonly epoch: string;
  @ApiProperty({ type: 'integer' }) readonly from: number;
  @ApiProperty({ type: 'integer' }) readonly to: number;
  @ApiProperty({ type: [String], description: 'Regions that confirmed to have them' })
  readonly receivers: readonly string[];
}

/** Lost stretches that were dealt with, on record. */
export class LostAcknowledged {
  @ApiProperty({ type: [LostStretchView] }) readonly acknowledged: readonly LostStretchView[];
}

/** A region whose last statement lies ahead of the clock here: one of the two is wrong. */
export class ClockAheadView {
  @ApiProperty() readonly region: string;
  @ApiProperty({ type: 'integer' }) readonly seconds: number;
}

/** The proof that nothing was lost, or why there is none. */
export class RegionProofView {
  @ApiProperty() readonly region: string;
  @ApiProperty() readonly epoch: string;
  @ApiProperty() readonly asOf: Date;
  @ApiProperty({ enum: SERVICE_NAMES, isArray: true }) readonly services: readonly ServiceName[];
  @ApiProperty({ type: [DeliveryServiceOutboxView] }) readonly outboxes: readonly DeliveryServiceOutboxView[];
  @ApiProperty({ type: [OwnLineView] }) readonly own: readonly OwnLineView[];
  @ApiProperty({ type: [ProvenReceiptView] }) readonly received: readonly ProvenReceiptView[];
  @ApiProperty({ type: [ClockAheadView] }) readonly ahead: readonly ClockAheadView[];
  @ApiProperty({ type: [LostStretchView] }) readonly lost: readonly LostStretchView[];
}
