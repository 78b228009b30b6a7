import { SERVICE_NAMES, type ServiceName } from '@betang/contracts';
import type { SqlClient } from '@betang/platform';
import { schemaOf } from '../schema.js';

/** How far one reader has one line. */
export interface LineReceipt {
  /** Region that received, and its service. */
  readonly receiver: string;
  readonly reader: string;
  readonly region: string;
  readonly service: string;
  readonly audience: string;
  readonly epoch: string;
  readonly position: number;
  readonly chain: string;
  readonly state: string;
  readonly held: number;
  readonly parked: number;
  readonly asOf: Date;
}

type Row = Omit<LineReceipt, 'position' | 'held' | 'parked'> & { position: string; held: string; parked: string };

/** Services whose delivery has ever run here: only they can be behind. */
export async function readRunningServices(db: SqlClient): Promise<ServiceName[]> {
  const installed = await installedServices(db);
  const parts = installed.map(
    (service) => `SELECT '${service}' AS service WHERE EXISTS (SELECT 1 FROM ${schemaOf(service)}.reader_place)`,
  );
  if (parts.length === 0) return [];
  return (await db.query<{ service: ServiceName }>(parts.join(' UNION ALL '))).map(({ service }) => service);
}

/** What the services of this region have of every line, as their watermarks say now. */
export async function readOwnReceipts(db: SqlClient, region: string, now: Date): Promise<LineReceipt[]> {
  const parts = (await installedServices(db)).map((reader) => {
    const schema = schemaOf(reader);
    return `SELECT '${reader}' AS reader, w.region, w.service, w.audience, w.epoch, w.position, w.chain, w.state,
        (SELECT count(*) FROM ${schema}.reader_held h
          WHERE (h.region, h.service, h.audience, h.epoch) = (w.region, w.service, w.audience, w.epoch)) AS held,
        (SELECT count(*) FROM ${schema}.parked p
          WHERE p.region = w.region AND p.service = w.service AND p.state IN ('PARKED', 'RETRY_ASKED')) AS parked
      FROM ${schema}.reader_watermark w JOIN ${schema}.reader_epoch e
        ON e.region = w.region AND e.epoch = w.epoch AND e.state = 'CURRENT'`;
  });
  if (parts.length === 0) return [];
  const rows = await db.query<Omit<Row, 'receiver' | 'asOf'>>(parts.join(' UNION ALL '));
  return rows.map((row) => toReceipt({ ...row, receiver: region, asOf: now }));
}

/** What other regions confirm to have of the lines of this one, in its present epoch. */
export async function readForeignReceipts(db: SqlClient, region: string, epoch: string): Promise<LineReceipt[]> {
  const rows = await db.query<Omit<Row, 'region'>>(
    `SELECT receiver, reader, service, audience, epoch, position, chain, state, held, parked, as_of AS "asOf"
       FROM betang.receipt WHERE epoch = $1`,
    [epoch],
  );
  return rows.map((row) => toReceipt({ ...row, region }));
}

async function installedServices(db: SqlClient): Promise<ServiceName[]> {
  const rows = await db.query<{ schema: string }>(
    `SELECT table_schema AS schema FROM information_schema.tables WHERE table_name = 'reader_place' AND table_schema = ANY($1::text[])`,
    [SERVICE_NAMES.map(schemaOf)],
  );
  const schemas = new Set(rows.map(({ schema }) => schema));
  return SERVICE_NAMES.filter((service) => schemas.has(schemaOf(service)));
}

function toReceipt(row: Row): LineReceipt {
  return { ...row, position: Number(row.position), held: Number(row.held), parked: Number(row.parked) };
}
