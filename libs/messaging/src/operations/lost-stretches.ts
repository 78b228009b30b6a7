import type { SqlClient, Transaction } from '@betang/platform';

/** Positions of a closed epoch beyond those that it counted when the next one was opened. */
export interface LostStretch {
  readonly service: string;
  readonly audience: string;
  readonly epoch: string;
  readonly from: number;
  readonly to: number;
  /** Regions that confirmed to have them. */
  readonly receivers: readonly string[];
}

/** What others had of epochs before and this region no longer knows, without what an operator has dealt with. */
export async function readLost(db: SqlClient): Promise<LostStretch[]> {
  const rows = await db.query<Omit<LostStretch, 'from' | 'to'> & { from: string; to: string }>(
    `SELECT r.service, r.audience, r.epoch, coalesce(h.position, 0) + 1 AS "from", max(r.position) AS "to",
            array_agg(DISTINCT r.receiver ORDER BY r.receiver) AS receivers
       FROM betang.receipt r JOIN betang.epoch e ON e.parent = r.epoch
       LEFT JOIN LATERAL (SELECT (head ->> 'position')::bigint AS position FROM jsonb_array_elements(e.heads) head
          WHERE head ->> 'service' = r.service AND head ->> 'audience' = r.audience) h ON true
       LEFT JOIN betang.lost_acknowledged k ON (k.service, k.audience, k.epoch) = (r.service, r.audience, r.epoch)
      WHERE r.position > coalesce(h.position, 0) AND r.position > coalesce(k.position, 0) GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3`,
  );
  return rows.map((row) => ({ ...row, from: Number(row.from), to: Number(row.to) }));
}

/** The operator has dealt with what is lost as of now; what turns up beyond it later is shown again. Answers what was acknowledged. */
export async function acknowledgeLost(
  tx: Transaction,
  decision: { readonly actor: string; readonly reason: string },
): Promise<LostStretch[]> {
  const lost = await readLost(tx);
  for (const { service, audience, epoch, to } of lost)
    await tx.execute(
      `INSERT INTO betang.lost_acknowledged (service, audience, epoch, position, acknowledged_by, reason) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (service, audience, epoch) DO UPDATE SET position = EXCLUDED.position, acknowledged_by = EXCLUDED.acknowledged_by,
         reason = EXCLUDED.reason, acknowledged_at = now()`,
      [service, audience, epoch, to, decision.actor, decision.reason],
    );
  return lost;
}
