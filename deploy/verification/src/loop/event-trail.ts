import type { ServiceName } from '@betang/platform';
import type { ChaosRegion } from '../chaos/chaos-region.js';

/** An event as a service of the region archived it. */
export interface ArchivedEvent {
  readonly id: string;
  readonly type: string;
  /** Region that published it. */
  readonly region: string;
  /** Whom or what it is about. */
  readonly subject: string;
  readonly causationId: string | null;
}

/** Undefined where the service never heard it. Read by the eye of the run: no interface shows envelopes to users. */
export async function findArchived(
  region: ChaosRegion,
  service: ServiceName,
  id: string,
): Promise<ArchivedEvent | undefined> {
  const schema = service.replaceAll('-', '_');
  const [row] = await region.sql<ArchivedEvent & Record<string, unknown>>(
    `SELECT id, type, region, subject, causation_id AS "causationId" FROM ${schema}.archive WHERE id = $1`,
    [id],
  );
  return row;
}

/** From an event back to what it follows from, each found by the service that heard it; shorter where the trail is lost. */
export async function trailOf(
  region: ChaosRegion,
  from: string,
  heardBy: readonly ServiceName[],
): Promise<ArchivedEvent[]> {
  const steps: ArchivedEvent[] = [];
  let next: string | null = from;
  for (const service of heardBy) {
    const found: ArchivedEvent | undefined = next === null ? undefined : await findArchived(region, service, next);
    if (found === undefined) break;
    steps.push(found);
    next = found.causationId;
  }
  return steps;
}
