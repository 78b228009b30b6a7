import {
  ContractError,
  MAX_EVENT_BYTES,
  findHomeTwin,
  mustBeSealed,
  type Cause,
  type EventContract,
  type NewEvent,
  type RetentionClass,
  type ServiceName,
} from '@betang/contracts';
import {
  arrayParameter,
  bytesArrayParameter,
  currentRequest,
  currentTraceparent,
  type Transaction,
} from '@betang/platform';
import { DeliveryError } from '../delivery-error.js';
import type { Sealing } from '../sealing/sealer.js';

/** Who writes here: fixed before the first transaction, because a row must know its generation. */
export interface OutboxOwner {
  readonly service: ServiceName;
  /** Number of the region's epoch. */
  readonly generation: number;
}

/** Narrows what leaves the region: a shared event that the region's policy keeps at home is not written at all. */
export interface SharingPolicy {
  allows(event: NewEvent): boolean;
}

const COLUMNS =
  'generation, destination, bucket, id, audience, type, subject, time, correlation_id, causation_id, actor, traceparent, body';
const INSERT_ONE = `INSERT INTO outbox (${COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`;
const INSERT_MANY = `INSERT INTO outbox (${COLUMNS})
 SELECT $1, d, b, i, a, t, s, m, c, k, o, p, y
   FROM unnest($2::text[], $3::text[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::timestamptz[],
               $9::text[], $10::text[], $11::text[], $12::text[], $13::bytea[]) AS u(d, b, i, a, t, s, m, c, k, o, p, y)`;

/** The write side of delivery: events become rows of the caller's own transaction, and nothing else. */
export class Outbox {
  constructor(
    private readonly owner: OutboxOwner,
    private readonly policy: SharingPolicy,
    private readonly wake: () => void,
    private readonly sealing?: Sealing,
  ) {}

  /**
   * Writes events with the transaction's other rows; the relay is woken after its commit. Shared events that the region's policy does not
   * allow are left out; what is shared carries no actor, correlation or trace of home. Its cause stays on the row, for who follows a trail at
   * home, and is never published. What only its receiver may read is sealed before it is written. A shared event with a twin for home brings it
   * along, whatever the policy shares.
   * @throws ContractError `event-too-large`; DeliveryError `service-mismatch` for another service's contract; AppError
   * `receiver-key-unknown` 409 for a sealed event to a region without a published encryption key
   */
  async append(tx: Transaction, events: readonly NewEvent[]): Promise<void> {
    const written = events.flatMap((event) => this.withTwin(event));
    if (written.length === 0) return;
    const here = causeHere();
    const rows = (await this.sealed(tx, written)).map((event) => this.row(event, here));
    const [first, ...more] = rows;
    // Most commands say one thing; twelve arrays of one value each cost the server half as much again as the value itself.
    if (first && more.length === 0)
      await tx.prepared('outbox-append-one', INSERT_ONE, [this.owner.generation, ...first]);
    else await tx.prepared('outbox-append', INSERT_MANY, [this.owner.generation, ...columnsOf(rows)]);
    tx.afterCommit(this.wake);
  }

  /** Whether the region's policy lets such an event out at all; one that it does not is left out by {@link append}. */
  shares(event: NewEvent): boolean {
    return this.policy.allows(event);
  }

  private withTwin(event: NewEvent): readonly NewEvent[] {
    if (event.audience === 'local') return [event];
    const twin = findHomeTwin(event);
    return [...(this.policy.allows(event) ? [event] : []), ...(twin ? [twin] : [])];
  }

  private async sealed(tx: Transaction, events: readonly NewEvent[]): Promise<readonly NewEvent[]> {
    if (!events.some(({ contract }) => mustBeSealed(contract))) return events;
    for (const { contract } of events) this.checkOwn(contract);
    if (!this.sealing) throw new DeliveryError('keys-missing', `${this.owner.service} cannot seal what it sends`);
    return this.sealing.seal(tx, events);
  }

  private checkOwn({ definition, type }: EventContract): void {
    if (definition.service !== this.owner.service && definition.service !== 'delivery')
      throw new DeliveryError('service-mismatch', `${this.owner.service} may not publish ${type}`);
  }

  private row(event: NewEvent, here: CauseHere): OutboxValues {
    const { definition, type } = event.contract;
    this.checkOwn(event.contract);
    const body = Buffer.from(JSON.stringify(event.data));
    if (body.length > MAX_EVENT_BYTES) {
      throw new ContractError(
        'event-too-large',
        `${type} has ${body.length} bytes; at most ${MAX_EVENT_BYTES} are carried`,
        'data',
      );
    }
    const home = event.audience === 'local' ? { ...here, ...event.cause } : {};
    return [
      event.audience === 'local' ? 'local' : 'hub',
      bucketOf(definition.retention, new Date()),
      event.id,
      event.audience,
      type,
      event.subject,
      event.time.toISOString(),
      home.correlationId ?? null,
      event.cause.causationId ?? null,
      home.actor ?? null,
      home.traceparent ?? null,
      body,
    ];
  }
}

type CauseHere = Pick<Cause, 'correlationId' | 'traceparent'>;

/** What an event that names neither belongs to: the request at hand, and the trace. */
function causeHere(): CauseHere {
  const correlationId = currentRequest()?.requestId;
  const traceparent = currentTraceparent();
  return {
    ...(correlationId === undefined ? {} : { correlationId }),
    ...(traceparent === undefined ? {} : { traceparent }),
  };
}

type OutboxValues = readonly [...texts: (string | null)[], body: Buffer];

const TEXT_COLUMNS = 11;

function columnsOf(rows: readonly OutboxValues[]): (string | Buffer)[] {
  const texts = Array.from({ length: TEXT_COLUMNS }, (_, column) =>
    arrayParameter(rows.map((row) => row[column] as string | null)),
  );
  return [...texts, bytesArrayParameter(rows.map((row) => row[TEXT_COLUMNS] as Buffer))];
}

/** `years-2:2026-11`: the partition an event is kept in, by its retention class and the month of writing (UTC). */
export function bucketOf(retention: RetentionClass, time: Date): string {
  return `${retention}:${time.toISOString().slice(0, 7)}`;
}
