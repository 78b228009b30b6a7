import type { Transaction } from '@betang/platform';
import type { ReaderState } from '../reader/reader-state.js';
import { originKey, type Origin } from '../reader/watermark.js';

interface ClosedEpoch {
  readonly region: string;
  readonly epoch: string;
  /** How far its lines count; one that is not named had nothing. */
  readonly heads: readonly { readonly service: string; readonly audience: string; readonly position: number }[];
}

const DROP = `WITH counted AS (SELECT * FROM unnest($3::text[], $4::text[], $5::bigint[]) AS head (service, audience, position)),
  dropped AS (
    DELETE FROM reader_held AS held
     WHERE held.region = $1 AND held.epoch = $2
       AND held.position > coalesce((SELECT position FROM counted WHERE counted.service = held.service AND counted.audience = held.audience), 0)
    RETURNING service, audience, position, (SELECT pair ->> 1 FROM jsonb_array_elements(headers::jsonb) AS pair WHERE pair ->> 0 = 'ce-id') AS id),
  told AS (
    INSERT INTO delivery_incident (kind, region, service, audience, epoch, position, detail)
    SELECT 'orphan', $1, service, audience, $2, position, id FROM dropped ON CONFLICT DO NOTHING)
  SELECT service, audience, count(*)::int AS count FROM dropped GROUP BY service, audience`;

/**
 * Lets go of what waited for a gap in an epoch that was closed before it: nobody has the gap any more, and what stands behind it counts no longer.
 * It is on record as orphans that had been taken are.
 */
export async function dropHeldOrphans(tx: Transaction, state: ReaderState, closed: ClosedEpoch): Promise<void> {
  const { region, epoch, heads } = closed;
  const dropped = await tx.query<Pick<Origin, 'service' | 'audience'> & { count: number }>(DROP, [
    region,
    epoch,
    heads.map(({ service }) => service),
    heads.map(({ audience }) => audience),
    heads.map(({ position }) => position),
  ]);
  tx.afterCommit(() => {
    for (const { service, audience, count } of dropped) {
      const head = heads.find((one) => one.service === service && one.audience === audience);
      state.endAt(originKey({ region, service, audience, epoch }), head?.position ?? 0, count);
    }
  });
}
