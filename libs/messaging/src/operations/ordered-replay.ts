import { ReplayRequested, newId, type Audience, type NewEvent } from '@betang/contracts';
import { AppError, type Transaction } from '@betang/platform';
import type { Outbox } from '../outbox/outbox.js';
import type { ServiceReader } from '../reader/service-reader.js';
import type { ReaderState } from '../reader/reader-state.js';
import { originKey, type Origin } from '../reader/watermark.js';
import { regionToken } from '../topology/region-token.js';
import { assertOrderable, type KnownLine } from './replay-order.decision.js';

/** Positions in one request at most. */
export const REPLAY_MOST = 10_000;
const ASK_AGAIN = '30 seconds';

export interface ReplayOrder extends Origin {
  /** First position wanted; default the one behind the watermark. */
  readonly from?: number;
  /** Last one wanted; default what is known to be missing. */
  readonly to?: number;
}

export interface ReplayOrdered {
  readonly requestId: string;
  readonly from: number;
  readonly to: number;
}

/**
 * Asks an origin again for what is missing of a line, without waiting for the next attempt of its own. What has arrived is not asked for: it
 * would be skipped. @throws AppError `replay-not-needed` 409, `replay-too-long` 422, `replay-origin-stopped` 409, and what {@link assertOrderable} refuses
 */
export async function orderReplay(
  tx: Transaction,
  parts: { readonly region: string; readonly outbox: Outbox; readonly reader: ServiceReader },
  order: ReplayOrder,
): Promise<ReplayOrdered> {
  const { state } = parts.reader;
  assertOrderable(order, { home: parts.region, epochs: state.epochs.all(), lines: knownLines(state) });
  const key = originKey(order);
  const watermark = state.watermark(key);
  if (watermark && watermark.state !== 'FLOWING') throw new AppError('replay-origin-stopped', { status: 409 });
  const from = Math.max(order.from ?? 0, (watermark?.position ?? 0) + 1);
  const to = order.to ?? state.gaps.get(key)?.upTo ?? 0;
  if (to < from)
    throw new AppError('replay-not-needed', { status: 409, params: { position: watermark?.position ?? 0 } });
  if (to - from >= REPLAY_MOST)
    throw new AppError('replay-too-long', { status: 422, field: 'to', params: { most: REPLAY_MOST } });
  const requestId = await save(tx, order, from, to);
  const { region, service, audience, epoch } = order;
  const event = ReplayRequested.create({
    subject: requestId,
    to: (region === parts.region ? 'local' : `to.${regionToken(region)}`) as Audience,
    data: { requestId, service: service as never, audience, epoch, from, to },
  });
  await parts.outbox.append(tx, [event as unknown as NewEvent]);
  tx.afterCommit(() => {
    state.replays.set(requestId, { requestId, origin: { region, service, audience, epoch }, first: from, last: to });
  });
  return { requestId, from, to };
}

/** Lines that were read, and lines of which it is only known that they go on. */
function knownLines({ watermarks, gaps }: ReaderState): KnownLine[] {
  const read = [...watermarks.values()].map((mark) => ({
    ...mark,
    end: Math.max(mark.position, gaps.get(originKey(mark))?.upTo ?? 0),
  }));
  const unread = [...gaps].filter(([key]) => !watermarks.has(key));
  return [...read, ...unread.map(([, { origin, upTo }]) => ({ ...origin, end: upTo }))];
}

async function save(
  tx: Transaction,
  { region, service, audience, epoch }: Origin,
  from: number,
  to: number,
): Promise<string> {
  const [row] = await tx.query<{ request_id: string }>(
    `INSERT INTO replay_request AS r (request_id, region, service, audience, epoch, first, last, ask_again)
     VALUES ($1, $2, $3, $4, $5, $6, $7, now() + interval '${ASK_AGAIN}')
     ON CONFLICT (region, service, audience, epoch, first) DO UPDATE
        SET attempts = r.attempts + 1, last = EXCLUDED.last, state = 'ASKED', reason = NULL, ask_again = EXCLUDED.ask_again
     RETURNING r.request_id`,
    [newId(), region, service, audience, epoch, from, to],
  );
  return row!.request_id;
}
