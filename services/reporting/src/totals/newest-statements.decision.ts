import type { UnitLearningHoursStated } from '@betang/contracts';
import type { ReceivedEvent } from '@betang/messaging';
import { newestOf, orderOf } from '../event-order.js';

/** A statement of totals, the region that made it, and its place among that region's statements of the same totals. */
export interface RegionStatement {
  readonly region: string;
  readonly order: number;
  readonly data: UnitLearningHoursStated;
}

type Stated = Pick<ReceivedEvent<typeof UnitLearningHoursStated>, 'region' | 'epoch' | 'data'>;

/**
 * The one that holds of each agency, status and year: the highest `statement` of the newest generation. A restored region counts on from
 * its backup, so its first statement after the restore may carry a lower number than the last one before it, and holds all the same.
 */
export function newestStatements(events: readonly Stated[]): RegionStatement[] {
  const statements = events.map((event) => ({
    region: event.region,
    order: orderOf(event.epoch, event.data.statement),
    data: event.data,
  }));
  return newestOf(statements, keyOf, ({ order }) => order);
}

function keyOf({ region, data }: RegionStatement): string {
  return `${region}|${data.agencyId ?? 'rest'}|${data.employmentStatus}|${data.year}`;
}
