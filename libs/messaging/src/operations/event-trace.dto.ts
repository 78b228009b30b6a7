import { SERVICE_NAMES, type ServiceName } from '@betang/contracts';
import { ApiProperty } from '@betang/platform';
import type { ChainEnd } from './event-trace.js';

const CHAIN_ENDS = ['first', 'elsewhere', 'shared', 'not-known', 'too-long'] as const satisfies readonly ChainEnd[];

/** A service that set an event aside. */
export class SetAsideView {
  @ApiProperty({ enum: SERVICE_NAMES }) readonly service: ServiceName;
  @ApiProperty() readonly reason: string;
  @ApiProperty() readonly state: string;
}

/** An event without its content. */
export class TracedEventView {
  @ApiProperty({ format: 'uuid' }) readonly eventId: string;
  @ApiProperty() readonly type: string;
  @ApiProperty({ nullable: true, type: String, description: 'Kind of thing that it is about' })
  readonly subjectKind: string | null;
  @ApiProperty() readonly region: string;
  @ApiProperty() readonly service: string;
  @ApiProperty({ nullable: true, type: String }) readonly audience: string | null;
  @ApiProperty({ nullable: true, type: String }) readonly epoch: string | null;
  @ApiProperty({ nullable: true, type: 'integer', description: 'Null before it is published' })
  readonly position: number | null;
  @ApiProperty({ nullable: true, type: String, format: 'date-time' }) readonly time: Date | null;
  @ApiProperty({ nullable: true, type: String, description: 'The event, or the record, that it follows from' })
  readonly causeId: string | null;
  @ApiProperty({ enum: SERVICE_NAMES, isArray: true }) readonly readBy: readonly ServiceName[];
  @ApiProperty({ type: [SetAsideView] }) readonly setAside: readonly SetAsideView[];
  @ApiProperty({ description: 'It belongs to a closed epoch and does not count' }) readonly orphaned: boolean;
}

/** Where an event comes from and what it caused. */
export class EventTraceView {
  @ApiProperty() readonly event: TracedEventView;
  @ApiProperty({ type: [TracedEventView], description: 'From the nearest cause to the first' })
  readonly causes: readonly TracedEventView[];
  @ApiProperty({ enum: CHAIN_ENDS }) readonly chainEnd: ChainEnd;
  @ApiProperty({ type: [TracedEventView] }) readonly effects: readonly TracedEventView[];
  @ApiProperty() readonly moreEffects: boolean;
  @ApiProperty({ type: [TracedEventView], description: 'Written in the same transaction for the other destination' })
  readonly writtenWith: readonly TracedEventView[];
  @ApiProperty({ enum: SERVICE_NAMES, isArray: true, description: 'Whose archive could not be read' })
  readonly notRead: readonly ServiceName[];
}
