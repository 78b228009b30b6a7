/**
 * Why a rebuild began anew: the tables that projections write are others, or of another shape, than when it began; so are the facts that feed them, or the
 * migrations; an epoch opened; the archive was changed behind it. `release-behind`: it rests, until the release runs that the schema belongs to.
 */
export type RebuildReason =
  | 'projections-changed'
  | 'shape-changed'
  | 'handlers-changed'
  | 'release-changed'
  | 'epoch-opened'
  | 'archive-changed'
  | 'release-behind';

/** A rebuild as people see it. `rowsTotal` grows with the events that arrive meanwhile. */
export type RebuildProgress = RebuildCounts &
  (
    | { readonly state: 'WAITING' }
    | { readonly state: 'FEEDING'; readonly startedAt: Date }
    | { readonly state: 'DONE'; readonly startedAt: Date; readonly finishedAt: Date }
    | { readonly state: 'FAILED'; readonly finishedAt: Date; readonly failure: string }
  );

export interface RebuildCounts {
  readonly rebuildId: string;
  readonly requestedBy: string;
  readonly requestedAt: Date;
  /** Archived events fed into the shadow tables. */
  readonly rowsDone: number;
  readonly rowsTotal: number;
  /** How often it has begun. */
  readonly begun: number;
  readonly reason?: RebuildReason;
}

export interface RebuildRow {
  readonly rebuild_id: string;
  readonly state: RebuildProgress['state'];
  readonly requested_by: string;
  readonly requested_at: Date;
  readonly started_at: Date | null;
  readonly finished_at: Date | null;
  readonly rows_done: string;
  readonly rows_total: string;
  readonly failure: string | null;
  readonly begun: number;
  readonly reason: RebuildReason | null;
}

/** The table's checks hold what the union says: a state has its times. */
export function toProgress(row: RebuildRow): RebuildProgress {
  return {
    rebuildId: row.rebuild_id,
    requestedBy: row.requested_by,
    requestedAt: row.requested_at,
    rowsDone: Number(row.rows_done),
    rowsTotal: Number(row.rows_total),
    begun: row.begun,
    state: row.state,
    ...(row.reason !== null && { reason: row.reason }),
    ...(row.started_at && { startedAt: row.started_at }),
    ...(row.finished_at && { finishedAt: row.finished_at }),
    ...(row.failure !== null && { failure: row.failure }),
  } as RebuildProgress;
}
