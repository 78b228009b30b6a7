import { ReceiptsPublished, SERVICE_NAMES, type EventData, type NewEvent } from '@betang/contracts';
import type { SqlClient, UnitOfWork } from '@betang/platform';
import { schemaOf } from '../schema.js';
import type { Outbox } from '../outbox/outbox.js';
import { regionToken } from '../topology/region-token.js';
import { ageOf, readableSchemas, type HeadsTimes } from './heads-publisher.js';

type Receipt = EventData<typeof ReceiptsPublished>['receipts'][number];

/** What this region's services have taken in of one origin region. */
export async function readReceipts(db: SqlClient): Promise<Map<string, Receipt[]>> {
  const present = await db.query<{ schema: string }>(readableSchemas('reader_watermark'), [
    SERVICE_NAMES.map(schemaOf),
  ]);
  const schemas = new Set(present.map(({ schema }) => schema));
  const parts = SERVICE_NAMES.filter((service) => schemas.has(schemaOf(service))).map((service) => {
    const schema = schemaOf(service);
    return `SELECT '${service}' AS reader, w.region, w.service, w.audience, w.epoch, w.position, w.chain, w.state,
        (SELECT count(*) FROM ${schema}.parked p WHERE p.region = w.region AND p.service = w.service AND p.state IN ('PARKED', 'RETRY_ASKED')) AS parked,
        (SELECT count(*) FROM ${schema}.reader_held h WHERE h.region = w.region AND h.service = w.service AND h.audience = w.audience AND h.epoch = w.epoch) AS held
      FROM ${schema}.reader_watermark w WHERE w.audience <> 'local'`;
  });
  const found = new Map<string, Receipt[]>();
  if (parts.length === 0) return found;
  const rows = await db.query<
    Omit<Receipt, 'position' | 'parked' | 'held'> & { region: string; position: string; parked: string; held: string }
  >(parts.join(' UNION ALL '));
  for (const { region, ...row } of rows) {
    const receipt = { ...row, position: Number(row.position), parked: Number(row.parked), held: Number(row.held) };
    found.set(region, [...(found.get(region) ?? []), receipt]);
  }
  return found;
}

/**
 * Tells origins what has arrived of them: the province every region, a region its province, and a neighbour what it said to this region alone. The
 * other half of the proof of no loss.
 */
export class ReceiptsPublisher {
  private readonly stated = new Map<string, { receipts: readonly Receipt[]; at: number }>();

  constructor(
    private readonly ports: {
      readonly region: string;
      readonly unitOfWork: UnitOfWork;
      readonly outbox: Outbox;
      readonly db: SqlClient;
      readonly now: () => number;
      readonly times: HeadsTimes;
    },
  ) {}

  /** States what is due; true when there was something to state. */
  async tend(): Promise<boolean> {
    const now = this.ports.now();
    const province = this.ports.region.slice(0, 2);
    const isProvince = this.ports.region === province;
    const events: NewEvent[] = [];
    for (const [region, received] of await readReceipts(this.ports.db)) {
      if (region === this.ports.region) continue;
      const receipts = isProvince || region === province ? received : this.directed(received);
      if (receipts.length === 0 || !this.isDue(region, receipts, now)) continue;
      events.push(this.statement(region, receipts, now));
      this.stated.set(region, { receipts, at: now });
    }
    if (events.length > 0) await this.ports.unitOfWork.run((tx) => this.ports.outbox.append(tx, events));
    return events.length > 0;
  }

  /** What neighbours tell everyone the province confirms for all. */
  private directed(receipts: readonly Receipt[]): Receipt[] {
    const own = `to.${regionToken(this.ports.region)}`;
    return receipts.filter(({ audience }) => audience === own);
  }

  private isDue(region: string, receipts: readonly Receipt[], now: number): boolean {
    const last = this.stated.get(region);
    if (!last) return true;
    const age = ageOf(last.at, now);
    return age >= this.ports.times.idleMs || (age >= this.ports.times.changedMs && isNews(last.receipts, receipts));
  }

  private statement(region: string, receipts: readonly Receipt[], now: number): NewEvent {
    const event = ReceiptsPublished.create({
      subject: this.ports.region,
      to: `to.${regionToken(region)}`,
      data: { asOf: new Date(now).toISOString(), receipts: [...receipts] },
    });
    return event as unknown as NewEvent;
  }
}

/** Receipts would answer each other for ever if a receipt's own arrival were news: a directed line of identity must have moved by more. */
function isNews(before: readonly Receipt[], after: readonly Receipt[]): boolean {
  return after.some((receipt) => {
    const known = before.find(
      ({ reader, service, audience, epoch }) =>
        reader === receipt.reader &&
        service === receipt.service &&
        audience === receipt.audience &&
        epoch === receipt.epoch,
    );
    if (!known || known.state !== receipt.state || known.parked !== receipt.parked || known.held !== receipt.held)
      return true;
    return (
      receipt.position > known.position + (receipt.service === 'identity' && receipt.audience.startsWith('to.') ? 2 : 0)
    );
  });
}
