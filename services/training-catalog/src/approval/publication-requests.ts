import { PublicationDecided, PublicationSubmitted, newId, type EventData, type NewEvent } from '@betang/contracts';
import { Outbox, regionToken } from '@betang/messaging';
import { AppError, Audit, RegionConfig, type SqlClient, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { Clock } from '../clock.js';
import type { ProgrammeEntity } from '../database/programme.entity.js';
import { fingerprintOf } from '../overlap/overlap-check.js';
import { programmeEntry } from '../programmes/programme-store.js';
import type { CatalogueRules } from '../rules/catalogue-rules.js';
import { approverOf, isApproved, type Decision, type PublicationRequest } from './approval.decision.js';

type Submitted = EventData<typeof PublicationSubmitted>;

const SELECT = `SELECT request_id AS "requestId", programme_id AS "programmeId", revision, approver, state FROM publication_request`;

const INSERT = `INSERT INTO publication_request (request_id, programme_id, revision, approver, state, submitted, submitted_by, submitted_at)
  VALUES ($1, $2, $3, $4, 'PENDING', $5, $6, $7)`;

const SUPERSEDE = `UPDATE publication_request SET state = 'RETURNED', reason = $2, decided_at = $3 WHERE programme_id = $1 AND state = 'PENDING'
  RETURNING request_id AS "requestId"`;

const REVIEW = `INSERT INTO publication_review (request_id, region, programme_id, submitted, submitted_by, state, received_at)
  VALUES ($1, $2, $3, $4, $5, 'PENDING', $6) ON CONFLICT DO NOTHING`;

const LOCK_REVIEW = `SELECT request_id AS "requestId", region, programme_id AS "programmeId", submitted_by AS "submittedBy", state
  FROM publication_review WHERE request_id = $1 FOR UPDATE`;

const DECIDE_REVIEW = `UPDATE publication_review SET state = $2, reason = $3, decided_by = $4, decided_at = $5 WHERE request_id = $1`;

const DECIDE_OWN = `UPDATE publication_request SET state = $2, reason = $3, decided_at = $4 WHERE request_id = $1 AND state = 'PENDING'`;

const OVERLAP = `SELECT coalesce((SELECT max((f->>'score')::integer) FROM jsonb_array_elements(c.findings) AS f), 0) AS "highestScore",
    jsonb_array_length(c.findings) AS similar, (SELECT d.reason FROM overlap_decision AS d WHERE d.check_id = c.check_id ORDER BY decided_at DESC LIMIT 1) AS reason
  FROM overlap_check AS c WHERE c.programme_id = $1 AND c.fingerprint = $2 ORDER BY c.check_id DESC LIMIT 1`;

const SUPERSEDED = 'Diganti oleh permohonan yang lebih baru';

interface Review {
  readonly requestId: string;
  readonly region: string;
  readonly programmeId: string;
  readonly submittedBy: string | null;
  readonly state: string;
}

/** One door (satu pintu, row R21): where the rules ask for it, nothing is published that the academy has not approved. */
@Injectable()
export class PublicationRequests {
  constructor(
    private readonly outbox: Outbox,
    private readonly audit: Audit,
    private readonly clock: Clock,
    private readonly config: RegionConfig,
  ) {}

  /** Throws `approval-not-needed` (409); `sharing-kept-at-home` (409) when the region's settings keep requests from the province. */
  async submit(
    tx: Transaction,
    programme: ProgrammeEntity,
    rules: CatalogueRules,
    actor: string,
  ): Promise<PublicationRequest> {
    const { region } = this.config;
    const approver = approverOf(rules.approval, region);
    if (approver === undefined) throw new AppError('approval-not-needed', { status: 409 });
    const { programmeId, revision } = programme;
    const requestId = newId();
    const now = this.clock.now();
    await this.supersede(tx, programmeId, now);
    const submitted = await this.submission(tx, requestId, programme);
    const text = JSON.stringify(submitted);
    await tx.execute(INSERT, [requestId, programmeId, revision, approver, text, actor, now]);
    if (approver === region) await tx.execute(REVIEW, [requestId, region, programmeId, text, actor, now]);
    else await this.tell(tx, submitted);
    await this.audit.record(tx, programmeEntry(actor, 'submit-publication', programme));
    return { requestId, programmeId, revision, approver, state: 'PENDING' };
  }

  /** Throws `programme-not-approved` (409) unless this very revision has passed the door, where there is one. */
  async assertApproved(db: SqlClient, programme: ProgrammeEntity, rules: CatalogueRules): Promise<void> {
    const approver = approverOf(rules.approval, this.config.region);
    if (approver === undefined) return;
    const { programmeId, revision } = programme;
    const requests = await db.query<PublicationRequest>(`${SELECT} WHERE programme_id = $1 AND revision = $2`, [
      programmeId,
      revision,
    ]);
    if (!isApproved(requests, revision, approver)) throw new AppError('programme-not-approved', { status: 409 });
  }

  /**
   * Decides a request of this region or of one of the province's. Throws `publication-review-not-found` (404), `publication-decided-already`
   * (409), `approval-own-request` (403): nobody approves what they submitted.
   */
  async decide(
    tx: Transaction,
    requestId: string,
    decision: Decision,
    reason: string | null,
    actor: string,
  ): Promise<void> {
    const [review] = await tx.query<Review>(LOCK_REVIEW, [requestId]);
    if (!review) throw new AppError('publication-review-not-found', { status: 404 });
    if (review.state !== 'PENDING') throw new AppError('publication-decided-already', { status: 409 });
    if (review.submittedBy === actor) throw new AppError('approval-own-request', { status: 403 });
    const now = this.clock.now();
    await tx.execute(DECIDE_REVIEW, [requestId, decision, reason, actor, now]);
    if (review.region === this.config.region) await tx.execute(DECIDE_OWN, [requestId, decision, reason, now]);
    else await this.answer(tx, review, decision, reason);
    const object = { type: 'publication-request', id: requestId };
    await this.audit.record(tx, {
      actor,
      action: 'decide-publication',
      object,
      after: { decision },
      ...(reason === null ? {} : { reason }),
    });
  }

  /** A request that nobody needs to decide any more: its programme was submitted anew. */
  private async supersede(tx: Transaction, programmeId: string, now: Date): Promise<void> {
    const old = await tx.query<{ requestId: string }>(SUPERSEDE, [programmeId, SUPERSEDED, now]);
    for (const { requestId } of old)
      await tx.execute(`${DECIDE_REVIEW} AND state = 'PENDING'`, [requestId, 'RETURNED', SUPERSEDED, 'betang', now]);
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

  private async tell(tx: Transaction, submitted: Submitted): Promise<void> {
    const event = PublicationSubmitted.create({
      subject: submitted.requestId,
      data: submitted,
    }) as unknown as NewEvent;
    if (!this.outbox.shares(event)) throw new AppError('sharing-kept-at-home', { status: 409 });
    await this.outbox.append(tx, [event]);
  }

  private async answer(tx: Transaction, review: Review, decision: Decision, reason: string | null): Promise<void> {
    const { requestId, programmeId, region } = review;
    const data = { requestId, programmeId, decision, reason };
    const event = PublicationDecided.create({ subject: requestId, data, to: `to.${regionToken(region)}` });
    await this.outbox.append(tx, [event as unknown as NewEvent]);
  }
}
