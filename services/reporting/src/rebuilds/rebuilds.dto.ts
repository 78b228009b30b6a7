import type { RebuildReason } from '@betang/messaging';
import { ApiProperty } from '@betang/platform';

const REASONS = {
  'projections-changed': true,
  'shape-changed': true,
  'handlers-changed': true,
  'release-changed': true,
  'epoch-opened': true,
  'archive-changed': true,
  'release-behind': true,
} satisfies Record<RebuildReason, true>;

/** A rebuild of all figures from the archive of events, and how far it is. */
export class RebuildView {
  @ApiProperty({ format: 'uuid' }) readonly id: string;
  @ApiProperty({ enum: ['WAITING', 'FEEDING', 'DONE', 'FAILED'] }) readonly state:
    'WAITING' | 'FEEDING' | 'DONE' | 'FAILED';
  @ApiProperty({ description: 'Archived events fed so far' }) readonly rowsDone: number;
  @ApiProperty({ description: 'Grows with the events that arrive meanwhile' }) readonly rowsTotal: number;
  @ApiProperty({ type: Number, nullable: true, description: 'Whole per cent; null before it begins' })
  readonly percent: number | null;
  @ApiProperty({ format: 'date-time' }) readonly requestedAt: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) readonly startedAt: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) readonly finishedAt: string | null;
  @ApiProperty({ type: Number, nullable: true }) readonly eventsPerSecond: number | null;
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Code of what stopped it; the figures stayed as they were',
  })
  readonly failure: string | null;
  @ApiProperty({ description: 'How often it began anew; what was fed before counts no more' })
  readonly begunAnew: number;
  @ApiProperty({
    type: String,
    enum: Object.keys(REASONS),
    nullable: true,
    description:
      'Why it began anew last: after an upgrade (projections-changed, shape-changed, handlers-changed, release-changed), or for events that count no more or came late (epoch-opened, archive-changed). release-behind: it rests until the release runs that the schema belongs to',
  })
  readonly reason: RebuildReason | null;
}
