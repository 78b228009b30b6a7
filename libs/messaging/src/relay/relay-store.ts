import type { ServiceName } from '@betang/contracts';
import type { LeaderConnection } from '../leading/leader-connection.js';
import { DeliveryError } from '../delivery-error.js';
import type { Head, LogEntry } from './number-batch.js';
import {
  OUTBOX_COLUMNS,
  OUTBOX_ORDER,
  toRelayRow,
  type OutboxColumns,
  type RelayDestination,
  type RelayKey,
  type RelayRow,
} from './relay-row.js';

export interface RelayIdentity {
  readonly region: string;
  readonly service: ServiceName;
  /** `<generation>.<random>`. */
  readonly epoch: string;
  readonly generation: number;
}

/**
 * The oldest transaction that was open when this statement looked, unless it is known to be somebody's who may not write to this outbox: others
 * need not be waited for. Who was open then and has ended since is nobody's that is known, and is waited for once more.
 */
const HIDING = `SELECT open FROM pg_snapshot_xip(pg_current_snapshot()) AS open
  WHERE NOT EXISTS (SELECT 1 FROM pg_stat_get_activity(NULL) AS others
    WHERE others.backend_xid = open::xid AND NOT has_table_privilege(others.usesysid, 'outbox', 'INSERT'))
  ORDER BY open LIMIT 1`;

// A row of the current generation is read only when no older transaction of a writer is open any more: what is behind the cursor never changes.
const NEXT = `WITH hiding AS MATERIALIZED (${HIDING})
SELECT ${OUTBOX_COLUMNS} FROM outbox
  WHERE destination = $1 AND (generation, xid, seq) > ($2::int, $3::xid8, $4::bigint)
    AND (generation < $5 OR xid < coalesce((SELECT open FROM hiding), pg_snapshot_xmax(pg_current_snapshot())))
  ORDER BY ${OUTBOX_ORDER} LIMIT $6`;

const MORE = `SELECT EXISTS (SELECT 1 FROM outbox
  WHERE destination = $1 AND (generation, xid, seq) > ($2::int, $3::xid8, $4::bigint)) AS more`;

const ADVANCE = `WITH moved AS (
    UPDATE relay_cursor SET generation = $5, xid = $6::xid8, seq = $7::bigint, moved_at = now()
     WHERE destination = $1 AND generation = $2 AND xid = $3::xid8 AND seq = $4::bigint RETURNING 1)
  INSERT INTO relay_log (epoch, audience, first_position, last_position, first_generation, first_xid, first_seq, last_generation, last_xid, last_seq, previous_chain, chain)
  SELECT $8, a, fp, lp, fg, fx::xid8, fs, lg, lx::xid8, ls, pc, c FROM moved,
    unnest($9::text[], $10::bigint[], $11::bigint[], $12::int[], $13::text[], $14::bigint[], $15::int[], $16::text[], $17::bigint[], $18::text[], $19::text[])
      AS u(a, fp, lp, fg, fx, fs, lg, lx, ls, pc, c)
  RETURNING 1`;

/** The relay's bookkeeping for one destination, on the connection that holds the relay's lock: no lock, no move. */
export class RelayStore {
  constructor(
    private readonly client: LeaderConnection,
    readonly identity: RelayIdentity,
    readonly destination: RelayDestination,
  ) {}

  async cursor(): Promise<RelayKey> {
    await this.client.query(
      `INSERT INTO relay_cursor (destination, generation, xid, seq) VALUES ($1, 0, '0', 0) ON CONFLICT (destination) DO NOTHING`,
      [this.destination],
    );
    const { rows } = await this.client.query<RelayKey>(
      'SELECT generation, xid::text AS xid, seq::text AS seq FROM relay_cursor WHERE destination = $1',
      [this.destination],
    );
    return rows[0]!;
  }

  /** The last numbered position of every audience of this destination in the present epoch. */
  async heads(): Promise<Map<string, Head>> {
    const { rows } = await this.client.query<{ audience: string; position: string; chain: string }>(
      `SELECT audience, position, chain FROM relay_head WHERE epoch = $1 AND (audience = 'local') = ($2 = 'local')`,
      [this.identity.epoch, this.destination],
    );
    return new Map(rows.map((row) => [row.audience, { position: Number(row.position), chain: row.chain }]));
  }

  async next(after: RelayKey, limit: number): Promise<RelayRow[]> {
    const { region, service, epoch, generation } = this.identity;
    const { rows } = await this.client.query<OutboxColumns>({
      name: 'relay-next',
      text: NEXT,
      values: [this.destination, after.generation, after.xid, after.seq, generation, limit],
    });
    return rows.map((row) => toRelayRow(row, region, service, epoch));
  }

  /** Whether committed rows wait behind the cursor, readable or not yet. */
  async hasMore(after: RelayKey): Promise<boolean> {
    const { rows } = await this.client.query<{ more: boolean }>({
      name: 'relay-more',
      text: MORE,
      values: [this.destination, after.generation, after.xid, after.seq],
    });
    return rows[0]?.more === true;
  }

  /** Moves the cursor past an acknowledged batch and logs it. @throws DeliveryError `cursor-moved` when another relay moved it */
  async advance(from: RelayKey, to: RelayKey, log: readonly LogEntry[]): Promise<void> {
    const { rowCount } = await this.client.query({
      name: 'relay-advance',
      text: ADVANCE,
      values: [
        this.destination,
        from.generation,
        from.xid,
        from.seq,
        to.generation,
        to.xid,
        to.seq,
        this.identity.epoch,
        ...logColumns(log),
      ],
    });
    if (rowCount === 0)
      throw new DeliveryError(
        'cursor-moved',
        `another relay of ${this.identity.service} moved the ${this.destination} cursor`,
      );
  }
}

function logColumns(log: readonly LogEntry[]): unknown[][] {
  return [
    log.map((entry) => entry.audience),
    log.map((entry) => entry.first.position),
    log.map((entry) => entry.last.position),
    log.map((entry) => entry.first.key.generation),
    log.map((entry) => entry.first.key.xid),
    log.map((entry) => entry.first.key.seq),
    log.map((entry) => entry.last.key.generation),
    log.map((entry) => entry.last.key.xid),
    log.map((entry) => entry.last.key.seq),
    log.map((entry) => entry.first.previousChain),
    log.map((entry) => entry.last.chain),
  ];
}
