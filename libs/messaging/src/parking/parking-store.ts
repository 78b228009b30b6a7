import { encodeHeaders, type EventRecord } from '@betang/contracts';
import type { SqlClient, Transaction } from '@betang/platform';
import type { Refused } from '../reader/intake.js';
import type { ParkedEvent, ParkingCause } from '../reader/plan-effects.js';
import { keepableText } from '../reader/keepable-event.js';
import type { Parking } from '../reader/service-reader.js';
import { keysInForce } from '../keys/region-key-ring.js';
import { wireForm } from '../sealing/opened-event.js';

export interface ParkedRow {
  readonly parkedId: string;
  readonly ordinal: string;
  readonly region: string;
  readonly type: string;
  readonly subject: string;
  readonly reason: string;
  readonly headers: string;
  readonly body: Buffer;
}

const INSERT = `INSERT INTO parked (stream, sequence, region, service, type, subject, event_id, reason, detail, headers, body)
  SELECT $1, q, r, s, t, u, i, n, d, h, b FROM unnest($2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::bytea[])
    AS x(q, r, s, t, u, i, n, d, h, b)
  ON CONFLICT DO NOTHING`;

/** With region and subject what {@link parkingKey} names: all versions of a type wait in one line. */
const LINE = `regexp_replace(type, '\\.v\\d+$', '')`;

/** Characters of a subject by which a message is listed that is no event: its sender chose them, and they stand in an index. */
const MOST_NAMED = 200;

/** Characters of a detail that are kept. */
const MOST_DETAIL = 500;

/** Events set aside with their bytes, for operators to retry or discard, on record. */
export class ParkingStore implements Parking {
  constructor(private readonly db: SqlClient) {}

  /** Keys (see parkingKey) behind which later events wait. */
  async openKeys(): Promise<string[]> {
    const rows = await this.db.query<{ key: string }>(
      `SELECT DISTINCT ${LINE} || '|' || region || '|' || subject AS key FROM parked
        WHERE state IN ('PARKED', 'RETRY_ASKED') AND subject <> ''`,
    );
    return rows.map(({ key }) => key);
  }

  async openByRegion(): Promise<Map<string, { count: number; bytes: number }>> {
    const rows = await this.db.query<{ region: string; count: string; bytes: string }>(
      `SELECT region, count(*) AS count, sum(length(body) + length(headers)) AS bytes FROM parked WHERE state IN ('PARKED', 'RETRY_ASKED') GROUP BY region`,
    );
    return new Map(rows.map((row) => [row.region, { count: Number(row.count), bytes: Number(row.bytes) }]));
  }

  async parkEvents(tx: Transaction, stream: string, sequence: number, parked: readonly ParkedEvent[]): Promise<void> {
    if (parked.length === 0) return;
    const events = parked.map(({ event }) => event);
    await tx.execute(INSERT, [
      stream,
      events.map(() => sequence),
      events.map((event) => event.region),
      events.map((event) => event.service),
      events.map((event) => event.type),
      events.map((event) => event.subject),
      events.map((event) => event.id),
      parked.map(({ reason }) => reason),
      parked.map(({ detail }) => detail.slice(0, MOST_DETAIL)),
      events.map((event) => JSON.stringify(encodeHeaders(wireForm(event)))),
      events.map((event) => wireForm(event).body),
    ]);
  }

  /** What could not even be read as an event: the same bytes are kept once. */
  async parkRefused(tx: Transaction, stream: string, refused: readonly Refused[]): Promise<void> {
    if (refused.length === 0) return;
    await tx.execute(INSERT, [
      stream,
      refused.map(({ delivery }) => delivery.sequence),
      refused.map(({ region }) => region),
      refused.map(({ delivery }) => keepableText(serviceToken(delivery.subject), MOST_NAMED)),
      refused.map(({ delivery }) => keepableText(delivery.event?.type ?? delivery.subject, MOST_NAMED)),
      refused.map(() => ''),
      refused.map(({ delivery }) => delivery.event?.id ?? ''),
      refused.map(({ reason }) => reason),
      refused.map(({ detail }) => detail),
      refused.map(({ delivery }) => delivery.rawHeaders()),
      refused.map(({ delivery }) => Buffer.from(delivery.body.subarray(0, 320 * 1024))),
    ]);
  }

  /**
   * Lines (type, region, subject) in which an operator asked for a retry, whose version is known by now, or whose key has come; oldest first. So
   * too those whose first event waits behind another: that one was discarded, perhaps before this one was set aside. What no known key has signed
   * is tried once for each change of its region's keys: who forges must not keep anybody busy.
   */
  async linesToRetry(
    knownTypes: readonly string[],
    knownKeys: readonly string[],
  ): Promise<{ type: string; region: string; subject: string }[]> {
    return this.db.query(
      `SELECT type, region, subject FROM
          (SELECT type, region, subject, ordinal, state, reason, detail,
              ordinal = min(ordinal) OVER (PARTITION BY ${LINE}, region, subject) AS "isFirst"
             FROM parked WHERE state IN ('PARKED', 'RETRY_ASKED') AND subject <> '') AS open
        WHERE state = 'RETRY_ASKED' OR (reason = 'needs-upgrade' AND type = ANY($1::text[]))
          OR (reason = 'key-missing' AND string_to_array(detail, ',') && $2::text[]) OR (reason = 'behind-parked' AND "isFirst")
          OR (reason = 'signature-invalid' AND "isFirst" AND detail <> left(${keysInForce('open.region')}, ${MOST_DETAIL}))
        GROUP BY type, region, subject ORDER BY min(ordinal)`,
      [knownTypes, knownKeys],
    );
  }

  /** A sealed event was opened: from now on it waits in the line that it belongs to. */
  async refile(tx: Transaction, parkedId: string, event: Pick<EventRecord, 'type' | 'subject'>): Promise<void> {
    await tx.execute('UPDATE parked SET type = $2, subject = $3 WHERE parked_id = $1', [
      parkedId,
      event.type,
      event.subject,
    ]);
  }

  /** The open events of a line in the order in which they came. */
  async line(tx: Transaction, line: { type: string; region: string; subject: string }): Promise<ParkedRow[]> {
    return tx.query<ParkedRow>(
      `SELECT parked_id AS "parkedId", ordinal, region, type, subject, reason, headers, body FROM parked
        WHERE ${LINE} = regexp_replace($1, '\\.v\\d+$', '') AND region = $2 AND subject = $3
          AND state IN ('PARKED', 'RETRY_ASKED') ORDER BY ordinal FOR UPDATE`,
      [line.type, line.region, line.subject],
    );
  }

  async markApplied(tx: Transaction, parkedIds: readonly string[]): Promise<void> {
    await tx.execute(`UPDATE parked SET state = 'APPLIED', decided_at = now() WHERE parked_id = ANY($1::uuid[])`, [
      parkedIds,
    ]);
  }

  /** Only the one at fault gets the cause: those behind it have none of their own, and go on when it is gone. */
  async markFailedAgain(
    tx: Transaction,
    atFault: string,
    { reason, detail }: ParkingCause,
    behind: readonly string[],
  ): Promise<void> {
    await tx.execute(
      `UPDATE parked SET state = 'PARKED', attempts = attempts + 1, detail = $2,
          reason = CASE WHEN parked_id = $3 THEN $4 ELSE reason END WHERE parked_id = ANY($1::uuid[])`,
      [[atFault, ...behind], detail.slice(0, MOST_DETAIL), atFault, reason],
    );
  }
}

function serviceToken(subject: string): string {
  return subject.split('.')[subject.startsWith('share.') ? 3 : 2] ?? '';
}
