import {
  PublicationDecided,
  PublicationSubmitted,
  PublicationWithdrawn,
  newId,
  type Cause,
  type EventData,
  type NewEvent,
} from '@betang/contracts';
import { Outbox, regionToken } from '@betang/messaging';
import { AppError, Audit, Clock, RegionConfig, type SqlClient, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { causeOf } from '../request-cause.js';
import type { ProgrammeEntity } from '../database/programme.entity.js';
import { fingerprintOf } from '../overlap/overlap-check.js';
import { lockProgramme, programmeEntry } from '../programmes/programme-store.js';
import type { CatalogueRules } from '../rules/catalogue-rules.js';
import {
  approverOf,
  isApproved,
  isDecidable,
  submissionRefusal,
  type Decision,
  type PublicationRequest,
  type RequestState,
} from './approval.decision.js';
import { DECIDED_COLUMNS, PublicationNotices, type DecidedRequest } from './publication-notices.js';
import { NOT_NEEDED } from './publication-reasons.js';

type Submitted = EventData<typeof PublicationSubmitted>;

const SELECT = `SELECT request_id AS "requestId", programme_id AS "programmeId", revision, approver, state FROM publication_request`;

const INSERT = `INSERT INTO publication_request (request_id, programme_id, revision, approver, state, submitted, submitted_by, submitted_at, submitter_id)
  VALUES ($1, $2, $3, $4, 'PENDING', $5, $6, $7, $8)`;

const CLOSE = `UPDATE publication_request SET state = 'WITHDRAWN', reason = $2, decided_at = $3 WHERE request_id = ANY($1::uuid[])`;

const REVIEW = `INSERT INTO publication_review (request_id, region, programme_id, submitted, submitted_by, state, received_at)
  VALUES ($1, $2, $3, $4, $5, 'PENDING', $6) ON CONFLICT DO NOTHING`;

const CLOSE_REVIEW = `UPDATE publication_review SET state = 'WITHDRAWN', reason = $2, decided_at = $3 WHERE request_id = ANY($1::uuid[])`;

const FIND_REVIEW = `SELECT request_id AS "requestId", region, programme_id AS "programmeId", submitted_by AS "submittedBy", state, told_event AS "toldEvent"
  FROM publication_review WHERE request_id = $1`;

const DECIDE_REVIEW = `UPDATE publication_review SET state = $2, reason = $3, decided_by = $4, decided_at = $5, on_behalf_of = $6 WHERE request_id = $1`;

const DECIDE_OWN = `UPDATE publication_request AS p SET state = $2, reason = $3, decided_at = $4 WHERE request_id = $1 AND EXISTS (
    SELECT 1 FROM programme AS g WHERE g.programme_id = p.programme_id AND ($2 = 'APPROVED' OR p.state = 'PENDING' OR g.revision = p.revision))
  RETURNING ${DECIDED_COLUMNS}`;

const OVERLAP = `SELECT coalesce((SELECT max((f->>'score')::integer) FROM jsonb_array_elements(c.findings) AS f), 0) AS "highestScore",
    jsonb_array_length(c.findings) AS similar, (SELECT d.reason FROM overlap_decision AS d WHERE d.check_id = c.check_id ORDER BY decided_at DESC LIMIT 1) AS reason
  FROM overlap_check AS c WHERE c.programme_id = $1 AND c.fingerprint = $2 ORDER BY c.check_id DESC LIMIT 1`;

interface Review {
  readonly requestId: string;
  readonly region: string;
  readonly programmeId: string;
  readonly submittedBy: string | null;
  readonly state: RequestState;
  readonly toldEvent: string | null;
}

/** Who submits; `employeeId` hears of the decision. */
export interface Submitter {
  readonly actor: string;
  readonly employeeId: string | null;
}

/** Who decides; `onBehalfOf` gave the right for some days. */
export interface Decider {
  readonly actor: string;
  readonly onBehalfOf: string | null;
}

/** One door (satu pintu, row R21): where the rules ask for it, nothing is published that the academy has not approved. */
@Injectable()
export class PublicationRequests {
  constructor(
    private readonly outbox: Outbox,
    private readonly audit: Audit,
    private readonly clock: Clock,
    private readonly config: RegionConfig,
    private readonly notices: PublicationNotices,
  ) {}

  /**
   * Throws `approval-not-needed`, `publication-pending-already`, `publication-approved-already`, `publication-refused-before` (409);
   * `sharing-kept-at-home` (409) when the region's settings keep requests from the province.
   */
  async submit(
    tx: Transaction,
    programme: ProgrammeEntity,
    rules: CatalogueRules,
    { actor, employeeId }: Submitter,
  ): Promise<PublicationRequest> {
    const { region } = this.config;
    const approver = approverOf(rules.approval, region);
    if (approver === undefined) throw new AppError('approval-not-needed', { status: 409 });
    const { programmeId, revision } = programme;
    const refusal = submissionRefusal(await this.ofRevision(tx, programme), revision, approver);
    if (refusal !== undefined) throw new AppError(refusal, { status: 409 });
    const requestId = newId();
    const now = this.clock.now();
    await this.closeOpen(tx, programmeId, NOT_NEEDED.superseded);
    const submitted = await this.submission(tx, requestId, programme);
    const text = JSON.stringify(submitted);
    await tx.execute(INSERT, [requestId, programmeId, revision, approver, text, actor, now, employeeId]);
    if (approver === region) await tx.execute(REVIEW, [requestId, region, programmeId, text, actor, now]);
    else
      await this.tell(tx, PublicationSubmitted.create({ subject: requestId, data: submitted, cause: causeOf(actor) }));
    await this.audit.record(tx, programmeEntry(actor, 'submit-publication', programme));
    return { requestId, programmeId, revision, approver, state: 'PENDING' };
  }

  /** Throws `programme-not-approved` (409) unless this very revision has passed the door, where there is one. */
  async assertApproved(db: SqlClient, programme: ProgrammeEntity, rules: CatalogueRules): Promise<void> {
    const approver = approverOf(rules.approval, this.config.region);
    if (approver === undefined) return;
    if (!isApproved(await this.ofRevision(db, programme), programme.revision, approver))
      throw new AppError('programme-not-approved', { status: 409 });
  }

  /** Takes a request back that waits. Throws `publication-request-not-found` (404), `publication-decided-already` (409). */
  async withdraw(tx: Transaction, requestId: string, reason: string, actor: string): Promise<void> {
    const [found] = await tx.query<PublicationRequest>(`${SELECT} WHERE request_id = $1`, [requestId]);
    if (!found) throw new AppError('publication-request-not-found', { status: 404 });
    const programme = await lockProgramme(tx, found.programmeId);
    const [request] = await tx.query<PublicationRequest>(`${SELECT} WHERE request_id = $1 AND state = 'PENDING'`, [
      requestId,
    ]);
    if (!request) throw new AppError('publication-decided-already', { status: 409 });
    await this.close(tx, [request], reason);
    await this.audit.record(tx, programmeEntry(actor, 'withdraw-publication', programme, reason));
  }

  /** Requests of a programme that nobody needs to decide any more; whoever was asked is told. The caller holds the programme. */
  async closeOpen(tx: Transaction, programmeId: string, reason: string): Promise<void> {
    const open = await tx.query<PublicationRequest>(`${SELECT} WHERE programme_id = $1 AND state = 'PENDING'`, [
      programmeId,
    ]);
    await this.close(tx, open, reason);
  }

  /**
   * Decides a request of this region or of one of the province's; an approval may be taken back until it is used. Throws
   * `publication-review-not-found` (404), `publication-decided-already`, `publication-used-already` (409), `approval-own-request` (403): nobody
   * approves what they submitted.
   */
  async decide(
    tx: Transaction,
    requestId: string,
    decision: Decision,
    reason: string | null,
    by: Decider,
  ): Promise<void> {
    const review = await this.lockReview(tx, requestId);
    if (!isDecidable(review.state, decision)) throw new AppError('publication-decided-already', { status: 409 });
    if (review.submittedBy === by.actor) throw new AppError('approval-own-request', { status: 403 });
    const now = this.clock.now();
    await tx.execute(DECIDE_REVIEW, [requestId, decision, reason, by.actor, now, by.onBehalfOf]);
    if (review.region === this.config.region) await this.decideOwn(tx, requestId, decision, reason);
    else await this.answer(tx, review, decision, reason, by.actor);
    const object = { type: 'publication-request', id: requestId };
    const after = { decision, before: review.state, ...(by.onBehalfOf === null ? {} : { onBehalfOf: by.onBehalfOf }) };
    const entry = { actor: by.actor, action: 'decide-publication', object, after };
    await this.audit.record(tx, { ...entry, ...(reason === null ? {} : { reason }) });
  }

  /** The programme first, as publishing does: two who lock the other way round would wait for each other. */
  private async lockReview(tx: Transaction, requestId: string): Promise<Review> {
    const [found] = await tx.query<Review>(FIND_REVIEW, [requestId]);
    if (!found) throw new AppError('publication-review-not-found', { status: 404 });
    if (found.region === this.config.region) await lockProgramme(tx, found.programmeId);
    const [review] = await tx.query<Review>(`${FIND_REVIEW} FOR UPDATE`, [requestId]);
    return review ?? found;
  }

  private async decideOwn(
    tx: Transaction,
    requestId: string,
    decision: Decision,
    reason: string | null,
  ): Promise<void> {
    const decided = await tx.query<DecidedRequest>(DECIDE_OWN, [requestId, decision, reason, this.clock.now()]);
    if (decided.length === 0) throw new AppError('publication-used-already', { status: 409 });
    await this.notices.tell(tx, decided);
  }

  private async close(tx: Transaction, requests: readonly PublicationRequest[], reason: string): Promise<void> {
    if (requests.length === 0) return;
    const values = [requests.map(({ requestId }) => requestId), reason, this.clock.now()];
    await tx.execute(CLOSE, values);
    await tx.execute(CLOSE_REVIEW, values);
    const elsewhere = requests.filter(({ approver }) => approver !== this.config.region);
    const events = elsewhere.map(({ requestId, programmeId }) =>
      PublicationWithdrawn.create({ subject: requestId, data: { requestId, programmeId, reason } }),
    );
    await this.outbox.append(tx, events as unknown as NewEvent[]);
  }

  private ofRevision(db: SqlClient, { programmeId, revision }: ProgrammeEntity): Promise<PublicationRequest[]> {
    return db.query<PublicationRequest>(`${SELECT} WHERE programme_id = $1 AND revision = $2`, [programmeId, revision]);
  }

  private async submission(db: SqlClient, requestId: string, programme: ProgrammeEntity): Promise<Submitted> {
    const { programmeId, title, pathCode, delivery, hours, organiser, developmentTarget, developmentTargetId } =
      programme;
    const { competencies, targetGroups, modules, costPerParticipant, fundingPattern } = programme;
    const [overlap] = await db.query<Submitted['overlap']>(OVERLAP, [programmeId, fingerprintOf(programme)]);
    return {
      requestId,
      programmeId,
      title,
      pathCode,
      delivery,
      hours,
      organiser,
      developmentTarget: developmentTarget!,
      developmentTargetId,
      competencies: [...competencies],
      targetGroups: [...targetGroups],
      modules: [...modules],
      costPerParticipant,
      fundingPattern,
      overlap: overlap ?? { highestScore: 0, similar: 0, reason: null },
    };
  }

  private async tell(tx: Transaction, submitted: unknown): Promise<void> {
    const event = submitted as NewEvent;
    if (!this.outbox.shares(event)) throw new AppError('sharing-kept-at-home', { status: 409 });
    await this.outbox.append(tx, [event]);
  }

  private async answer(
    tx: Transaction,
    { requestId, programmeId, region, toldEvent }: Review,
    decision: Decision,
    reason: string | null,
    actor: string,
  ): Promise<void> {
    const data = { requestId, programmeId, decision, reason };
    const cause: Cause = { ...causeOf(actor), ...(toldEvent === null ? {} : { causationId: toldEvent }) };
    const event = PublicationDecided.create({ subject: requestId, data, to: `to.${regionToken(region)}`, cause });
    await this.outbox.append(tx, [event as unknown as NewEvent]);
  }
}
