import { newId } from '@betang/contracts';
import type { SqlClient, Transaction } from '@betang/platform';
import { DeliveryError } from '../delivery-error.js';
import { toProgress, type RebuildProgress, type RebuildRow } from './rebuild-progress.js';

/** A rebuild under way: how far it has fed the archive, and what it knew when it began. */
export interface OpenRebuild {
  readonly rebuildId: string;
  readonly state: 'WAITING' | 'FEEDING';
  readonly fedThrough: number;
  readonly rowsDone: number;
  readonly epochs: number;
}

const SHOWN = 'rebuild_id, state, requested_by, requested_at, started_at, finished_at, rows_done, rows_total, failure';

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

  async findOpen(db: SqlClient): Promise<OpenRebuild | undefined> {
    const [row] = await db.query<{
      id: string;
      state: 'WAITING' | 'FEEDING';
      fed: string;
      done: string;
      epochs: number;
    }>(
      `SELECT rebuild_id AS id, state, fed_through AS fed, rows_done AS done, epochs FROM ${this.table}
        WHERE state IN ('WAITING', 'FEEDING')`,
    );
    if (!row) return undefined;
    const { id: rebuildId, state, epochs } = row;
    return { rebuildId, state, fedThrough: Number(row.fed), rowsDone: Number(row.done), epochs };
  }

  /** Empties the shadow tables and begins at the archive's first row; also for a rebuild that must begin again. */
  async begin(tx: Transaction, rebuildId: string, rowsTotal: number): Promise<OpenRebuild> {
    await tx.query(`SELECT ${this.schema}.projection_shadow_open()`);
    const epochs = await this.epochs(tx);
    await tx.execute(
      `UPDATE ${this.table} SET state = 'FEEDING', started_at = now(), epochs = $2, fed_through = 0, rows_done = 0, rows_total = $3
        WHERE rebuild_id = $1 AND state IN ('WAITING', 'FEEDING')`,
      [rebuildId, epochs, rowsTotal],
    );
    return { rebuildId, state: 'FEEDING', fedThrough: 0, rowsDone: 0, epochs };
  }

  /** @throws DeliveryError `place-moved` when another instance feeds the same rebuild: its rows stand, these must not */
  async advance(tx: Transaction, from: OpenRebuild, fedThrough: number, rows: number): Promise<OpenRebuild> {
    const moved = await tx.execute(
      `UPDATE ${this.table} SET fed_through = $3, rows_done = rows_done + $4, rows_total = greatest(rows_total, rows_done + $4)
        WHERE rebuild_id = $1 AND fed_through = $2 AND state = 'FEEDING'`,
      [from.rebuildId, from.fedThrough, fedThrough, rows],
    );
    if (moved === 0) throw new DeliveryError('place-moved', 'another instance feeds this rebuild');
    return { ...from, fedThrough, rowsDone: from.rowsDone + rows };
  }

  async analyze(db: SqlClient): Promise<void> {
    await db.query(`SELECT ${this.schema}.projection_shadow_analyze()`);
  }

  async lock(tx: Transaction): Promise<void> {
    await tx.query(`SELECT ${this.schema}.projection_lock()`);
  }

  async swap(tx: Transaction, rebuildId: string): Promise<void> {
    await tx.query(`SELECT ${this.schema}.projection_shadow_swap()`);
    await tx.execute(`UPDATE ${this.table} SET state = 'DONE', finished_at = now() WHERE rebuild_id = $1`, [rebuildId]);
  }

  async fail(db: SqlClient, rebuildId: string, failure: string): Promise<void> {
    await db.execute(
      `UPDATE ${this.table} SET state = 'FAILED', finished_at = now(), failure = $2 WHERE rebuild_id = $1 AND state IN ('WAITING', 'FEEDING')`,
      [rebuildId, failure],
    );
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
