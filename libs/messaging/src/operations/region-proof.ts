import { HeadsPublished, ReceiptsPublished, type ServiceName } from '@betang/contracts';
import type { ServiceDatabase, SqlClient } from '@betang/platform';
import { LeaderConnection } from '../leading/leader-connection.js';
import { schemaOf } from '../schema.js';
import { findEpoch, type RegionEpoch } from '../epoch/region-epoch.js';
import { readHeads, type Head } from '../proof/heads-publisher.js';
import { clocksAhead, type ClockAhead } from './clocks-ahead.js';
import { readStatedHeads, type StatedHeads } from './known-heads.js';
import { proveLine, type LineProof } from './line-proof.js';
import { readOutbox, type OutboxStatus } from '../relay/outbox-status.js';
import { findRegionCode } from '../topology/region-token.js';
import { eventsOf, findChainAt } from './published-line.js';
import { readLost, type LostStretch } from './lost-stretches.js';
import { readForeignReceipts, readOwnReceipts, readRunningServices, type LineReceipt } from './region-lines.js';
import type { NatsConnection } from '@nats-io/transport-node';

/** One line of this region's own facts, and how far each receiver has it. */
export interface OwnLine {
  readonly service: string;
  readonly audience: string;
  readonly epoch: string;
  /** Last position that the destination acknowledged. */
  readonly sent: number;
  readonly chain: string;
  readonly receivers: readonly LineProof[];
}

/** One line of another region's facts as the services here have it. */
export interface ReceivedLine extends LineProof {
  readonly region: string;
  readonly service: string;
  readonly audience: string;
  readonly epoch: string;
  /** True where the sender's own statement of heads is at hand; otherwise `sent` is merely what was received. */
  readonly isStated: boolean;
  /** The sender's own last statement of it; absent where none is at hand. */
  readonly head?: { readonly position: number; readonly chain: string };
}

/** The state of delivery of a whole region: the proof of no loss, both ways. */
export interface RegionProof {
  readonly region: string;
  readonly epoch: string;
  readonly asOf: Date;
  readonly services: readonly ServiceName[];
  readonly outboxes: readonly (OutboxStatus & { readonly service: string })[];
  readonly own: readonly OwnLine[];
  readonly received: readonly ReceivedLine[];
  /** Regions whose last statement lies ahead of the clock here. */
  readonly ahead: readonly ClockAhead[];
  /** What others had received of earlier epochs and this region no longer knows: written after the backup that it was restored from. */
  readonly lost: readonly LostStretch[];
}

const STATEMENTS: ReadonlySet<string> = new Set([HeadsPublished.type, ReceiptsPublished.type]);
/** So many of its own statements identity may have in flight: heads and a receipt for each region. */
const FEW = 40;

/** Read with the observer's rights of identity, over the bookkeeping of all services of the region. */
export async function readRegionProof(
  database: ServiceDatabase,
  bus: NatsConnection | undefined,
  region: string,
  now = new Date(),
): Promise<RegionProof | undefined> {
  const epoch = await findEpoch(database);
  if (!epoch) return undefined;
  const services = await readRunningServices(database);
  const own = await readOwnReceipts(database, region, now);
  const foreign = await readForeignReceipts(database, region, epoch.epoch);
  const heads = await readHeads(database, epoch.epoch);
  const members = await readActiveMembers(database);
  const running = new Set<string>(services);
  const others = own.filter((receipt) => receipt.region !== region);
  const stated = bus ? await readStatements(bus, region, others) : [];
  const ownCopies = own.filter((receipt) => receipt.region === region && running.has(receipt.reader));
  const client = await database.connect();
  try {
    const connection = new LeaderConnection(client);
    const lines: OwnLine[] = [];
    for (const head of heads) {
      const receipts = receiptsOf(head, { own: ownCopies, foreign, services }, region, now);
      const expected = expectedOf(head.audience, region, members);
      lines.push(await proveOwn(connection, { region, epoch, head, receipts, expected }));
    }
    return {
      region,
      epoch: epoch.epoch,
      asOf: now,
      services,
      outboxes: await readOutboxes(database, services, now),
      own: lines.sort(byName),
      received: receivedLines(others, stated, region),
      ahead: clocksAhead(stated, now),
      lost: await readLost(database),
    };
  } finally {
    await client.end();
  }
}

async function readOutboxes(db: SqlClient, services: readonly ServiceName[], now: Date) {
  const found = [];
  for (const service of services)
    for (const outbox of await readOutbox(db, now, schemaOf(service))) found.push({ service, ...outbox });
  return found;
}

/** At home every service that runs must have the line; what is shared is confirmed by receipts, at a province also by its own readers. */
function receiptsOf(
  { service, audience }: Head,
  known: { own: readonly LineReceipt[]; foreign: readonly LineReceipt[]; services: readonly ServiceName[] },
  region: string,
  now: Date,
): LineReceipt[] {
  const isOfLine = (receipt: LineReceipt): boolean => receipt.service === service && receipt.audience === audience;
  const own = known.own.filter(isOfLine);
  if (audience !== 'local') return [...known.foreign.filter(isOfLine), ...(isProvince(region) ? own : [])];
  const silent = known.services.filter((reader) => !own.some((receipt) => receipt.reader === reader));
  const nothing = {
    receiver: region,
    region,
    service,
    audience,
    epoch: '',
    position: 0,
    chain: '',
    held: 0,
    parked: 0,
  };
  return [...own, ...silent.map((reader) => ({ ...nothing, reader, state: 'FLOWING', asOf: now }))];
}

/** Who has to confirm a line: the province what its regions share, every region what the province tells the federation. */
function expectedOf(audience: string, region: string, members: readonly string[]): readonly string[] {
  if (audience === 'local') return [region];
  if (audience.startsWith('to.')) return [findRegionCode(audience.slice(3)) ?? audience];
  if (!isProvince(region)) return [region.slice(0, 2)];
  return audience === 'province' ? [region] : members;
}

const isProvince = (region: string): boolean => region.length === 2;

interface OwnLineParts {
  readonly region: string;
  readonly epoch: RegionEpoch;
  readonly head: Head;
  readonly receipts: readonly LineReceipt[];
  readonly expected: readonly string[];
}

async function proveOwn(connection: LeaderConnection, line: OwnLineParts): Promise<OwnLine> {
  const { head, epoch, receipts } = line;
  await connection.query(`SET search_path = ${schemaOf(head.service)}`);
  const identity = { region: line.region, service: head.service, epoch: epoch.epoch, generation: epoch.generation };
  const where = { epoch: epoch.epoch, audience: head.audience };
  const chains = new Map<number, string>([[head.position, head.chain]]);
  for (const { position } of receipts)
    if (position > 0 && !chains.has(position)) {
      const chain = await findChainAt(connection, identity, where, position);
      if (chain !== undefined) chains.set(position, chain);
    }
  const lowest = Math.min(head.position, ...receipts.map(({ position }) => position));
  const sent = {
    position: head.position,
    statements: await statementsAfter(connection, identity, where, lowest, head.position),
  };
  const receivers = [...new Set([...line.expected, ...receipts.map(({ receiver }) => receiver)])].sort();
  const proofs = receivers.map((receiver) => {
    const of = receipts.filter((receipt) => receipt.receiver === receiver);
    return proveLine(receiver, sent, of, (position) => chains.get(position));
  });
  return { service: head.service, ...where, sent: head.position, chain: head.chain, receivers: proofs };
}

/** How many of the last events are identity's own statements, when all of those not yet received are. */
async function statementsAfter(
  connection: LeaderConnection,
  identity: Parameters<typeof eventsOf>[1],
  line: Parameters<typeof eventsOf>[2],
  received: number,
  head: number,
): Promise<number> {
  if (identity.service !== 'identity' || received >= head || head - received > FEW) return 0;
  const events = await eventsOf(connection, identity, line, { first: received + 1, last: head });
  return events?.every(({ type }) => STATEMENTS.has(type)) === true ? head - received : 0;
}

async function readActiveMembers(db: SqlClient): Promise<string[]> {
  const rows = await db.query<{ region: string }>(
    `SELECT region FROM betang.region_member WHERE state = 'ACTIVE' ORDER BY region`,
  );
  return rows.map(({ region }) => region);
}

function readStatements(
  bus: NatsConnection,
  region: string,
  receipts: readonly LineReceipt[],
): Promise<readonly StatedHeads[]> {
  const regions = [...new Set(receipts.map((receipt) => receipt.region))];
  return readStatedHeads(bus, region, regions).catch(() => []);
}

function receivedLines(
  receipts: readonly LineReceipt[],
  stated: readonly StatedHeads[],
  region: string,
): ReceivedLine[] {
  const lines = new Map<string, LineReceipt[]>();
  for (const receipt of receipts) {
    const key = `${receipt.region}|${receipt.service}|${receipt.audience}|${receipt.epoch}`;
    lines.set(key, [...(lines.get(key) ?? []), receipt]);
  }
  return [...lines.values()].map((line) => proveReceived(line, stated, region)).sort(byName);
}

function proveReceived(
  receipts: readonly LineReceipt[],
  statements: readonly StatedHeads[],
  receiver: string,
): ReceivedLine {
  const { region, service, audience, epoch } = receipts[0]!;
  const statement = statements.find((s) => s.region === region && s.audience === audience && s.epoch === epoch);
  const head = statement?.heads.find((candidate) => candidate.service === service);
  const newest = Math.max(...receipts.map(({ position }) => position));
  // Heads are stated now and then: what has arrived since was sent since.
  const sent = Math.max(head?.position ?? 0, newest);
  const proof = proveLine(receiver, { position: sent, statements: 0 }, receipts, (position) =>
    position === head?.position ? head.chain : undefined,
  );
  const stated = head === undefined ? {} : { head: { position: head.position, chain: head.chain } };
  return { region, service, audience, epoch, isStated: head !== undefined, ...stated, ...proof };
}

function byName(a: { service: string; audience: string; region?: string }, b: typeof a): number {
  const [x, y] = [a, b].map((line) => `${line.region ?? ''}|${line.service}|${line.audience}`);
  return x! < y! ? -1 : 1;
}
