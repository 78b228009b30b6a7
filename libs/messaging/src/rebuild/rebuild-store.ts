import { newId } from '@betang/contracts';
import type { SqlClient, Transaction } from '@betang/platform';
import { DeliveryError } from '../delivery-error.js';
import { toProgress, type RebuildProgress, type RebuildReason, type RebuildRow } from './rebuild-progress.js';

/** What a rebuild is begun for, beside the shapes of its tables, which its shadow tables have. */
export interface BegunFor {
  readonly release: string;
  readonly handlers: string;
}

/** A rebuild under way: how far it has fed the archive, and what it knew when it began. */
export interface OpenRebuild {
  readonly rebuildId: string;
  readonly state: 'WAITING' | 'FEEDING';
  /** How often it has begun: who feeds an earlier beginning has lost it to another instance. */
  readonly begun: number;
  readonly fedThrough: number;
  readonly rowsDone: number;
  readonly epochs: number;
  readonly for: BegunFor | undefined;
}

const SHOWN = `rebuild_id, state, requested_by, requested_at, started_at, finished_at, rows_done, rows_total, failure, begun, reason`;

/** Parameters 1 to 3: the rebuild, its beginning, and up to where that was fed. */
const FED_BY = `rebuild_id = $1 AND begun = $2 AND fed_through = $3 AND state = 'FEEDING'`;

/** The rows of rebuilds, and the functions that stand for the DDL that the app role may not do. */
export class RebuildStore {
  private readonly table: string;

  /** Names are qualified: feeding runs with a search_path that shows the shadow tables alone. */
  constructor(private readonly schema: string) {
    this.table = `${schema}.projection_rebuild`;
  }

  /** Undefined when a rebuild is open already. */
  async request(db: SqlClient, requestedBy: string): Promise<RebuildProgress | undefined> {
    const [row] = await db.query<RebuildRow>(
      `INSERT INTO ${this.table} (rebuild_id, requested_by) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING ${SHOWN}`,
      [newId(), requestedBy],
    );
    return row && toProgress(row);
  }

  async find(db: SqlClient, rebuildId: string): Promise<RebuildProgress | undefined> {
    const [row] = await db.query<RebuildRow>(`SELECT ${SHOWN} FROM ${this.table} WHERE rebuild_id = $1`, [rebuildId]);
    return row && toProgress(row);
  }

  /** The one that was asked for last; undefined also for a service without projections. */
  async findNewest(db: SqlClient): Promise<RebuildProgress | undefined> {
    const [known] = await db.query<{ known: boolean }>('SELECT to_regclass($1) IS NOT NULL AS known', [this.table]);
    if (known?.known !== true) return undefined;
    const [row] = await db.query<RebuildRow>(`SELECT ${SHOWN} FROM ${this.table} ORDER BY requested_at DESC LIMIT 1`);
    return row && toProgress(row);
  }

  async findOpen(db: SqlClient): Promise<OpenRebuild | undefined> {
    const [row] = await db.query<{
      id: string;
      state: 'WAITING' | 'FEEDING';
      begun: number;
      fed: string;
      done: string;
      epochs: number;
      release: string | null;
      handlers: string | null;
    }>(
      `SELECT rebuild_id AS id, state, begun, fed_through AS fed, rows_done AS done, epochs, release, handlers FROM ${this.table}
        WHERE state IN ('WAITING', 'FEEDING')`,
    );
    if (!row) return undefined;
    const { id: rebuildId, state, begun, epochs, release, handlers } = row;
    const begunFor = release !== null && handlers !== null ? { release, handlers } : undefined;
    return { rebuildId, state, begun, fedThrough: Number(row.fed), rowsDone: Number(row.done), epochs, for: begunFor };
  }

  /**
   * Empties the shadow tables and begins at the archive's first row; also for a rebuild that must begin again.
   * @throws DeliveryError `place-moved` when another instance has begun it meanwhile
   */
  async begin(
    tx: Transaction,
    open: OpenRebuild,
    { rowsTotal, begunFor, reason }: { rowsTotal: number; begunFor: BegunFor; reason: RebuildReason | undefined },
  ): Promise<OpenRebuild> {
    const { rebuildId } = open;
    const epochs = await this.epochs(tx);
    const begun = open.begun + 1;
    const moved = await tx.execute(
      `UPDATE ${this.table} SET state = 'FEEDING', started_at = now(), epochs = $2, fed_through = 0, rows_done = 0, rows_total = $3,
              begun = $4, release = $5, handlers = $6, reason = $7
        WHERE rebuild_id = $1 AND begun = $4 - 1 AND state IN ('WAITING', 'FEEDING')`,
      [rebuildId, epochs, rowsTotal, begun, begunFor.release, begunFor.handlers, reason ?? null],
    );
    if (moved === 0) throw otherFeeds();
    await tx.query(`SELECT ${this.schema}.projection_shadow_begin()`);
    return { rebuildId, state: 'FEEDING', begun, fedThrough: 0, rowsDone: 0, epochs, for: begunFor };
  }

  /** @throws DeliveryError `place-moved` when another instance feeds the same rebuild: its rows stand, these must not */
  async advance(tx: Transaction, from: OpenRebuild, fedThrough: number, rows: number): Promise<OpenRebuild> {
    const moved = await tx.execute(
      `UPDATE ${this.table} SET fed_through = $4, rows_done = rows_done + $5, rows_total = greatest(rows_total, rows_done + $5)
        WHERE ${FED_BY}`,
      [from.rebuildId, from.begun, from.fedThrough, fedThrough, rows],
    );
    if (moved === 0) throw otherFeeds();
    return { ...from, fedThrough, rowsDone: from.rowsDone + rows };
  }

  /** In what the shadow tables are no copies of the live ones. */
  async shadowChange(db: SqlClient): Promise<'projections-changed' | 'shape-changed' | undefined> {
    const [row] = await db.query<{ change: 'projections-changed' | 'shape-changed' | null }>(
      `SELECT ${this.schema}.projection_shadow_change() AS change`,
    );
    return row?.change ?? undefined;
  }

  /** Says that it rests, and why. */
  async rest(db: SqlClient, rebuildId: string): Promise<void> {
    await db.execute(
      `UPDATE ${this.table} SET reason = 'release-behind'
        WHERE rebuild_id = $1 AND state IN ('WAITING', 'FEEDING') AND reason IS DISTINCT FROM 'release-behind'`,
      [rebuildId],
    );
  }

  async analyze(db: SqlClient): Promise<void> {
    await db.query(`SELECT ${this.schema}.projection_shadow_analyze()`);
  }

  async lock(tx: Transaction): Promise<void> {
    await tx.query(`SELECT ${this.schema}.projection_lock()`);
  }

  /** @throws DeliveryError `place-moved` when another instance feeds the same rebuild, or has begun it anew */
  async swap(tx: Transaction, { rebuildId, begun, fedThrough }: OpenRebuild): Promise<void> {
    const done = await tx.execute(
      `UPDATE ${this.table} SET state = 'DONE', finished_at = now(), reason = nullif(reason, 'release-behind') WHERE ${FED_BY}`,
      [rebuildId, begun, fedThrough],
    );
    if (done === 0) throw otherFeeds();
    await tx.query(`SELECT ${this.schema}.projection_swap()`);
  }

  async fail(db: SqlClient, rebuildId: string, failure: string): Promise<void> {
    await db.execute(
      `UPDATE ${this.table} SET state = 'FAILED', finished_at = now(), failure = $2 WHERE rebuild_id = $1 AND state IN ('WAITING', 'FEEDING')`,
      [rebuildId, failure],
    );
  }

  /** Whether a rebuild came into force, and nothing was computed anew by it yet. */
  async isUnfollowed(db: SqlClient): Promise<boolean> {
    const [row] = await db.query<{ unfollowed: boolean }>(
      `SELECT EXISTS (SELECT 1 FROM ${this.table} WHERE state = 'DONE' AND NOT followed) AS unfollowed`,
    );
    return row?.unfollowed === true;
  }

  /** False where another instance was faster. */
  async follow(tx: Transaction): Promise<boolean> {
    return (await tx.execute(`UPDATE ${this.table} SET followed = true WHERE state = 'DONE' AND NOT followed`)) > 0;
  }

  async epochs(db: SqlClient): Promise<number> {
    const [row] = await db.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${this.schema}.reader_epoch`);
    return row?.n ?? 0;
  }

  /** Whether events were orphaned after they had been applied, and no rebuild has begun since then. */
  async hasOrphans(db: SqlClient): Promise<boolean> {
    const [row] = await db.query<{ orphans: boolean }>(
      `SELECT EXISTS (
         SELECT 1 FROM ${this.schema}.delivery_incident i
           JOIN ${this.schema}.archive a USING (region, service, audience, epoch, position)
          WHERE i.kind = 'orphan' AND a.orphaned
            AND i.noticed_at > (SELECT coalesce(max(started_at), '-infinity') FROM ${this.table})) AS orphans`,
    );
    return row?.orphans === true;
  }
}

function otherFeeds(): DeliveryError {
  return new DeliveryError('place-moved', 'another instance feeds this rebuild');
}
