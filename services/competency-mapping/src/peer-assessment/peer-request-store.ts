import { AppError, sqlState, type SqlClient, type Transaction } from '@betang/platform';
import type { CombinedResult, PeerLevels, PeerRequest, RequestState } from './peer-request.js';

export const REQUEST_COLUMNS = `r.request_id AS "requestId", r.employee_id AS "employeeId", r.dictionary_id AS "dictionaryId", r.competency_codes AS "competencyCodes",
  r.due_on::text AS "dueOn", r.state, r.least_answers::integer AS "leastAnswers", r.rule_version AS "ruleVersion", r.result, r.answers::integer AS answers,
  r.asked_employee_id AS "askedEmployeeId", r.asked_at AS "askedAt", r.ended_at AS "endedAt", r.ended_reason AS "endedReason"`;

const INSERT = `INSERT INTO peer_request (request_id, employee_id, dictionary_id, competency_codes, due_on, state, least_answers, rule_version, asked_by, asked_employee_id, asked_at)
  VALUES ($1, $2, $3, $4::text[], $5, 'OPEN', $6, $7, $8, $9, $10)`;
const INSERT_ASKED = `INSERT INTO peer_answer (request_id, peer_id, state, asked_at) SELECT $1, i, 'ASKED', $3 FROM unnest($2::uuid[]) AS i`;
const ANSWER = `UPDATE peer_answer SET state = $3, levels = $4::jsonb, evidence = $5, reason = $6, answered_at = $7 WHERE request_id = $1 AND peer_id = $2`;
/** Who became the person's supervisor, or turned out to be the person, is no colleague any more. */
const COUNTED = `SELECT a.levels, a.evidence FROM peer_answer AS a JOIN peer_request AS r USING (request_id) JOIN person AS p ON p.employee_id = r.employee_id
  WHERE a.request_id = $1 AND a.state = 'ANSWERED' AND a.peer_id <> r.employee_id AND a.peer_id IS DISTINCT FROM p.supervisor_id ORDER BY a.evidence`;
const END = `UPDATE peer_request SET state = $2, ended_at = $3, ended_reason = $4, result = $5::jsonb, answers = $6 WHERE request_id = $1`;
/** What was said for nothing is kept no longer. */
const FORGET = `UPDATE peer_answer SET levels = NULL, evidence = NULL, reason = NULL WHERE request_id = $1`;
const CLOSE_NOTICES = `WITH closed AS (
    UPDATE notice SET read_at = now() WHERE read_at IS NULL AND link = $1 AND code IN ('peer-asked', 'peer-due') AND ($2::uuid IS NULL OR recipient_id = $2)
    RETURNING notice_id)
  DELETE FROM notice_mail WHERE state = 'WAITING' AND notice_id IN (SELECT notice_id FROM closed)`;
const UNIQUE_VIOLATION = '23505';

/** A colleague's answer as it counts. */
export interface CountedAnswer {
  readonly levels: PeerLevels;
  readonly evidence: string;
}

export interface NewPeerRequest extends Pick<
  PeerRequest,
  'requestId' | 'employeeId' | 'dictionaryId' | 'competencyCodes' | 'dueOn' | 'leastAnswers' | 'ruleVersion'
> {
  readonly askedBy: string;
  readonly askedEmployeeId: string | null;
  readonly askedAt: Date;
}

/** Throws `peer-request-open` (409) while another about the same person is. */
export async function insertRequest(tx: Transaction, request: NewPeerRequest): Promise<void> {
  const { requestId, employeeId, dictionaryId, competencyCodes, dueOn, leastAnswers, ruleVersion } = request;
  try {
    await tx.execute(INSERT, [
      ...[requestId, employeeId, dictionaryId, competencyCodes, dueOn, leastAnswers, ruleVersion],
      ...[request.askedBy, request.askedEmployeeId, request.askedAt],
    ]);
  } catch (error) {
    if (sqlState(error) !== UNIQUE_VIOLATION) throw error;
    throw new AppError('peer-request-open', { status: 409, cause: error });
  }
}

export async function insertAsked(
  tx: Transaction,
  requestId: string,
  peerIds: readonly string[],
  at: Date,
): Promise<void> {
  await tx.execute(INSERT_ASKED, [requestId, peerIds, at]);
}

/** Locks: answers among themselves go on, and what ends the request waits for them and they for it. */
export type RequestLock = 'FOR UPDATE' | 'FOR SHARE';

/** Throws `peer-request-not-found` (404). */
export async function getRequest(db: SqlClient, requestId: string, lock?: RequestLock): Promise<PeerRequest> {
  const [row] = await db.query<PeerRequest>(
    `SELECT ${REQUEST_COLUMNS} FROM peer_request AS r WHERE r.request_id = $1 ${lock ?? ''}`,
    [requestId],
  );
  if (!row) throw new AppError('peer-request-not-found', { status: 404 });
  return row;
}

/** Throws `peer-request-not-found` (404) for a colleague who is asked here: she sees what is hers, whatever office she holds. */
export async function assertNotAsked(db: SqlClient, requestId: string, employeeId: string | undefined): Promise<void> {
  if (employeeId === undefined) return;
  const asked = await db.query('SELECT 1 FROM peer_answer WHERE request_id = $1 AND peer_id = $2', [
    requestId,
    employeeId,
  ]);
  if (asked.length > 0) throw new AppError('peer-request-not-found', { status: 404 });
}

export async function writeAnswer(
  tx: Transaction,
  { requestId, peerId }: { readonly requestId: string; readonly peerId: string },
  answer:
    | { readonly state: 'ANSWERED'; readonly levels: PeerLevels; readonly evidence: string }
    | { readonly state: 'DECLINED'; readonly reason: string },
  at: Date,
): Promise<void> {
  const levels = answer.state === 'ANSWERED' ? JSON.stringify(answer.levels) : null;
  const evidence = answer.state === 'ANSWERED' ? answer.evidence : null;
  const reason = answer.state === 'DECLINED' ? answer.reason : null;
  await tx.execute(ANSWER, [requestId, peerId, answer.state, levels, evidence, reason, at]);
}

export function loadCounted(db: SqlClient, requestId: string): Promise<CountedAnswer[]> {
  return db.query<CountedAnswer>(COUNTED, [requestId]);
}

export interface RequestEnd {
  readonly state: Exclude<RequestState, 'OPEN'>;
  readonly at: Date;
  readonly reason: string | null;
  readonly result: readonly CombinedResult[] | null;
  readonly answers: number | null;
}

/** Ends a request; where it has no result, what colleagues said goes at once. Notices that still ask for an answer are closed. */
export async function endRequest(tx: Transaction, requestId: string, end: RequestEnd): Promise<void> {
  const result = end.result === null ? null : JSON.stringify(end.result);
  await tx.execute(END, [requestId, end.state, end.at, end.reason, result, end.answers]);
  if (end.result === null) await tx.execute(FORGET, [requestId]);
  await closeNotices(tx, requestId, null);
}

/** Closes what still asks for an answer: of one colleague, or of all. */
export async function closeNotices(tx: Transaction, requestId: string, recipientId: string | null): Promise<void> {
  await tx.execute(CLOSE_NOTICES, [ownLinkOf(requestId), recipientId]);
}

/** Where the one who is asked finds it. */
export function ownLinkOf(requestId: string): string {
  return `/me/peer-requests/${requestId}`;
}
