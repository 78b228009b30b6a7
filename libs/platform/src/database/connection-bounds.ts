/** Connections of all job queues of a service at most: their statements are short. */
export const JOB_POOL_SIZE = 3;
/** On which a service hears of its jobs; and the one that holds the lock of its delivery and hears of commits. */
const [HEARS_OF_JOBS, LEADS_DELIVERY] = [1, 1];
/** Kept by PostgreSQL for its superusers, unless it is told otherwise. */
const SUPERUSERS = 3;
/** What operators look at and prove at the same time, monitoring among it. */
const OPERATORS = 10;

/** The services of a region, and how many connections the pool of each may open. */
export interface RegionConnections {
  readonly services: number;
  /** `BETANG_DATABASE_POOL_SIZE` */
  readonly poolSize: number;
}

/** Connections that a service opens at most, in a process of its own or beside others. Before it has them it migrates and asks over one at a time. */
export function connectionsOfService(poolSize: number): number {
  return poolSize + JOB_POOL_SIZE + HEARS_OF_JOBS + LEADS_DELIVERY;
}

/**
 * The `max_connections` of a region's server that its services never reach. Each service counts twice: where one was killed, what it asked for goes on in the
 * server on the old connections while its successor opens its own. A backup takes one a service and one for what they share.
 */
export function serverConnections({ services, poolSize }: RegionConnections): number {
  return 2 * services * connectionsOfService(poolSize) + (services + 1) + OPERATORS + SUPERUSERS;
}
