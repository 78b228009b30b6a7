import { dataschemaOf, nextChain, type Audience, type ServiceName } from '@betang/contracts';
import type { SqlClient } from '@betang/platform';

/** What recomputing a received line from the archive found. */
export interface ArchiveCheck {
  readonly region: string;
  readonly service: string;
  readonly audience: string;
  readonly epoch: string;
  readonly watermark: number;
  /** Events of the line in the archive: those that a handler of this service took in. */
  readonly archived: number;
  /** Of the checked stretch: events whose chain follows from the one right before them in the archive. */
  readonly checked: number;
  readonly differences: readonly { readonly position: number; readonly kind: 'chain' | 'watermark' }[];
}

interface Row {
  readonly type: string;
  readonly region: string;
  readonly service: string;
  readonly audience: string;
  readonly epoch: string;
  readonly position: string;
  readonly id: string;
  readonly subject: string;
  readonly time: Date;
  readonly chain: string;
  readonly body: Buffer;
}

interface Mark {
  readonly region: string;
  readonly service: string;
  readonly audience: string;
  readonly epoch: string;
  readonly position: string;
  readonly chain: string;
  readonly archived: string;
}

const PAGE = 1_000;

/**
 * Recomputes what this service keeps of every shared line, byte for byte. Home lines are left to the sender's own check: their events carry an
 * actor that the archive does not keep.
 */
export async function checkArchive(db: SqlClient, options: { readonly positions: number }): Promise<ArchiveCheck[]> {
  const marks = await db.query<Mark>(
    `SELECT w.region, w.service, w.audience, w.epoch, w.position, w.chain, (SELECT count(*) FROM archive a
        WHERE (a.region, a.service, a.audience, a.epoch) = (w.region, w.service, w.audience, w.epoch) AND a.audience <> 'local') AS archived
       FROM reader_watermark w WHERE w.audience <> 'local' ORDER BY w.region, w.service, w.audience, w.epoch`,
  );
  const checks: ArchiveCheck[] = [];
  for (const mark of marks) if (Number(mark.archived) > 0) checks.push(await checkLine(db, mark, options.positions));
  return checks;
}

async function checkLine(db: SqlClient, mark: Mark, positions: number): Promise<ArchiveCheck> {
  const watermark = Number(mark.position);
  const differences: { position: number; kind: 'chain' | 'watermark' }[] = [];
  let checked = 0;
  let before: { position: number; chain: string } | undefined;
  for (let after = Math.max(0, watermark - positions); ;) {
    const rows = await page(db, mark, after);
    for (const row of rows) {
      const position = Number(row.position);
      if (before?.position === position - 1) {
        checked += 1;
        if (nextChain(before.chain, eventOf(row), position) !== row.chain)
          differences.push({ position, kind: 'chain' });
      }
      if (position === watermark && row.chain !== mark.chain) differences.push({ position, kind: 'watermark' });
      before = { position, chain: row.chain };
      after = position;
    }
    if (rows.length < PAGE) break;
  }
  const { region, service, audience, epoch } = mark;
  return { region, service, audience, epoch, watermark, archived: Number(mark.archived), checked, differences };
}

function page(db: SqlClient, { region, service, audience, epoch }: Mark, after: number): Promise<Row[]> {
  return db.query<Row>(
    `SELECT type, region, service, audience, epoch, position, id, subject, time, chain, body FROM archive
      WHERE region = $1 AND service = $2 AND audience = $3 AND epoch = $4 AND position > $5 ORDER BY position LIMIT ${PAGE}`,
    [region, service, audience, epoch, after],
  );
}

function eventOf(row: Row) {
  return {
    id: row.id,
    type: row.type,
    region: row.region,
    service: row.service as ServiceName,
    subject: row.subject,
    time: row.time.toISOString(),
    dataschema: dataschemaOf(row.type),
    audience: row.audience as Audience,
    epoch: row.epoch,
    body: row.body,
  };
}
