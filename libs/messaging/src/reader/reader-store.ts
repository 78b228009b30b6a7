import type { EventRecord } from '@betang/contracts';
import { arrayParameter, bytesArrayParameter, type SqlClient, type Transaction } from '@betang/platform';
import { DeliveryError } from '../delivery-error.js';
import { wireForm } from '../sealing/opened-event.js';
import type { Incident, Intake } from './intake.js';
import type { StreamPlace } from './stream-source.js';
import { originKey, type Origin, type Watermark } from './watermark.js';

export interface ReaderPlace extends StreamPlace {
  readonly hubSequence: number;
}

export interface HeldRow {
  readonly headers: string;
  readonly body: Buffer;
}

const MARKS = `INSERT INTO reader_watermark (region, service, audience, epoch, position, chain, event_id, state, reason, moved_at)
  SELECT r, s, a, e, p, c, i, t, n, now()
    FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::text[], $7::text[], $8::text[], $9::text[]) AS u(r, s, a, e, p, c, i, t, n)
  ON CONFLICT (region, service, audience, epoch) DO UPDATE
     SET position = EXCLUDED.position, chain = EXCLUDED.chain, event_id = EXCLUDED.event_id, state = EXCLUDED.state, reason = EXCLUDED.reason, moved_at = now()
   WHERE reader_watermark.position <= EXCLUDED.position`;

const ARCHIVE = `INSERT INTO archive (type, region, service, audience, epoch, position, id, subject, time, chain, correlation_id, causation_id, body)
  SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::uuid[], $8::text[], $9::timestamptz[],
    $10::text[], $11::text[], $12::text[], $13::bytea[])
  ON CONFLICT DO NOTHING`;

const PLACE = `INSERT INTO reader_place AS p (stream, stream_created, sequence, hub_sequence) VALUES ($10, $11, $12, $13)
  ON CONFLICT (stream) DO UPDATE SET stream_created = EXCLUDED.stream_created, sequence = EXCLUDED.sequence,
    hub_sequence = EXCLUDED.hub_sequence, moved_at = now()
  WHERE p.stream_created = $14 AND p.sequence = $15 RETURNING 1 AS moved`;

/** One statement instead of two: at a few events a batch the way to the server costs more than the rows. */
const STEP = `WITH marks AS (${MARKS}), place AS (${PLACE}) SELECT moved FROM place`;

/** The reader's rows: place, watermarks, held events, archive, incidents. Writes only inside the caller's transaction. */
export class ReaderStore {
  constructor(private readonly db: SqlClient) {}

  async place(stream: string): Promise<ReaderPlace> {
    const [row] = await this.db.query<{ stream_created: string; sequence: string; hub_sequence: string }>(
      'SELECT stream_created, sequence, hub_sequence FROM reader_place WHERE stream = $1',
      [stream],
    );
    if (!row) return { created: '', sequence: 0, hubSequence: 0 };
    return { created: row.stream_created, sequence: Number(row.sequence), hubSequence: Number(row.hub_sequence) };
  }

  async watermarks(): Promise<Map<string, Watermark>> {
    const rows = await this.db.query<Omit<Watermark, 'position' | 'eventId'> & { position: string; event_id: string }>(
      'SELECT region, service, audience, epoch, position, chain, event_id, state, reason FROM reader_watermark',
    );
    return new Map(
      rows.map(({ event_id: eventId, ...row }) => [
        originKey(row),
        { ...row, position: Number(row.position), eventId },
      ]),
    );
  }

  /** How many events each origin has waiting for gaps, and up to which position. */
  async heldOrigins(): Promise<(Origin & { count: number; bytes: number; last: number; since: Date })[]> {
    const rows = await this.db.query<Origin & { count: string; bytes: string; last: string; since: Date }>(
      `SELECT region, service, audience, epoch, count(*) AS count, sum(length(body) + length(headers)) AS bytes, max(position) AS last,
              min(received_at) AS since FROM reader_held GROUP BY region, service, audience, epoch`,
    );
    return rows.map((row) => ({
      ...row,
      count: Number(row.count),
      bytes: Number(row.bytes),
      last: Number(row.last),
    }));
  }

  async held(origin: Origin, after: number, limit: number): Promise<HeldRow[]> {
    return this.db.query<HeldRow>(
      `SELECT headers, body FROM reader_held WHERE region = $1 AND service = $2 AND audience = $3 AND epoch = $4 AND position > $5
        ORDER BY position LIMIT $6`,
      [origin.region, origin.service, origin.audience, origin.epoch, after, limit],
    );
  }

  async dropHeld(tx: Transaction, origin: Origin, upTo: number): Promise<number> {
    return tx.execute(
      'DELETE FROM reader_held WHERE region = $1 AND service = $2 AND audience = $3 AND epoch = $4 AND position <= $5',
      [origin.region, origin.service, origin.audience, origin.epoch, upTo],
    );
  }

  async hold(tx: Transaction, held: Intake['held']): Promise<void> {
    if (held.length === 0) return;
    const events = held.map(({ event }) => event);
    await tx.execute(
      `INSERT INTO reader_held (region, service, audience, epoch, position, chain, previous_chain, headers, body)
       SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::text[], $7::text[], $8::text[], $9::bytea[])
       ON CONFLICT (region, service, audience, epoch, position) DO NOTHING`,
      [
        ...originColumns(events),
        events.map((event) => event.position),
        events.map((event) => event.chain),
        events.map((event) => event.previousChain),
        held.map(({ delivery }) => delivery.rawHeaders()),
        events.map((event) => event.body),
      ],
    );
  }

  async saveWatermarks(tx: Transaction, watermarks: readonly Watermark[]): Promise<void> {
    if (watermarks.length > 0) await tx.prepared('reader-watermarks', MARKS, markColumns(watermarks));
  }

  /**
   * Saves the place and the watermarks of a batch.
   * @throws DeliveryError `place-moved` when another instance reads this stream too: its effects stand, ours must not
   */
  async step(
    tx: Transaction,
    stream: string,
    from: ReaderPlace,
    to: ReaderPlace,
    watermarks: readonly Watermark[],
  ): Promise<void> {
    const place = [stream, to.created, to.sequence, to.hubSequence, from.created, from.sequence];
    const moved = await tx.prepared('reader-step', STEP, [...markColumns(watermarks), ...place]);
    if (moved.length === 0) throw new DeliveryError('place-moved', `another reader of ${stream} is active`);
  }

  /** As they came, byte for byte: what was sealed stays sealed. */
  async archive(tx: Transaction, received: readonly EventRecord[]): Promise<void> {
    if (received.length === 0) return;
    const events = received.map(wireForm);
    await tx.prepared('reader-archive', ARCHIVE, [
      arrayParameter(events.map((event) => event.type)),
      ...originColumns(events).map(arrayParameter),
      arrayParameter(events.map((event) => event.position)),
      arrayParameter(events.map((event) => event.id)),
      arrayParameter(events.map((event) => event.subject)),
      arrayParameter(events.map((event) => event.time)),
      arrayParameter(events.map((event) => event.chain)),
      arrayParameter(events.map((event) => event.correlationId ?? null)),
      arrayParameter(events.map((event) => event.causationId ?? null)),
      bytesArrayParameter(events.map((event) => event.body)),
    ]);
  }

  async report(tx: Transaction, incidents: readonly Incident[]): Promise<void> {
    if (incidents.length === 0) return;
    await tx.execute(
      `INSERT INTO delivery_incident (kind, region, service, audience, epoch, position, detail)
       SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::text[]) ON CONFLICT DO NOTHING`,
      [
        incidents.map(({ kind }) => kind),
        ...originColumns(incidents.map(({ origin }) => origin)),
        incidents.map(({ position }) => position),
        incidents.map(({ detail }) => detail),
      ],
    );
  }
}

function markColumns(watermarks: readonly Watermark[]): string[] {
  return [
    ...originColumns(watermarks),
    watermarks.map((mark) => mark.position),
    watermarks.map((mark) => mark.chain),
    watermarks.map((mark) => mark.eventId),
    watermarks.map((mark) => mark.state),
    watermarks.map((mark) => mark.reason ?? null),
  ].map(arrayParameter);
}

function originColumns(origins: readonly Origin[]): string[][] {
  return [
    origins.map(({ region }) => region),
    origins.map(({ service }) => service),
    origins.map(({ audience }) => audience),
    origins.map(({ epoch }) => epoch),
  ];
}
