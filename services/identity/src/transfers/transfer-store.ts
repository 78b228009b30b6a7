import type { TransferRequested } from '@betang/contracts';
import type { SqlClient } from '@betang/platform';
import type { InState, OutState } from './transfer-states.js';

/** A transfer as the region that releases keeps it. */
export interface TransferOut {
  readonly transferId: string;
  readonly employeeId: string;
  readonly toRegion: string;
  readonly state: OutState;
  readonly effectiveOn: string;
  readonly answerBy: Date;
  readonly decreeNumber: string | null;
  readonly toAgencyName: string | null;
  readonly answerDecree: string | null;
  readonly answerReason: string | null;
  readonly requestedBy: string;
  /** The person under this region's key. */
  readonly formerPseudonym: string | null;
  readonly requestedAt: Date;
  readonly answeredAt: Date | null;
  readonly endedAt: Date | null;
  readonly endReason: string | null;
  /** Events by which it was asked and answered. */
  readonly requestEvent: string | null;
  readonly answerEvent: string | null;
  readonly version: number;
}

/** A transfer as the region that is asked keeps it. */
export interface TransferIn {
  readonly transferId: string;
  readonly fromRegion: string;
  readonly state: InState;
  /** Who comes; null once a transfer has ended without the person. */
  readonly request: TransferRequested | null;
  readonly effectiveOn: string;
  readonly answerBy: Date;
  readonly unitId: string | null;
  readonly positionType: string | null;
  readonly positionName: string | null;
  readonly answerDecree: string | null;
  readonly answerReason: string | null;
  readonly receivedAt: Date;
  readonly answeredAt: Date | null;
  readonly answeredBy: string | null;
  readonly endedAt: Date | null;
  readonly employeeId: string | null;
  /** Event by which it was asked. */
  readonly requestEvent: string | null;
  readonly version: number;
}

export const OUT_COLUMNS = `t.transfer_id AS "transferId", t.employee_id AS "employeeId", t.to_region AS "toRegion", t.state, t.effective_on::text AS "effectiveOn",
  t.answer_by AS "answerBy", t.decree_number AS "decreeNumber", t.to_agency_name AS "toAgencyName", t.answer_decree AS "answerDecree",
  t.answer_reason AS "answerReason", t.requested_by AS "requestedBy", t.former_pseudonym AS "formerPseudonym", t.requested_at AS "requestedAt", t.answered_at AS "answeredAt",
  t.ended_at AS "endedAt", t.end_reason AS "endReason", t.request_event AS "requestEvent", t.answer_event AS "answerEvent", t.version`;
export const IN_COLUMNS = `t.transfer_id AS "transferId", t.from_region AS "fromRegion", t.state, t.request, t.effective_on::text AS "effectiveOn",
  t.answer_by AS "answerBy", t.unit_id AS "unitId", t.position_type AS "positionType", t.position_name AS "positionName", t.answer_decree AS "answerDecree",
  t.answer_reason AS "answerReason", t.received_at AS "receivedAt", t.answered_at AS "answeredAt", t.answered_by AS "answeredBy", t.ended_at AS "endedAt",
  t.employee_id AS "employeeId", t.request_event AS "requestEvent", t.version`;

export async function insertOut(
  tx: SqlClient,
  transfer: Pick<
    TransferOut,
    | 'transferId'
    | 'employeeId'
    | 'toRegion'
    | 'effectiveOn'
    | 'answerBy'
    | 'decreeNumber'
    | 'toAgencyName'
    | 'requestedBy'
    | 'formerPseudonym'
    | 'requestEvent'
  >,
): Promise<void> {
  await tx.query(
    `INSERT INTO transfer_out (transfer_id, employee_id, to_region, state, effective_on, answer_by, decree_number, to_agency_name, requested_by, former_pseudonym, request_event)
     VALUES ($1, $2, $3, 'REQUESTED', $4, $5, $6, $7, $8, $9, $10)`,
    [
      transfer.transferId,
      transfer.employeeId,
      transfer.toRegion,
      transfer.effectiveOn,
      transfer.answerBy,
      transfer.decreeNumber,
      transfer.toAgencyName,
      transfer.requestedBy,
      transfer.formerPseudonym,
      transfer.requestEvent,
    ],
  );
}

/** The transfer, locked; undefined for one that is not of this region. */
export async function lockOut(tx: SqlClient, transferId: string): Promise<TransferOut | undefined> {
  const [row] = await tx.query<TransferOut>(
    `SELECT ${OUT_COLUMNS} FROM transfer_out t WHERE transfer_id = $1 FOR UPDATE`,
    [transferId],
  );
  return row;
}

/** Transfers that time may have something to say about. */
export async function findDueOut(tx: SqlClient): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `SELECT transfer_id AS id FROM transfer_out WHERE (state = 'REQUESTED' AND answer_by <= now()) OR state = 'AGREED' ORDER BY answer_by`,
  );
  return rows.map(({ id }) => id);
}

export async function noteAnswer(
  tx: SqlClient,
  transferId: string,
  answer: {
    readonly state: OutState;
    readonly effectiveOn: string;
    readonly decreeNumber: string | null;
    readonly reason: string | null;
    readonly eventId: string;
  },
): Promise<void> {
  await tx.query(
    `UPDATE transfer_out SET state = $2, effective_on = $3, answer_decree = $4, answer_reason = $5, answer_event = $6, answered_at = now(),
            ended_at = CASE WHEN $2 = 'REFUSED' THEN now() END, version = version + 1 WHERE transfer_id = $1`,
    [transferId, answer.state, answer.effectiveOn, answer.decreeNumber, answer.reason, answer.eventId],
  );
}

export async function endOut(
  tx: SqlClient,
  transferId: string,
  state: OutState,
  by: string,
  reason: string | null = null,
): Promise<void> {
  await tx.query(
    'UPDATE transfer_out SET state = $2, ended_by = $3, ended_at = now(), end_reason = $4, version = version + 1 WHERE transfer_id = $1',
    [transferId, state, by, reason],
  );
}

/** A repeated request changes nothing. */
export async function insertIn(
  tx: SqlClient,
  transfers: readonly { readonly fromRegion: string; readonly request: TransferRequested; readonly eventId: string }[],
): Promise<void> {
  await tx.query(
    `INSERT INTO transfer_in (transfer_id, from_region, state, request, effective_on, answer_by, former_pseudonym, request_event)
     SELECT i, f, 'REQUESTED', r, e, a, r->>'formerPseudonym', x
       FROM unnest($1::uuid[], $2::text[], $3::jsonb[], $4::date[], $5::timestamptz[], $6::uuid[]) AS v(i, f, r, e, a, x) ON CONFLICT DO NOTHING`,
    [
      transfers.map(({ request }) => request.transferId),
      transfers.map(({ fromRegion }) => fromRegion),
      transfers.map(({ request }) => JSON.stringify(request)),
      transfers.map(({ request }) => request.effectiveOn),
      transfers.map(({ request }) => request.answerBy),
      transfers.map(({ eventId }) => eventId),
    ],
  );
}

export async function lockIn(tx: SqlClient, transferId: string): Promise<TransferIn | undefined> {
  const [row] = await tx.query<TransferIn>(
    `SELECT ${IN_COLUMNS} FROM transfer_in t WHERE transfer_id = $1 FOR UPDATE`,
    [transferId],
  );
  return row;
}

/** That the other region let the person go, on that day; said again, it changes nothing. */
export async function noteConcluded(tx: SqlClient, transferId: string, on: string, eventId: string): Promise<void> {
  await tx.query(
    'UPDATE transfer_in SET concluded_on = $2, concluded_event = $3 WHERE transfer_id = $1 AND concluded_event IS NULL',
    [transferId, on, eventId],
  );
}

export async function findConclusion(
  tx: SqlClient,
  transferId: string,
): Promise<{ readonly effectiveOn: string; readonly eventId: string } | undefined> {
  const [row] = await tx.query<{ effectiveOn: string; eventId: string }>(
    `SELECT concluded_on::text AS "effectiveOn", concluded_event AS "eventId" FROM transfer_in WHERE transfer_id = $1 AND concluded_event IS NOT NULL`,
    [transferId],
  );
  return row;
}

/** Whose region let them go, and who are not on record here yet. */
export async function findArriving(tx: SqlClient): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `SELECT transfer_id AS id FROM transfer_in WHERE state = 'ACCEPTED' AND concluded_event IS NOT NULL ORDER BY received_at`,
  );
  return rows.map(({ id }) => id);
}

export async function noteOwnAnswer(
  tx: SqlClient,
  transferId: string,
  answer: Pick<
    TransferIn,
    | 'state'
    | 'effectiveOn'
    | 'unitId'
    | 'positionType'
    | 'positionName'
    | 'answerDecree'
    | 'answerReason'
    | 'answeredBy'
  >,
): Promise<void> {
  // Whoever does not come is nobody's business here any more.
  await tx.query(
    `UPDATE transfer_in SET state = $2, effective_on = $3, unit_id = $4, position_type = $5, position_name = $6, answer_decree = $7, answer_reason = $8,
            answered_by = $9, answered_at = now(), request = CASE WHEN $2 = 'REFUSED' THEN NULL ELSE request END,
            ended_at = CASE WHEN $2 = 'REFUSED' THEN now() END, version = version + 1 WHERE transfer_id = $1`,
    [
      transferId,
      answer.state,
      answer.effectiveOn,
      answer.unitId,
      answer.positionType,
      answer.positionName,
      answer.answerDecree,
      answer.answerReason,
      answer.answeredBy,
    ],
  );
}

/** Ends a transfer here; identity stays only where the person came, in the register. */
export async function endIn(
  tx: SqlClient,
  transferId: string,
  state: InState,
  came: { readonly employeeId: string; readonly effectiveOn: string } | null,
): Promise<void> {
  await tx.query(
    `UPDATE transfer_in SET state = $2, employee_id = $3, effective_on = coalesce($4, effective_on), request = NULL, ended_at = now(), version = version + 1
      WHERE transfer_id = $1`,
    [transferId, state, came?.employeeId ?? null, came?.effectiveOn ?? null],
  );
}
