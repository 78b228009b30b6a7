import { HeadsPublished, ReceiptsPublished, type ServiceName } from '@betang/contracts';
import type { ServiceDatabase, SqlClient } from '@betang/platform';
import { LeaderConnection } from '../engine/leader-connection.js';
import { schemaOf } from '../engine/schema.js';
import { findEpoch, type RegionEpoch } from '../epoch/region-epoch.js';
import { readHeads, type Head } from '../proof/heads-publisher.js';
import { readStatedHeads, type StatedHeads } from './known-heads.js';
import { proveLine, type LineProof } from './line-proof.js';
import { readOutbox, type OutboxStatus } from './outbox-status.js';
import { eventsOf, findChainAt } from './published-line.js';
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
  const client = await database.connect();
  try {
    const connection = new LeaderConnection(client);
    const lines: OwnLine[] = [];
    for (const head of heads) {
      const receipts = receiptsOf(head, own.filter((r) => r.region === region), foreign, services);
      lines.push(await proveOwn(connection, { region, epoch, head, receipts }));
    }
    return {
      region,
      epoch: epoch.epoch,
      asOf: now,
      services,
      outboxes: await readOutboxes(database, services, now),
      own: lines.sort(byName),
      received: await readReceived(own.filter((receipt) => receipt.region !== region), bus, region),
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

/** At home every service that runs must have the line; what is shared is confirmed by receipts. */
function receiptsOf(
  { service, audience }: Head,
  own: readonly LineReceipt[],
  foreign: readonly LineReceipt[],
  services: readonly ServiceName[],
): LineReceipt[] {
  const isOfLine = (receipt: LineReceipt): boolean => receipt.service === service && receipt.audience === audience;
  if (audience !== 'local') return foreign.filter(isOfLine);
  return own.filter((receipt) => isOfLine(receipt) && services.includes(receipt.reader as ServiceName));
}

async function proveOwn(
  connection: LeaderConnection,
  line: { region: string; epoch: RegionEpoch; head: Head; receipts: readonly LineReceipt[] },
): Promise<OwnLine> {
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
  const sent = { position: head.position, statements: await statementsAfter(connection, identity, where, lowest, head.position) };
  const receivers = [...new Set(receipts.map(({ receiver }) => receiver))].sort();
  const proofs = receivers.map((receiver) =>
    proveLine(receiver, sent, receipts.filter((receipt) => receipt.receiver === receiver), (position) => chains.get(position)),
  );
  const expected = receivers.length > 0 ? [] : [proveLine(receiverOf(head.audience, line.region), sent, [], () => undefined)];
  return { service: head.service, ...where, sent: head.position, chain: head.chain, receivers: [...proofs, ...expected] };
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

function receiverOf(audience: string, region: string): string {
  return audience === 'local' ? region : audience.startsWith('to.') ? audience.slice(3) : region.slice(0, 2);
}

async function readReceived(
  receipts: readonly LineReceipt[],
  bus: NatsConnection | undefined,
  region: string,
): Promise<ReceivedLine[]> {
  const regions = [...new Set(receipts.map((receipt) => receipt.region))];
  const stated = bus ? await readStatedHeads(bus, region, regions).catch(() => []) : [];
  const lines = new Map<string, LineReceipt[]>();
  for (const receipt of receipts) {
    const key = `${receipt.region}|${receipt.service}|${receipt.audience}|${receipt.epoch}`;
    lines.set(key, [...(lines.get(key) ?? []), receipt]);
  }
  return [...lines.values()].map((line) => proveReceived(line, stated, region)).sort(byName);
}

function proveReceived(receipts: readonly LineReceipt[], stated: readonly StatedHeads[], receiver: string): ReceivedLine {
  const { region, service, audience, epoch } = receipts[0]!;
  const statement = stated.find((s) => s.region === region && s.audience === audience && s.epoch === epoch);
  const head = statement?.heads.find((candidate) => candidate.service === service);
  const newest = Math.max(...receipts.map(({ position }) => position));
  // Heads are stated now and then: what has arrived since was sent since.
  const sent = Math.max(head?.position ?? 0, newest);
  const proof = proveLine(receiver, { position: sent, statements: 0 }, receipts, (position) =>
    position === head?.position ? head.chain : undefined,
  );
  return { region, service, audience, epoch, isStated: head !== undefined, ...proof };
}

function byName(a: { service: string; audience: string; region?: string }, b: typeof a): number {
  const [x, y] = [a, b].map((line) => `${line.region ?? ''}|${line.service}|${line.audience}`);
  return x! < y! ? -1 : 1;
}
