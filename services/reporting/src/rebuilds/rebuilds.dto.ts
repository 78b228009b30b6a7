import { ApiProperty } from '@betang/platform';

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
}
