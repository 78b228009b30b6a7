import type { ServiceName } from '@betang/contracts';
import { schemaOf } from '@betang/messaging';
import { waitUntil } from '../probes/wait-until.js';
import type { RunningService } from './running-service.js';

interface Rebuild {
  readonly id: string;
  readonly state: 'WAITING' | 'FEEDING' | 'DONE' | 'FAILED';
  readonly rowsDone: number;
  readonly failure: string | null;
}

/** What a rebuild changes, and what it must not: looked at from outside, over HTTP and in the database. */
export interface RebuiltProjections {
  /** Has them rebuilt as an operator does, and waits until they are in force and what is computed from them was asked for again. */
  rebuild(): Promise<Rebuild>;
  /** All rows of all projections, by table. */
  rows(): Promise<Readonly<Record<string, readonly string[]>>>;
  /** Everything that was told so far, to other services, to people and to auditors; an operator's request for a rebuild does not count. */
  told(): Promise<readonly string[]>;
  /** What the reader does with events that it had applied when their epoch turns out to be abandoned before them. */
  abandon(...eventIds: readonly string[]): Promise<void>;
  /** Waits for the rebuild that orphans ask for themselves. */
  takenBack(): Promise<void>;
}

export function rebuiltProjections(service: RunningService, name: ServiceName): RebuiltProjections {
  const schema = schemaOf(name);
  const { sql } = service.region;
  const followed = (id: string) =>
    sql(`SELECT 1 FROM ${schema}.projection_rebuild WHERE rebuild_id = $1 AND followed`, [id]);
  return {
    rebuild: async () => {
      const as = await service.token('operator');
      const path = `/api/${name}/v1/delivery/rebuilds`;
      const asked = await service.call<Rebuild>('POST', path, { as });
      if (asked.status !== 202) throw new Error(`no rebuild: ${asked.status} ${JSON.stringify(asked.body)}`);
      const ended = await waitUntil(
        'the rebuild has ended',
        async () => {
          const { body } = await service.call<Rebuild>('GET', `${path}/${asked.body.id}`, { as });
          return (body.state === 'DONE' || body.state === 'FAILED') && body;
        },
        { timeoutMs: 60_000 },
      );
      if (ended.state === 'DONE')
        await waitUntil('it is followed', async () => (await followed(ended.id)).length === 1);
      return ended;
    },
    rows: async () => {
      const tables = await sql<{ name: string }>(`SELECT name FROM ${schema}.projection_table ORDER BY name`);
      const found: Record<string, string[]> = {};
      for (const { name: table } of tables) {
        const rows = await sql<{ row: string }>(`SELECT t::text AS row FROM ${schema}.${table} AS t ORDER BY 1`);
        found[table] = rows.map(({ row }) => row);
      }
      return found;
    },
    told: async () => {
      const rows = await sql<{ what: string }>(
        `SELECT 'event ' || type || ' ' || subject || ' ' || id AS what FROM ${schema}.outbox
          UNION ALL SELECT 'notice ' || notice_id FROM ${schema}.notice
          UNION ALL SELECT 'audit ' || action || ' ' || id FROM ${schema}.audit_entry WHERE action <> 'rebuild-projections' ORDER BY 1`,
      );
      return rows.map(({ what }) => what);
    },
    abandon: async (...eventIds) => {
      await sql(
        `WITH orphan AS (UPDATE ${schema}.archive SET orphaned = true WHERE id = ANY($1::uuid[]) RETURNING *)
         INSERT INTO ${schema}.delivery_incident (kind, region, service, audience, epoch, position, detail)
         SELECT 'orphan', region, service, audience, epoch, position, id::text FROM orphan`,
        [eventIds],
      );
    },
    takenBack: async () => {
      await waitUntil(
        'the orphans are taken back',
        async () => {
          const rows = await sql(
            `SELECT 1 FROM ${schema}.projection_rebuild
              WHERE requested_by = 'orphans' AND followed AND started_at > (SELECT max(noticed_at) FROM ${schema}.delivery_incident WHERE kind = 'orphan')`,
          );
          return rows.length > 0;
        },
        { timeoutMs: 90_000 },
      );
    },
  };
}
