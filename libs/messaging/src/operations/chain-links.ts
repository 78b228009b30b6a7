import { hash } from 'node:crypto';
import {
  chainedHeaders,
  dataschemaOf,
  type Audience,
  type EventRecord,
  type ServiceName,
  type UnnumberedEvent,
} from '@betang/contracts';
import type { SqlClient } from '@betang/platform';
import type { LeaderConnection } from '../leading/leader-connection.js';
import type { Origin } from '../reader/watermark.js';
import { publishedEvents } from '../relay/published-events.js';
import type { RelayIdentity } from '../relay/relay-store.js';
import { headOf, type Line } from './published-line.js';

/**
 * What one event adds to the chain of its line: its id and two digests, and nothing of its content. `chain(n) = sha256(chain(n-1) || id ||
 * headers || body)`, so whoever has the links of a line can compute its chain.
 */
export interface ChainLink {
  readonly position: number;
  readonly id: string;
  readonly type: string;
  readonly time: Date;
  /** sha256 of the canonical headers (hex); null for events of home in an archive, which keeps neither their actor nor their trace. */
  readonly headers: string | null;
  /** sha256 of the body (hex). */
  readonly body: string;
  /** The value after this event: as the archive has it, or as it follows from the relay's log and the outbox. */
  readonly chain: string;
}

/** A stretch of a line, in order of position. */
export interface ChainLinkPage {
  readonly links: readonly ChainLink[];
  /** The page behind it begins after this position; null: there is none. */
  readonly next: number | null;
}

const PAGE = 5_000;
/** Home lines have no index by position: each page looks through the archive once. */
const HOME_PAGE = 20_000;

/** The value of the chain behind an event. Pure. */
export function chainAfter(
  previous: string,
  link: Pick<ChainLink, 'id' | 'body'> & { readonly headers: string },
): string {
  const bytes = [
    Buffer.from(previous, 'hex'),
    Buffer.from(link.id, 'latin1'),
    Buffer.from(link.headers, 'hex'),
    Buffer.from(link.body, 'hex'),
  ];
  return hash('sha256', Buffer.concat(bytes), 'hex');
}

interface ArchivedRow {
  readonly type: string;
  readonly position: string;
  readonly id: string;
  readonly subject: string;
  readonly time: Date;
  readonly chain: string;
  readonly correlation_id: string | null;
  readonly causation_id: string | null;
  readonly body: string;
}

/** What this service's archive has of a line behind a position. Bodies are digested where they lie. */
export async function readArchivedLinks(db: SqlClient, origin: Origin, after: number): Promise<ChainLinkPage> {
  const { region, service, audience, epoch } = origin;
  const limit = audience === 'local' ? HOME_PAGE : PAGE;
  const rows = await db.query<ArchivedRow>(
    `SELECT a.type, a.position, a.id, a.subject, a.time, a.chain, a.correlation_id, a.causation_id, encode(sha256(a.body), 'hex') AS body
       FROM archive a JOIN (SELECT seq FROM archive WHERE region = $1 AND service = $2 AND audience = $3 AND epoch = $4 AND position > $5
                             ORDER BY position LIMIT $6) AS page USING (seq)
      ORDER BY a.position`,
    [region, service, audience, epoch, after, limit],
  );
  const links = rows.map((row) => archivedLink(row, origin));
  return { links, next: links.length < limit ? null : links.at(-1)!.position };
}

/** What this service's outbox still has of a line of its own behind a position; stretches whose rows are no longer kept are left out. */
export async function readPublishedLinks(
  connection: LeaderConnection,
  identity: RelayIdentity,
  line: Line,
  after: number,
): Promise<ChainLinkPage> {
  const head = await headOf(connection, line);
  const last = Math.min(after + PAGE, head.position);
  const links: ChainLink[] = [];
  for await (const events of publishedEvents(connection, identity, { ...line, first: after + 1, last }))
    links.push(...events.map(publishedLink));
  return { links, next: last < head.position ? last : null };
}

function archivedLink(row: ArchivedRow, { region, service, audience, epoch }: Origin): ChainLink {
  const { type, id, subject, time, chain, body, correlation_id: correlationId, causation_id: causationId } = row;
  const event: UnnumberedEvent = {
    ...{
      id,
      type,
      region,
      subject,
      epoch,
      time: time.toISOString(),
      dataschema: dataschemaOf(type),
      body: Buffer.alloc(0),
    },
    service: service as ServiceName,
    audience: audience as Audience,
    ...(correlationId === null ? {} : { correlationId }),
    ...(causationId === null ? {} : { causationId }),
  };
  const position = Number(row.position);
  const headers = audience === 'local' ? null : headersDigest(event, position);
  return { position, id, type, time, headers, body, chain };
}

function publishedLink(event: EventRecord): ChainLink {
  const { position, id, type, chain, body } = event;
  const headers = headersDigest(event, position);
  return { position, id, type, time: new Date(event.time), headers, body: hash('sha256', body, 'hex'), chain };
}

function headersDigest(event: UnnumberedEvent, position: number): string {
  const text = chainedHeaders(event, position).map(([name, value]) => `${name}:${value}\n`);
  return hash('sha256', text.join(''), 'hex');
}
