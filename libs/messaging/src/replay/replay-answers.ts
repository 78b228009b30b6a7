import {
  ReplayRefused,
  ReplayRequested,
  SnapshotStated,
  findHomeTwin,
  isDirected,
  type Audience,
  type EventData,
  type EventRecord,
  type NewEvent,
} from '@betang/contracts';
import type { Transaction, UnitOfWork } from '@betang/platform';
import type { LeaderConnection } from '../leading/leader-connection.js';
import type { Outbox } from '../outbox/outbox.js';
import { WakeSignal } from '../outbox/wake-signal.js';
import { BatchLimit, HUB_BATCH, LOCAL_BATCH, sizeOnLine } from '../relay/batch-limit.js';
import type { EventPublisher, Publication } from '../relay/event-publisher.js';
import { subjectOf } from '../relay/event-subject.js';
import { availableFrom, publishedEvents, publishedThrough } from '../relay/published-events.js';
import type { RelayIdentity } from '../relay/relay-store.js';
import { shareSubject } from '../topology/subjects.js';
import { regionToken } from '../topology/region-token.js';
import { isPublishProblem } from '../relay/publish-problem.js';
import { olderWritersEnded } from './older-writers.js';
import { viewPresent } from './present-view.js';
import { REPLAY_MAX } from './replay-desk.js';

type Request = EventData<typeof ReplayRequested>;

interface Refused {
  readonly reason: EventData<typeof ReplayRefused>['reason'];
  /** First position that can still be had. */
  readonly from?: number;
  /** First position that was asked for and is no longer kept. */
  readonly missing?: number;
}

interface AnswerRow {
  request_id: string;
  asker: string;
  audience: Audience;
  epoch: string;
  first: string;
  last: string;
}

/**
 * Who may be told what: everything to one's own region, `federation` to every region, `province` to the province, and a directed audience to
 * the region it names. The asker is the region of the request's subject, which the server's permissions vouch for.
 */
export function mayReplay(asker: string, home: string, audience: string): boolean {
  if (asker === home || audience === 'federation') return true;
  if (audience === 'province') return asker === home.slice(0, 2);
  return isDirected(audience as Audience) && audience === `to.${regionToken(asker)}`;
}

/**
 * The present of one audience as facts that any receiver may apply again: the newest statement of each thing. It reads, and writes nothing; all that it reads is
 * of one moment.
 */
export type SnapshotProvider = (tx: Transaction, audience: Audience) => Promise<readonly NewEvent[]>;

const OLDEST = `SELECT DISTINCT ON (asker <> $1) request_id, asker, audience, epoch, first, last FROM replay_answer
  WHERE state = 'WAITING' ORDER BY asker <> $1, asked_at`;

interface LineEnd {
  readonly position: string;
  readonly chain: string;
}

const HEAD = 'SELECT position, chain FROM relay_head WHERE epoch = $1 AND audience = $2';
const BEFORE_KEPT = `SELECT l.first_position - 1 AS position, l.previous_chain AS chain FROM relay_log l
  WHERE l.epoch = $1 AND l.audience = $2 AND l.first_position > $3 AND EXISTS (
    SELECT 1 FROM outbox o WHERE o.destination = 'hub' AND (o.generation, o.xid, o.seq) = (l.first_generation, l.first_xid, l.first_seq))
  ORDER BY l.last_position LIMIT 1`;

/** Answers replay requests from the outbox: the events as they were, with their positions and chain, on the asker's lane. */
export class ReplayAnswers {
  constructor(
    private readonly ports: {
      readonly identity: RelayIdentity;
      readonly unitOfWork: UnitOfWork;
      readonly outbox: Outbox;
      readonly client: LeaderConnection;
      /** Signs again what must be signed. */
      readonly sign: (event: EventRecord) => string | undefined;
      /** States the service's present as facts, for who asks for what is no longer kept. Undefined where the service has none to state. */
      readonly snapshot: SnapshotProvider | undefined;
      /** By destination: answers inside the region go by the local bus, others by the hub. */
      readonly publishers: { local: EventPublisher; hub: EventPublisher | undefined };
    },
  ) {}

  /** Signalled when a request has been taken in. */
  readonly accepted = new WakeSignal();
  private readonly limits = {
    local: new BatchLimit(LOCAL_BATCH.events, LOCAL_BATCH.bytes),
    hub: new BatchLimit(HUB_BATCH.events, HUB_BATCH.bytes),
  };

  /** Takes a request in, with the transaction of the batch that brought it; {@link work} answers it afterwards. */
  async accept(tx: Transaction, event: EventRecord, request: Request): Promise<void> {
    await tx.execute(
      `INSERT INTO replay_answer (request_id, asker, audience, epoch, first, last) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (request_id) DO UPDATE SET state = 'WAITING', asked_at = now(), last = EXCLUDED.last WHERE replay_answer.asker = EXCLUDED.asker`,
      [request.requestId, event.region, request.audience, request.epoch, request.from, request.to],
    );
    tx.afterCommit(this.accepted.wake);
  }

  /**
   * Answers one waiting request; false when there is none that can be answered now. The oldest of this region and the oldest from elsewhere stand in
   * queues of their own: a hub that is away keeps nobody at home waiting, and neither ends the delivery that this is a part of.
   */
  async work(signal: AbortSignal): Promise<boolean> {
    const { client, identity } = this.ports;
    const { rows } = await client.query<AnswerRow>(OLDEST, [identity.region]);
    for (const row of rows) if (await this.answerOne(row, signal).catch(notNow)) return true;
    return false;
  }

  private async answerOne(row: AnswerRow, signal: AbortSignal): Promise<boolean> {
    const through = await publishedThrough(this.ports.client, row);
    const refusal = await this.findRefusal(row, through);
    if (!refusal) return this.send(row, through, signal);
    await this.refuse(row, refusal, signal);
    return true;
  }

  private async findRefusal(row: AnswerRow, through: number): Promise<Refused | undefined> {
    const { identity, client } = this.ports;
    if (!mayReplay(row.asker, identity.region, row.audience)) return { reason: 'NOT_A_MEMBER' };
    if (Number(row.last) - Number(row.first) >= REPLAY_MAX) return { reason: 'TOO_MANY' };
    const missing = Number(row.first);
    if (missing > through && row.epoch === identity.epoch) return undefined;
    const from = await availableFrom(client, row);
    // A line that was quiet for long may have been published, and nothing of it be kept any more.
    if (from === undefined) return through > 0 ? { reason: 'NOT_KEPT', missing } : { reason: 'UNKNOWN_EPOCH' };
    if (from > missing) return { reason: 'NOT_KEPT', from, missing };
    return undefined;
  }

  /**
   * False when the way to the asker is not there yet. What is not noted as published is not told, nor refused: whoever knows of it was told by a
   * process that was killed before it noted so. It is published again, and asked for again.
   */
  private async send(row: AnswerRow, through: number, signal: AbortSignal): Promise<boolean> {
    const { identity, client, publishers } = this.ports;
    const home = row.asker === identity.region;
    const publisher = home ? publishers.local : publishers.hub;
    if (!publisher) return false;
    // A closed epoch goes no further than its log.
    const last = row.epoch === identity.epoch ? Math.min(Number(row.last), through) : Number(row.last);
    const range = { audience: row.audience, epoch: row.epoch, first: Number(row.first), last };
    let next = range.first;
    for await (const events of publishedEvents(client, identity, range)) {
      if (events[0]?.position !== next) break;
      next = events[events.length - 1]!.position + 1;
      let rest = events.map((event) => ({ subject: laneOf(event, row.asker, home), event: this.answer(event, row) }));
      while (rest.length > 0 && !signal.aborted)
        rest = rest.slice(await this.publishSome(publisher, rest, home ? this.limits.local : this.limits.hub));
    }
    if (next <= range.last && !signal.aborted) {
      await this.refuse(row, { reason: 'NOT_KEPT', from: next, missing: next }, signal);
      return true;
    }
    if (!signal.aborted)
      await client.query(`UPDATE replay_answer SET state = 'SENT', decided_at = now() WHERE request_id = $1`, [
        row.request_id,
      ]);
    return !signal.aborted;
  }

  /** No more at once than the line carries: a whole logged batch is up to 500 events, and the relay waits behind them. */
  private async publishSome(
    publisher: EventPublisher,
    rest: readonly Publication[],
    limit: BatchLimit,
  ): Promise<number> {
    const sizes = rest.map(({ event }) => sizeOnLine(event));
    const count = limit.take(sizes);
    const began = performance.now();
    try {
      const done = await publisher.publish(rest.slice(0, count));
      limit.learn(
        sizes.slice(0, done).reduce((sum, size) => sum + size, 0),
        performance.now() - began,
      );
      return done;
    } catch (error) {
      limit.shrink();
      throw error;
    }
  }

  private answer(event: EventRecord, row: AnswerRow): EventRecord {
    const signature = this.ports.sign(event);
    return { ...event, replay: row.request_id, ...(signature ? { signature } : {}) };
  }

  private async refuse(row: AnswerRow, refusal: Refused, signal: AbortSignal): Promise<void> {
    const { identity, unitOfWork, outbox } = this.ports;
    const event = ReplayRefused.create({
      subject: row.request_id,
      to: row.asker === identity.region ? 'local' : `to.${regionToken(row.asker)}`,
      data: {
        requestId: row.request_id,
        service: identity.service,
        audience: row.audience,
        epoch: row.epoch,
        reason: refusal.reason,
        availableFrom: refusal.from ?? null,
      },
    });
    await unitOfWork.run(async (tx) => {
      // Where one of them takes too long the asker is answered all the same: most facts are numbered, and the newer one stays.
      if (refusal.reason === 'NOT_KEPT') await olderWritersEnded(tx, signal);
      await outbox.append(tx, [event as unknown as NewEvent]);
      if (refusal.reason === 'NOT_KEPT') await this.stateSnapshot(tx, row, refusal.missing);
      await tx.execute(`UPDATE replay_answer SET state = 'REFUSED', decided_at = now() WHERE request_id = $1`, [
        row.request_id,
      ]);
      await tx.execute(
        `INSERT INTO delivery_incident (kind, region, service, audience, epoch, position, detail)
         VALUES ('replay-refused', $1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`,
        [row.asker, identity.service, row.audience, row.epoch, row.first, refusal.reason],
      );
    });
  }

  /**
   * The asker's line goes on behind the present head; what it missed is said again as ordinary facts of the same audience. The head is read
   * first: whatever happens after it is either in the facts, or follows them, or both. What was said to one region alone is in no facts: there
   * the line goes on behind what is missing, with all that is kept after it.
   */
  private async stateSnapshot(tx: Transaction, row: AnswerRow, missing = 0): Promise<void> {
    const { identity, unitOfWork, outbox, snapshot } = this.ports;
    if (!snapshot || row.epoch !== identity.epoch) return;
    const line = [row.epoch, row.audience];
    const kept = isDirected(row.audience) ? await tx.query<LineEnd>(BEFORE_KEPT, [...line, missing]) : [];
    const [head] = kept.length > 0 ? kept : await tx.query<LineEnd>(HEAD, line);
    if (!head) return;
    const statement = SnapshotStated.create({
      subject: row.request_id,
      to: row.asker === identity.region ? 'local' : `to.${regionToken(row.asker)}`,
      data: {
        requestId: row.request_id,
        service: identity.service,
        audience: row.audience,
        epoch: row.epoch,
        position: Number(head.position),
        chain: head.chain,
      },
    });
    const present = await viewPresent(unitOfWork, (view) => presentOf(snapshot, view, row.audience));
    await outbox.append(tx, [statement as unknown as NewEvent, ...present]);
  }
}

/** The same request is looked at again later; the relay of the same way tells what is wrong with it. */
function notNow(error: unknown): false {
  if (isPublishProblem(error)) return false;
  throw error;
}

/** The present of an audience; at home the twins of what is stated to the province too, which come along with it. */
async function presentOf(
  snapshot: SnapshotProvider,
  tx: Transaction,
  audience: Audience,
): Promise<readonly NewEvent[]> {
  const facts = await snapshot(tx, audience);
  if (audience !== 'local') return facts;
  const stated = await snapshot(tx, 'province');
  return [...facts, ...stated.flatMap((event) => findHomeTwin(event) ?? [])];
}

/** At home an answer takes the local bus, whatever its audience was; to another region it travels on that region's directed lane. */
function laneOf(event: EventRecord, asker: string, home: boolean): string {
  if (home) return subjectOf({ ...event, audience: 'local' });
  return shareSubject(event.region, `to.${regionToken(asker)}`, event.service, 'directed', 1);
}
