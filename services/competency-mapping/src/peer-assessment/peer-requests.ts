import { newId } from '@betang/contracts';
import { AppError, Audit, Clock, Notices, type NewNotice, type Principal, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { Assessments } from '../assessments/assessments.js';
import { MappingContexts } from '../profiles/mapping-context.js';
import { PeerAccess } from './peer-access.js';
import type { PeerRequest } from './peer-request.js';
import {
  assertAnswerable,
  assertOpen,
  combine,
  leastAnswersOf,
  peerProblems,
  questionProblems,
  type PeerProblem,
  type PeerQuestion,
} from './peer-request.decision.js';
import {
  assertNotAsked,
  endRequest,
  getRequest,
  insertAsked,
  insertRequest,
  loadCounted,
  ownLinkOf,
} from './peer-request-store.js';

const PEERS = `SELECT peer_id AS "peerId", state FROM peer_answer WHERE request_id = $1`;

/** Requests to colleagues (permintaan penilaian rekan kerja): asked, widened, closed, withdrawn. */
@Injectable()
export class PeerRequests {
  constructor(
    private readonly access: PeerAccess,
    private readonly contexts: MappingContexts,
    private readonly assessments: Assessments,
    private readonly notices: Notices,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /** Throws `person-not-found` (404), `peer-request-of-oneself` (422), `peer-request-refused` (422) by field, `peer-request-open` (409). */
  async ask(
    tx: Transaction,
    employeeId: string,
    question: PeerQuestion,
    principal: Principal,
  ): Promise<{ readonly requestId: string }> {
    if (employeeId === principal.employeeId)
      throw new AppError('peer-request-of-oneself', { status: 422, field: 'employeeId' });
    const { leftOn } = await this.access.getPerson(tx, principal, employeeId);
    if (leftOn !== null) throw new AppError('person-not-found', { status: 404 });
    const { competencies, profileRule, dictionary, today } = await this.contexts.load(tx);
    const leastAnswers = leastAnswersOf(profileRule.content);
    refuse([
      ...questionProblems(question, competencies, leastAnswers, today),
      ...(await this.problemsOf(tx, employeeId, question.peerIds, new Set(), principal)),
    ]);
    const request = {
      ...{ requestId: newId(), employeeId, dictionaryId: dictionary.dictionaryId, leastAnswers },
      ...{ competencyCodes: question.competencyCodes, dueOn: question.dueOn, ruleVersion: profileRule.ruleVersion },
      ...{ askedBy: principal.subject, askedEmployeeId: principal.employeeId ?? null, askedAt: this.clock.now() },
    };
    await insertRequest(tx, request);
    await this.tellAsked(tx, request, question.peerIds);
    const after = {
      dueOn: question.dueOn,
      peers: question.peerIds.length,
      competencies: question.competencyCodes.length,
    };
    await this.note(tx, principal.subject, 'ask-peers', request.requestId, after);
    return { requestId: request.requestId };
  }

  /** Asks further colleagues, for those who declined or left. Throws `peer-request-not-found` (404), `peer-request-ended` (409), `peer-request-refused` (422). */
  async askFurther(
    tx: Transaction,
    requestId: string,
    peerIds: readonly string[],
    principal: Principal,
  ): Promise<{ readonly requestId: string }> {
    const request = await this.lock(tx, requestId, principal);
    assertAnswerable(request, this.clock.today());
    const asked = await tx.query<{ peerId: string }>(PEERS, [requestId]);
    const known = new Set(asked.map(({ peerId }) => peerId));
    refuse(await this.problemsOf(tx, request.employeeId, peerIds, known, principal));
    await this.tellAsked(tx, request, peerIds);
    await this.note(tx, principal.subject, 'ask-further-peers', requestId, { peers: peerIds.length });
    return { requestId };
  }

  /** Closes a request whose answers suffice. Throws `peer-request-not-found` (404), `peer-request-ended`, `peer-answers-too-few` (409). */
  async close(tx: Transaction, requestId: string, principal: Principal): Promise<{ readonly requestId: string }> {
    const request = await this.lock(tx, requestId, principal);
    assertOpen(request);
    const ended = await this.end(tx, request, principal.subject);
    if (!ended) throw new AppError('peer-answers-too-few', { status: 409, params: { least: request.leastAnswers } });
    return { requestId };
  }

  /** Takes a request back; what was answered is forgotten, and who was asked is told. Throws as {@link close}. */
  async withdraw(
    tx: Transaction,
    requestId: string,
    reason: string,
    principal: Principal,
  ): Promise<{ readonly requestId: string }> {
    const request = await this.lock(tx, requestId, principal);
    assertOpen(request);
    await this.withdrawOpen(tx, request, reason, principal.subject);
    return { requestId };
  }

  async withdrawOpen(tx: Transaction, request: PeerRequest, reason: string, actor: string): Promise<void> {
    const { requestId, dueOn } = request;
    const asked = await tx.query<{ peerId: string; state: string }>(PEERS, [requestId]);
    await endRequest(tx, requestId, {
      ...{ state: 'WITHDRAWN', at: this.clock.now(), reason, result: null, answers: null },
    });
    const told = asked.flatMap(({ peerId, state }): NewNotice[] =>
      state === 'DECLINED'
        ? []
        : [{ recipientId: peerId, key: `peer-withdrawn:${requestId}`, code: 'peer-withdrawn', params: { dueOn } }],
    );
    await this.notices.tell(tx, told);
    await this.audit.record(tx, {
      ...{ actor, action: 'withdraw-peer-request', object: { type: 'peer-request', id: requestId }, reason },
    });
  }

  /** Ends a request whose last day has passed, with what came of it. */
  async endOverdue(tx: Transaction, request: PeerRequest, actor: string): Promise<void> {
    if (await this.end(tx, request, actor)) return;
    await endRequest(tx, request.requestId, {
      ...{ state: 'CLOSED', at: this.clock.now(), reason: null, result: null, answers: null },
    });
    await this.tellAsker(tx, request, 'peer-too-few');
    await this.note(tx, actor, 'end-peer-request', request.requestId, { results: 0 });
  }

  /** Closes it with the combined result as evidence; false, and nothing changed, where too few answered. */
  private async end(tx: Transaction, request: PeerRequest, actor: string): Promise<boolean> {
    const { requestId, employeeId } = request;
    const counted = await loadCounted(tx, requestId);
    const result = combine(
      counted.map(({ levels }) => levels),
      request,
    );
    if (result.length === 0) return false;
    await endRequest(tx, requestId, {
      ...{ state: 'CLOSED', at: this.clock.now(), reason: null, result, answers: counted.length },
    });
    await this.assessments.recordPeers(tx, { requestId, employeeId, results: result }, actor);
    await this.note(tx, actor, 'close-peer-request', requestId, { results: result.length });
    await this.tellAsker(tx, request, 'peer-closed');
    await this.notices.tell(tx, [resultNotice(request, counted.length)]);
    return true;
  }

  private async problemsOf(
    tx: Transaction,
    employeeId: string,
    peerIds: readonly string[],
    asked: ReadonlySet<string>,
    principal: Principal,
  ): Promise<PeerProblem[]> {
    const { supervisorId } = await this.access.getPerson(tx, principal, employeeId);
    const reachable = await this.access.findColleagues(tx, principal, peerIds);
    const askerId = principal.employeeId ?? null;
    return peerProblems(peerIds, { employeeId, supervisorId, askerId, reachable, asked });
  }

  private async lock(tx: Transaction, requestId: string, principal: Principal): Promise<PeerRequest> {
    const request = await getRequest(tx, requestId, 'FOR UPDATE');
    await assertNotAsked(tx, requestId, principal.employeeId);
    const { leftOn } = await this.access.getPerson(tx, principal, request.employeeId);
    // The next sweep withdraws what is asked about who has left.
    if (leftOn !== null) throw new AppError('person-not-found', { status: 404 });
    return request;
  }

  private async tellAsked(
    tx: Transaction,
    { requestId, dueOn }: Pick<PeerRequest, 'requestId' | 'dueOn'>,
    peerIds: readonly string[],
  ): Promise<void> {
    await insertAsked(tx, requestId, peerIds, this.clock.now());
    const link = ownLinkOf(requestId);
    await this.notices.tell(
      tx,
      peerIds.map((recipientId) => ({
        ...{ recipientId, key: `peer-asked:${requestId}`, code: 'peer-asked', params: { dueOn }, link },
      })),
    );
  }

  private async tellAsker(tx: Transaction, request: PeerRequest, code: 'peer-closed' | 'peer-too-few'): Promise<void> {
    const { requestId, askedEmployeeId, dueOn } = request;
    if (askedEmployeeId === null) return;
    const link = `/peer-requests/${requestId}`;
    await this.notices.tell(tx, [
      { recipientId: askedEmployeeId, key: `${code}:${requestId}`, code, params: { dueOn }, link },
    ]);
  }

  private note(
    tx: Transaction,
    actor: string,
    action: string,
    requestId: string,
    after: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    return this.audit.record(tx, { actor, action, object: { type: 'peer-request', id: requestId }, after });
  }
}

function refuse(errors: readonly PeerProblem[]): void {
  if (errors.length > 0) throw new AppError('peer-request-refused', { status: 422, errors });
}

function resultNotice({ requestId, employeeId }: PeerRequest, answers: number): NewNotice {
  return {
    recipientId: employeeId,
    key: `peer-result:${requestId}`,
    code: 'peer-result',
    params: { answers },
    link: '/me/peer-results',
  };
}
