import { AppError, Audit, Clock, type SqlClient, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { loadCompetencies } from '../dictionary/dictionary-store.js';
import type { DictionaryCompetency } from '../dictionary/dictionary.js';
import type { AssessedResult } from '../evidence/evidence.decision.js';
import type { AnswerState, PeerLevels, PeerRequest, RequestState } from './peer-request.js';
import { answerProblems, assertAnswerable } from './peer-request.decision.js';
import { closeNotices, getRequest, writeAnswer } from './peer-request-store.js';

/** A request as one colleague sees it: to her, about somebody in service who is neither herself nor her own to supervise. */
const TO_ME = `SELECT a.state, a.levels, a.evidence, a.reason, coalesce(p.name, '-') AS name, p.position_name AS "positionName"
  FROM peer_answer AS a JOIN peer_request AS r USING (request_id) JOIN person AS p ON p.employee_id = r.employee_id
 WHERE a.request_id = $1 AND a.peer_id = $2 AND r.state <> 'WITHDRAWN' AND p.left_on IS NULL AND r.employee_id <> $2
   AND p.supervisor_id IS DISTINCT FROM $2`;

interface OwnAnswer {
  readonly state: AnswerState;
  readonly levels: PeerLevels | null;
  readonly evidence: string | null;
  readonly reason: string | null;
  readonly name: string;
  readonly positionName: string | null;
}

/** What a colleague is asked, and what she answered. */
export interface OwnPeerRequest {
  readonly requestId: string;
  readonly name: string;
  readonly positionName: string | null;
  readonly dueOn: string;
  readonly requestState: RequestState;
  readonly state: AnswerState;
  readonly competencies: readonly DictionaryCompetency[];
  readonly results: readonly AssessedResult[] | null;
  readonly evidence: string | null;
  readonly reason: string | null;
}

/** That it was taken, and no word of what: it is kept under its key for weeks, also when the request is withdrawn and what was said has to be forgotten. */
export interface AnswerTaken {
  readonly requestId: string;
  readonly state: AnswerState;
}

/** Answers of colleagues (rekan kerja), each to the requests to herself alone. */
@Injectable()
export class PeerAnswers {
  constructor(
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /** Throws `peer-request-not-found` (404), the same for what is not there and what is not to her. */
  async getOwn(db: SqlClient, requestId: string, peerId: string): Promise<OwnPeerRequest> {
    const request = await getRequest(db, requestId);
    const { levels, ...own } = await this.find(db, requestId, peerId);
    const results = levels === null ? null : Object.entries(levels).map(([code, level]) => ({ code, level }));
    const competencies = await askedOf(db, request);
    return { ...own, requestId, dueOn: request.dueOn, requestState: request.state, competencies, results };
  }

  /** Her answer as it is from now on. Throws as {@link getOwn}, `peer-request-ended` (409), `peer-answer-refused` (422) by field. */
  async answer(
    tx: Transaction,
    { requestId, peerId }: { readonly requestId: string; readonly peerId: string },
    { results, evidence }: { readonly results: readonly AssessedResult[]; readonly evidence: string },
    actor: string,
  ): Promise<AnswerTaken> {
    const request = await this.open(tx, requestId, peerId);
    const known = new Map((await askedOf(tx, request)).map((competency) => [competency.code, competency]));
    const errors = answerProblems(results, request, known);
    if (errors.length > 0) throw new AppError('peer-answer-refused', { status: 422, errors });
    const levels = Object.fromEntries(results.map(({ code, level }) => [code, level]));
    await writeAnswer(tx, { requestId, peerId }, { state: 'ANSWERED', levels, evidence }, this.clock.now());
    await this.noteAnswered(tx, requestId, peerId, actor, 'answer-peer-request');
    return { requestId, state: 'ANSWERED' };
  }

  /** She does not answer, and says why. Throws as {@link answer}. */
  async decline(
    tx: Transaction,
    { requestId, peerId }: { readonly requestId: string; readonly peerId: string },
    reason: string,
    actor: string,
  ): Promise<AnswerTaken> {
    await this.open(tx, requestId, peerId);
    await writeAnswer(tx, { requestId, peerId }, { state: 'DECLINED', reason }, this.clock.now());
    await this.noteAnswered(tx, requestId, peerId, actor, 'decline-peer-request');
    return { requestId, state: 'DECLINED' };
  }

  private async open(tx: Transaction, requestId: string, peerId: string): Promise<PeerRequest> {
    const request = await getRequest(tx, requestId, 'FOR SHARE');
    await this.find(tx, requestId, peerId);
    assertAnswerable(request, this.clock.today());
    return request;
  }

  /** The trail says that she answered, and nothing of what: a digest of so few levels could be guessed. */
  /** The trail says that she answered, and nothing of what: a digest of so few levels could be guessed. */
  private async noteAnswered(
    tx: Transaction,
    requestId: string,
    peerId: string,
    actor: string,
    action: string,
  ): Promise<void> {
    await closeNotices(tx, requestId, peerId);
    await this.audit.record(tx, { actor, action, object: { type: 'peer-request', id: requestId } });
  }

  private async find(db: SqlClient, requestId: string, peerId: string): Promise<OwnAnswer> {
    const [row] = await db.query<OwnAnswer>(TO_ME, [requestId, peerId]);
    if (!row) throw new AppError('peer-request-not-found', { status: 404 });
    return row;
  }
}

/** The competencies of a request as its dictionary has them. */
async function askedOf(
  db: SqlClient,
  { dictionaryId, competencyCodes }: Pick<PeerRequest, 'dictionaryId' | 'competencyCodes'>,
): Promise<DictionaryCompetency[]> {
  const all = await loadCompetencies(db, dictionaryId);
  return all.filter(({ code }) => competencyCodes.includes(code));
}
