import { ReplayRequested, newId, type Audience, type NewEvent } from '@betang/contracts';
import type { SqlClient, Transaction, UnitOfWork } from '@betang/platform';
import type { Outbox } from '../outbox/outbox.js';
import type { Gap, PendingReplay, ReaderState } from '../reader/reader-state.js';
import { originKey } from '../reader/watermark.js';
import { regionToken } from '../topology/region-token.js';

/** At most so many positions a request. */
export const REPLAY_MAX = 10_000;
/** A gap may close by itself for so long: batches of one origin can overtake each other on two streams. */
const PATIENCE_MS = 5_000;
const ASK_AGAIN_MS = 30_000;
const ASK_AGAIN_MAX_MS = 3_600_000;
/** Doublings of the pause until {@link ASK_AGAIN_MAX_MS}, with some to spare: who is away for months must not count beyond a number's range. */
const MOST_DOUBLINGS = 12;

/** Lines of unannounced epochs at most that a region is asked for: whoever invents one for each event must not have us ask for each. */
const MOST_UNANNOUNCED = 10;

interface RequestRow {
  request_id: string;
  region: string;
  service: string;
  audience: string;
  epoch: string;
  first: string;
  last: string;
  attempts: number;
}

/** Asks origins for what is missing in front of held events or behind their heads, and asks again with back-off. */
export class ReplayDesk {
  /** Where a request's answer has brought the reader to, and when it last moved. */
  private readonly progress = new Map<string, { readonly reached: number; readonly movedAt: number }>();

  constructor(
    private readonly ports: {
      readonly region: string;
      readonly unitOfWork: UnitOfWork;
      readonly outbox: Outbox;
      readonly now: () => number;
      readonly patienceMs?: number;
    },
    private readonly state: ReaderState,
  ) {}

  async load(db: SqlClient): Promise<void> {
    const rows = await db.query<RequestRow>(`SELECT * FROM replay_request WHERE state = 'ASKED'`);
    for (const row of rows) this.remember(row);
  }

  /** Closes requests that were answered and asks for the gaps that are old enough. Called in turn with the reader's rounds. */
  async tend(): Promise<void> {
    const answered = [...this.state.replays.values()].filter(
      ({ origin, last }) => (this.state.watermark(originKey(origin))?.position ?? 0) >= last,
    );
    const now = this.ports.now();
    for (const replay of this.state.replays.values()) this.noteProgress(replay, now);
    const due = this.askable().filter((gap) => this.isOld(gap, now) && !this.isBeingAnswered(gap, now));
    if (answered.length === 0 && due.length === 0) return;
    const asked = await this.ports.unitOfWork.run(async (tx) => {
      await tx.execute('DELETE FROM replay_request WHERE request_id = ANY($1::uuid[])', [
        answered.map(({ requestId }) => requestId),
      ]);
      const rows: RequestRow[] = [];
      for (const gap of due) rows.push(...(await this.ask(tx, gap)));
      return rows;
    });
    for (const { requestId } of answered) {
      this.state.replays.delete(requestId);
      this.progress.delete(requestId);
    }
    for (const row of asked) this.remember(row);
  }

  private isOld(gap: Gap, now: number): boolean {
    // The clock was put back: the patience begins anew, instead of lasting until the clock has come round again.
    gap.since = Math.min(gap.since, now);
    return now - gap.since >= (this.ports.patienceMs ?? PATIENCE_MS);
  }

  private noteProgress({ requestId, origin }: PendingReplay, now: number): void {
    const reached = this.state.watermark(originKey(origin))?.position ?? 0;
    const known = this.progress.get(requestId);
    if (!known || reached > known.reached || now < known.movedAt)
      this.progress.set(requestId, { reached, movedAt: now });
  }

  /**
   * One request a stretch at a time: while its answer comes in, the first position that is missing is another one each time, and over a slow
   * link every look would ask for the rest once more.
   */
  private isBeingAnswered({ origin }: Gap, now: number): boolean {
    const key = originKey(origin);
    const next = (this.state.watermark(key)?.position ?? 0) + 1;
    return [...this.state.replays.values()].some(
      (replay) =>
        originKey(replay.origin) === key &&
        replay.first < next &&
        next <= replay.last &&
        now - this.progress.get(replay.requestId)!.movedAt < ASK_AGAIN_MS,
    );
  }

  /**
   * An origin that stopped, or an epoch that is not open yet, has no positions to ask for. Only the news of the next epoch itself may be what is
   * missing: nobody says it again, and everything of its region is held until then.
   */
  private askable(): Gap[] {
    const unannounced = new Map<string, number>();
    return [...this.state.gaps.values()].filter(({ origin }) => {
      const { region, service } = origin;
      if ((this.state.watermark(originKey(origin))?.state ?? 'FLOWING') !== 'FLOWING') return false;
      if (this.state.epoch(origin, 1) !== 'unknown') return true;
      const asked = unannounced.get(region) ?? 0;
      if (service !== 'identity' || asked >= MOST_UNANNOUNCED || !this.state.epochs.mayBeNext(origin)) return false;
      unannounced.set(region, asked + 1);
      return true;
    });
  }

  private async ask(tx: Transaction, gap: Gap): Promise<RequestRow[]> {
    const { origin } = gap;
    const first = (this.state.watermark(originKey(origin))?.position ?? 0) + 1;
    const last = Math.min(first + REPLAY_MAX - 1, await this.endOfGap(tx, gap, first));
    // Nothing is missing in front of what is held: it waits for its region to go on.
    if (last < first) return [];
    const rows = await tx.query<RequestRow>(
      `INSERT INTO replay_request AS r (request_id, region, service, audience, epoch, first, last, ask_again)
       VALUES ($1, $2, $3, $4, $5, $6, $7, now() + make_interval(secs => $8))
       ON CONFLICT (region, service, audience, epoch, first) DO UPDATE
          SET attempts = r.attempts + 1, last = EXCLUDED.last, state = 'ASKED',
              ask_again = now() + make_interval(secs => least($9::float8, $8 * power(2, least(r.attempts, $10::int))))
        WHERE r.ask_again <= now()
       RETURNING r.*`,
      [
        newId(),
        origin.region,
        origin.service,
        origin.audience,
        origin.epoch,
        first,
        last,
        ASK_AGAIN_MS / 1000,
        ASK_AGAIN_MAX_MS / 1000,
        MOST_DOUBLINGS,
      ],
    );
    await this.ports.outbox.append(
      tx,
      rows.map((row) => this.request(row)),
    );
    return rows;
  }

  /** The missing part ends before the first held event, or where the heads say. */
  private async endOfGap(tx: Transaction, gap: Gap, first: number): Promise<number> {
    const [row] = await tx.query<{ first: string | null }>(
      `SELECT min(position) AS first FROM reader_held WHERE region = $1 AND service = $2 AND audience = $3 AND epoch = $4 AND position >= $5`,
      [gap.origin.region, gap.origin.service, gap.origin.audience, gap.origin.epoch, first],
    );
    return row?.first ? Number(row.first) - 1 : gap.upTo;
  }

  private request(row: RequestRow): NewEvent {
    const to: Audience = row.region === this.ports.region ? 'local' : `to.${regionToken(row.region)}`;
    const event = ReplayRequested.create({
      subject: row.request_id,
      to,
      data: {
        requestId: row.request_id,
        service: row.service,
        audience: row.audience,
        epoch: row.epoch,
        from: Number(row.first),
        to: Number(row.last),
      },
    });
    return event as unknown as NewEvent;
  }

  private remember(row: RequestRow): void {
    const { region, service, audience, epoch } = row;
    const replay: PendingReplay = {
      requestId: row.request_id,
      origin: { region, service, audience, epoch },
      first: Number(row.first),
      last: Number(row.last),
    };
    this.state.replays.set(replay.requestId, replay);
  }
}
