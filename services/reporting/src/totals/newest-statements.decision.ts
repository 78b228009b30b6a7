import type { UnitLearningHoursStated } from '@betang/contracts';
import type { ReceivedEvent } from '@betang/messaging';
import { newestOf, orderOf } from '../event-order.js';

/** A statement of totals, the region that made it, and its place among that region's statements of the same totals. */
export interface RegionStatement {
  readonly region: string;
  readonly order: number;
  readonly data: UnitLearningHoursStated;
  /** The event that stated it: the end of its lineage. */
  readonly event: { readonly id: string; readonly epoch: string; readonly position: number };
}

type Stated = Pick<ReceivedEvent<typeof UnitLearningHoursStated>, 'region' | 'epoch' | 'data' | 'id' | 'position'>;

/**
 * The one that holds of each agency, status and year: the highest `statement` of the newest generation. A restored region counts on from
 * its backup, so its first statement after the restore may carry a lower number than the last one before it, and holds all the same.
 */
export function newestStatements(events: readonly Stated[]): RegionStatement[] {
  const statements = events.map((event) => ({
    region: event.region,
    order: orderOf(event.epoch, event.data.statement),
    data: event.data,
    event: { id: event.id, epoch: event.epoch, position: event.position },
  }));
  return newestOf(statements, keyOf, ({ order }) => order);
}

function keyOf({ region, data }: RegionStatement): string {
  return `${region}|${data.agencyId ?? 'rest'}|${data.employmentStatus}|${data.year}`;
}
