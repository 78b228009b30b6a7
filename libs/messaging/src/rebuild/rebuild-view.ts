import { ApiProperty } from '@betang/platform';
import type { RebuildProgress, RebuildReason } from './rebuild-progress.js';

const REASONS = {
  'projections-changed': true,
  'shape-changed': true,
  'handlers-changed': true,
  'release-changed': true,
  'epoch-opened': true,
  'archive-changed': true,
  'release-behind': true,
} satisfies Record<RebuildReason, true>;

/** A rebuild of all projections of a service from its archive of events, and how far it is. */
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
    description: 'Code of what stopped it; the tables stayed as they were',
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

export function rebuildView(progress: RebuildProgress, now: Date): RebuildView {
  const startedAt = 'startedAt' in progress ? progress.startedAt : undefined;
  const finishedAt = 'finishedAt' in progress ? progress.finishedAt : undefined;
  const seconds = startedAt && ((finishedAt ?? now).getTime() - startedAt.getTime()) / 1_000;
  return {
    id: progress.rebuildId,
    state: progress.state,
    rowsDone: progress.rowsDone,
    rowsTotal: progress.rowsTotal,
    percent: percentDone(progress),
    requestedAt: progress.requestedAt.toISOString(),
    startedAt: startedAt?.toISOString() ?? null,
    finishedAt: finishedAt?.toISOString() ?? null,
    eventsPerSecond: seconds ? Math.round(progress.rowsDone / seconds) : null,
    failure: progress.state === 'FAILED' ? progress.failure : null,
    begunAnew: Math.max(0, progress.begun - 1),
    reason: progress.reason ?? null,
  };
}

function percentDone({ state, rowsDone, rowsTotal }: RebuildProgress): number | null {
  if (state === 'WAITING') return null;
  if (state === 'DONE') return 100;
  return rowsTotal === 0 ? 0 : Math.floor((rowsDone * 100) / rowsTotal);
}
