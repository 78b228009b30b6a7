import { LaterEvidenceHandedOver, awayUnder, untold, type PersonMove } from '@betang/contracts';
import { Outbox, regionToken } from '@betang/messaging';
import { AppError, RegionConfig, Sweeps, UnitOfWork, type Transaction } from '@betang/platform';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { eventList } from '../events.js';
import { inParts, type HandedOverEvidence } from './hand-over.decision.js';

const MOVES = `SELECT transfer_id AS "transferId", employee_id AS "employeeId", 'OUT' AS kind, to_region AS region,
    coalesce(left_on, at::date)::text AS day, move_order::float8 AS "order" FROM record_handed_over
   WHERE employee_id = ANY($1::uuid[]) AND to_region IS NOT NULL
  UNION ALL SELECT transfer_id, employee_id, 'IN', from_region, effective_on::text, move_order::float8
    FROM transfer_in WHERE employee_id = ANY($1::uuid[]) AND effective_on IS NOT NULL`;

/** Evidence keeps the id, the region and the record of its beginning, however often it is handed on. */
export const HANDED_OVER_COLUMNS = `evidence_id AS "pieceId",
    CASE source WHEN 'TRANSFER' THEN substr(source_key, 10)::uuid ELSE evidence_id END AS "evidenceId",
    competency_code AS "competencyCode", level::integer AS level, method, assessor, observed_on::text AS "observedOn",
    valid_until::text AS "validUntil", reference, coalesce(former_region, $3) AS "originRegion",
    coalesce(origin_record_id, assessment_id) AS "recordId"`;

const PIECES = `SELECT ${HANDED_OVER_COLUMNS}, revoked_at IS NULL AS stands, revoked_reason AS reason,
    (SELECT t.stands FROM evidence_told AS t WHERE t.evidence_id = e.evidence_id AND t.to_region = $2) AS told
  FROM evidence AS e WHERE employee_id = $1 ORDER BY observed_on, evidence_id`;

const TOLD = `INSERT INTO evidence_told (to_region, evidence_id, stands) SELECT $1, * FROM unnest($2::uuid[], $3::boolean[])
  ON CONFLICT (to_region, evidence_id) DO UPDATE SET stands = excluded.stands`;

type Piece = HandedOverEvidence & {
  readonly pieceId: string;
  readonly stands: boolean;
  readonly reason: string | null;
  readonly told: boolean | null;
};

/** Evidence that this region gets or revokes of people who moved away follows them, in the transaction that computes their profile. */
@Injectable()
export class LaterEvidence implements OnModuleInit {
  constructor(
    private readonly outbox: Outbox,
    private readonly config: RegionConfig,
    private readonly sweeps: Sweeps,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  onModuleInit(): void {
    this.sweeps.register('later-evidence', { everyMinutes: 15 }, () => this.tellDue());
  }

  /** Under the locks of these people's profiles. */
  async follow(tx: Transaction, employeeIds: readonly string[]): Promise<void> {
    const moves = await tx.query<PersonMove>(MOVES, [employeeIds]);
    for (const move of awayUnder(moves).values()) await this.tell(tx, move);
  }

  async remember(
    tx: Transaction,
    region: string,
    pieces: readonly { pieceId: string; stands: boolean }[],
  ): Promise<void> {
    if (pieces.length === 0) return;
    await tx.execute(TOLD, [region, pieces.map(({ pieceId }) => pieceId), pieces.map(({ stands }) => stands)]);
  }

  /** Who could not be told of because the region had no valid key. */
  tellDue(): Promise<number> {
    return this.unitOfWork.run(async (tx) => {
      const due = await tx.query<{ id: string }>('SELECT employee_id AS id FROM later_evidence_due LIMIT 500');
      const ids = due.map(({ id }) => id).sort();
      if (ids.length === 0) return 0;
      // Persons before rows, as everywhere.
      await tx.query(
        'SELECT 1 FROM profile_summary WHERE employee_id = ANY($1::uuid[]) ORDER BY employee_id FOR UPDATE',
        [ids],
      );
      await tx.execute('DELETE FROM later_evidence_due WHERE employee_id = ANY($1::uuid[])', [ids]);
      await this.follow(tx, ids);
      return ids.length;
    });
  }

  private async tell(tx: Transaction, { transferId, employeeId, region }: PersonMove): Promise<void> {
    const pieces = await tx.query<Piece>(PIECES, [employeeId, region, this.config.region]);
    const told = new Map(pieces.flatMap(({ pieceId, told: last }) => (last === null ? [] : [[pieceId, last]])));
    const news = untold(pieces, told);
    if (news.length === 0) return;
    const changes = news.map(({ pieceId: _id, stands, reason, told: _told, ...evidence }) => ({
      evidence,
      revoked: !stands,
      reason: stands ? null : reason,
    }));
    const to = `to.${regionToken(region)}` as const;
    const events = inParts(changes).map((some) =>
      LaterEvidenceHandedOver.create({ subject: transferId, to, data: { transferId, employeeId, changes: some } }),
    );
    try {
      await this.outbox.append(tx, eventList(...events));
    } catch (error) {
      // The profile here follows whatever the other region's keys are; it is told when they are valid again.
      if (!(error instanceof AppError) || error.code !== 'receiver-key-unknown') throw error;
      await tx.execute('INSERT INTO later_evidence_due VALUES ($1) ON CONFLICT DO NOTHING', [employeeId]);
      return;
    }
    await this.remember(tx, region, news);
  }
}
