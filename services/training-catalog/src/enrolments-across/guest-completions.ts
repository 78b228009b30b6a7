import {
  CompletionRevoked,
  TrainingCompleted,
  type Cause,
  type CompletionReported,
  type NewEvent,
} from '@betang/contracts';
import { Outbox } from '@betang/messaging';
import { Audit, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { ForeignCertificates } from '../certificates-across/foreign-certificates.js';
import { certificateReissued } from '../certificates/certificate-reissued.js';
import { LaterCertificates } from '../certificates-across/later-certificates.js';
import { certificatesReported, reissueReported } from './host-certificates.decision.js';

const FIND = `SELECT employee_id AS "employeeId", state, completion_id AS "completionId" FROM outgoing_enrolment
  WHERE enrolment_id = $1 AND host_region = $2 FOR UPDATE`;

const END = `UPDATE outgoing_enrolment SET state = $2, reason = $3, completion_id = coalesce($4, completion_id), changed_at = now() WHERE enrolment_id = $1`;

/** The enrolment is the identity of the record: however often it is reported, there is one completion of it. */
const INSERT = `INSERT INTO completion (completion_id, employee_id, programme_id, session_id, title, organiser, path_code, scope, quantity_hundredths, started_on,
    completed_on, certificate_number, source_key, recorded_by)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) ON CONFLICT DO NOTHING RETURNING completion_id AS id`;

const DETAIL = `INSERT INTO completion_detail (completion_id, delivery, competencies, development_target_id) VALUES ($1, $2, $3, $4)`;

const NUMBER = `UPDATE completion AS c SET certificate_number = $3
  FROM (SELECT certificate_number FROM completion WHERE completion_id = $1 FOR UPDATE) AS before
  WHERE c.completion_id = $1 AND c.employee_id = $2 AND c.revoked_at IS NULL AND c.certificate_number IS DISTINCT FROM $3
  RETURNING before.certificate_number AS number`;
const NUMBER_OF = 'SELECT certificate_number AS number FROM completion WHERE completion_id = $1';

const REVOKE = `UPDATE completion SET revoked_at = now(), revoked_by = $2, revoked_reason = $3 WHERE completion_id = $1 AND revoked_at IS NULL`;

const NO_REASON = 'Dicabut oleh wilayah penyelenggara';

interface Numbered {
  readonly number: string | null;
}

interface Outgoing {
  readonly employeeId: string;
  readonly state: string;
  readonly completionId: string | null;
}

/** The end of a training elsewhere: what the host reports becomes a completion of the home region, once. */
@Injectable()
export class GuestCompletions {
  constructor(
    private readonly outbox: Outbox,
    private readonly audit: Audit,
    private readonly certificates: ForeignCertificates,
    private readonly later: LaterCertificates,
  ) {}

  /** A report of another region than the one that was asked, or of nobody's enrolment, does nothing. */
  async take(tx: Transaction, region: string, report: CompletionReported, eventId: string): Promise<void> {
    const { enrolmentId, outcome, reason } = report;
    const [enrolment] = await tx.query<Outgoing>(FIND, [enrolmentId, region]);
    if (!enrolment) return;
    const cause = { causationId: eventId };
    if (outcome === 'REVOKED') await this.revoke(tx, region, enrolment, report, cause);
    else if (outcome === 'PASSED') await this.record(tx, region, enrolment, report, cause);
    else await tx.execute(END, [enrolmentId, 'NOT_PASSED', reason, null]);
    const certificates = certificatesReported(report, enrolment.employeeId, region);
    await this.later.follow(tx, await this.certificates.record(tx, certificates));
  }

  private async record(
    tx: Transaction,
    region: string,
    { employeeId, completionId: former }: Outgoing,
    report: CompletionReported,
    cause: Cause,
  ): Promise<void> {
    const { completionId, enrolmentId, programmeId, sessionId, title, organiser, pathCode, scope } = report;
    const { quantityHundredths, startedOn, completedOn, certificateNumber, reason } = report;
    const [recorded] = await tx.query<{ id: string }>(INSERT, [
      completionId,
      employeeId,
      programmeId,
      sessionId,
      title,
      organiser,
      pathCode,
      scope,
      quantityHundredths,
      startedOn,
      completedOn,
      certificateNumber,
      `enrolment:${enrolmentId}`,
      `region:${region}`,
    ]);
    if (!recorded) {
      // Told before: only its certificate may be another one now.
      const [before] = await tx.query<Numbered>(NUMBER, [completionId, employeeId, certificateNumber]);
      if (before)
        await this.tellReissue(tx, region, employeeId, report, { ...before, formerCompletionId: null }, cause);
      return;
    }
    await tx.execute(END, [enrolmentId, 'PASSED', reason, completionId]);
    const { competencies, developmentTargetId, delivery } = report;
    await tx.execute(DETAIL, [completionId, delivery, JSON.stringify(competencies), developmentTargetId]);
    const basics = { programmeId, sessionId, title, organiser, pathCode, scope, quantityHundredths };
    const dates = { startedOn, completedOn, certificateNumber };
    const more = { competencies, developmentTargetId, delivery, heldByRegion: region };
    const data = { completionId, employeeId, ...basics, ...dates, ...more };
    const event = TrainingCompleted.create({ subject: employeeId, data, cause });
    await this.outbox.append(tx, [event as unknown as NewEvent]);
    // Here before, and taken back by mistake: the enrolment still names the completion that was revoked.
    const [before] = former === null ? [] : await tx.query<Numbered>(NUMBER_OF, [former]);
    if (before)
      await this.tellReissue(tx, region, employeeId, report, { ...before, formerCompletionId: former }, cause);
    await this.note(tx, region, 'record-completion-elsewhere', completionId);
  }

  /** That the number of a certificate is another one now. */
  private async tellReissue(
    tx: Transaction,
    region: string,
    employeeId: string,
    report: CompletionReported,
    before: Numbered & { readonly formerCompletionId: string | null },
    cause: Cause,
  ): Promise<void> {
    const reissue = reissueReported(report, { employeeId, region, ...before });
    if (reissue) await this.outbox.append(tx, [certificateReissued(reissue, cause)]);
  }

  private async revoke(
    tx: Transaction,
    region: string,
    { employeeId, completionId }: Outgoing,
    { enrolmentId, reason }: CompletionReported,
    cause: Cause,
  ): Promise<void> {
    const why = reason ?? NO_REASON;
    if (completionId === null) {
      await tx.execute(END, [enrolmentId, 'NOT_PASSED', why, null]);
      return;
    }
    const revoked = await tx.execute(REVOKE, [completionId, `region:${region}`, why]);
    if (revoked === 0) return;
    await tx.execute(END, [enrolmentId, 'NOT_PASSED', why, null]);
    const data = { completionId, employeeId, reason: why };
    await this.outbox.append(tx, [
      CompletionRevoked.create({ subject: employeeId, data, cause }) as unknown as NewEvent,
    ]);
    await this.note(tx, region, 'revoke-completion-elsewhere', completionId);
  }

  private note(tx: Transaction, region: string, action: string, id: string): Promise<void> {
    return this.audit.record(tx, { actor: `region:${region}`, action, object: { type: 'completion', id } });
  }
}
