import {
  CompetencyRecordHandedOver,
  LaterEvidenceHandedOver,
  awayUnder,
  untold,
  type PersonMove,
} from '@betang/contracts';
import { Outbox, regionToken } from '@betang/messaging';
import { AppError, RegionConfig, Sweeps, UnitOfWork, type Transaction } from '@betang/platform';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { eventList } from '../events.js';
import { MovedPeople } from '../profiles/moved-people.js';
import { lockProfiles } from '../profiles/profile-store.js';
import { inParts, recordParts, type HandedOverEvidence } from './hand-over.decision.js';

const MOVES = `SELECT transfer_id AS "transferId", employee_id AS "employeeId", 'OUT' AS kind, to_region AS region,
    coalesce(left_on, at::date)::text AS day, move_order::float8 AS "order", due AS "recordDue" FROM record_handed_over
   WHERE employee_id = ANY($1::uuid[]) AND to_region IS NOT NULL
  UNION ALL SELECT transfer_id, employee_id, 'IN', from_region, effective_on::text, move_order::float8, false
    FROM transfer_in WHERE employee_id = ANY($1::uuid[]) AND effective_on IS NOT NULL`;

/** Evidence keeps the id, the region and the record of its beginning, however often it is handed on. */
const COLUMNS = `evidence_id AS "pieceId",
    CASE source WHEN 'TRANSFER' THEN substr(source_key, 10)::uuid ELSE evidence_id END AS "evidenceId",
    competency_code AS "competencyCode", level::integer AS level, method, assessor, observed_on::text AS "observedOn",
    valid_until::text AS "validUntil", reference, coalesce(former_region, $3) AS "originRegion",
    coalesce(origin_record_id, assessment_id) AS "recordId"`;

/** What still held on the first day elsewhere; the old region keeps its own as the law says. */
const RECORD = `SELECT ${COLUMNS}
  FROM evidence WHERE employee_id = $1 AND split_from IS NULL AND revoked_at IS NULL AND (valid_until IS NULL OR valid_until >= $2) ORDER BY observed_on, evidence_id`;
const HANDED_OVER = `UPDATE record_handed_over SET due = false, evidence = $2 WHERE transfer_id = $1`;

/** The same and what was revoked since, with how it was told last; what had expired before the move is nobody's news. */
const PIECES = `SELECT ${COLUMNS}, revoked_at IS NULL AS stands, revoked_reason AS reason, t.stands AS told
  FROM evidence AS e LEFT JOIN LATERAL (SELECT stands FROM evidence_told WHERE evidence_id = e.evidence_id AND to_region = $4) AS t ON true
 WHERE employee_id = $1 AND split_from IS NULL AND (t.stands IS NOT NULL OR valid_until IS NULL OR valid_until >= $2)
 ORDER BY observed_on, evidence_id`;

const TOLD = `INSERT INTO evidence_told (to_region, evidence_id, stands) SELECT $1, * FROM unnest($2::uuid[], $3::boolean[])
  ON CONFLICT (to_region, evidence_id) DO UPDATE SET stands = excluded.stands`;

const DUE = `SELECT employee_id AS id FROM later_evidence_due WHERE employee_id > $1 ORDER BY employee_id LIMIT 500`;
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

type Move = PersonMove & {
  /** The record itself is yet to be handed over: nothing later goes before it. */
  readonly recordDue: boolean;
};

type Piece = HandedOverEvidence & {
  readonly pieceId: string;
  readonly stands: boolean;
  readonly reason: string | null;
  readonly told: boolean | null;
};

/**
 * The record of people who moved away, and evidence that this region gets or revokes of them later, follow them: the latter in the transaction
 * that computes their profile.
 */
@Injectable()
export class LaterEvidence extends MovedPeople implements OnModuleInit {
  constructor(
    private readonly outbox: Outbox,
    private readonly config: RegionConfig,
    private readonly sweeps: Sweeps,
    private readonly unitOfWork: UnitOfWork,
  ) {
    super();
  }

  onModuleInit(): void {
    this.sweeps.register('later-evidence', { everyMinutes: 15 }, () => this.tellDue());
  }

  async follow(tx: Transaction, employeeIds: readonly string[]): Promise<void> {
    const moves = await tx.query<Move>(MOVES, [employeeIds]);
    const due = new Set(moves.flatMap(({ transferId, recordDue }) => (recordDue ? [transferId] : [])));
    for (const move of awayUnder(moves).values()) {
      if (due.has(move.transferId) && !(await this.handOver(tx, move))) continue;
      await this.tell(tx, move);
    }
  }

  /** Who could not be told of because the region had no valid key; answers how many people were looked at. */
  async tellDue(): Promise<number> {
    let people = 0;
    // In turns, all of them: people whose region has no key for long must not keep others waiting.
    for (let last: string | undefined = BEFORE_ALL; last !== undefined;) {
      const after: string = last;
      const ids = await this.unitOfWork.run((tx) => this.tellSome(tx, after));
      people += ids.length;
      last = ids.at(-1);
    }
    return people;
  }

  private async tellSome(tx: Transaction, after: string): Promise<string[]> {
    const ids = (await tx.query<{ id: string }>(DUE, [after])).map(({ id }) => id);
    if (ids.length === 0) return ids;
    // Persons before rows, as everywhere.
    await lockProfiles(tx, ids);
    await tx.execute('DELETE FROM later_evidence_due WHERE employee_id = ANY($1::uuid[])', [ids]);
    await this.follow(tx, ids);
    return ids;
  }

  /** The whole record, once; answers whether it could be sealed. */
  private async handOver(tx: Transaction, { transferId, employeeId, region, day }: PersonMove): Promise<boolean> {
    const record = await tx.query<HandedOverEvidence & { pieceId: string }>(RECORD, [
      employeeId,
      day,
      this.config.region,
    ]);
    const to = `to.${regionToken(region)}` as const;
    const pieces = record.map(({ pieceId: _id, ...piece }) => piece);
    const events = recordParts(transferId, employeeId, pieces).map((data) =>
      CompetencyRecordHandedOver.create({ subject: transferId, data, to }),
    );
    if (!(await this.send(tx, employeeId, events))) return false;
    await tx.execute(HANDED_OVER, [transferId, record.length]);
    const told = record.map(({ pieceId }) => ({ pieceId, stands: true }));
    await this.remember(tx, region, told);
    return true;
  }

  private async tell(tx: Transaction, { transferId, employeeId, region, day }: PersonMove): Promise<void> {
    const pieces = await tx.query<Piece>(PIECES, [employeeId, day, this.config.region, region]);
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
    if (await this.send(tx, employeeId, events)) await this.remember(tx, region, news);
  }

  /** False where the region has no valid key: what is recorded here does not wait for it, and it is told when its key is valid again. */
  private async send(tx: Transaction, employeeId: string, events: readonly object[]): Promise<boolean> {
    try {
      await this.outbox.append(tx, eventList(...events));
      return true;
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'receiver-key-unknown') throw error;
      await tx.execute('INSERT INTO later_evidence_due VALUES ($1) ON CONFLICT DO NOTHING', [employeeId]);
      return false;
    }
  }

  private async remember(
    tx: Transaction,
    region: string,
    pieces: readonly { pieceId: string; stands: boolean }[],
  ): Promise<void> {
    if (pieces.length === 0) return;
    await tx.execute(TOLD, [region, pieces.map(({ pieceId }) => pieceId), pieces.map(({ stands }) => stands)]);
  }
}
