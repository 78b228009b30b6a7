import { CertificateRevoked, CompletionRevoked, type Cause, type NewEvent } from '@betang/contracts';
import { Outbox } from '@betang/messaging';
import { AppError, Audit, Notices, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { Clock } from '../clock.js';
import { causeOf } from '../completions/record-completion.js';
import { CERTIFICATE_COLUMNS, type Certificate } from './certificate.js';
import { CertificateListeners } from './certificate-listeners.js';
import { CertificateIssuer } from './issue-certificates.js';

const LOCK = `SELECT ${CERTIFICATE_COLUMNS} FROM certificate AS c WHERE c.certificate_id = $1 FOR UPDATE`;
const OF_COMPLETION = `SELECT ${CERTIFICATE_COLUMNS} FROM certificate AS c WHERE c.completion_id = $1 AND c.state = 'VALID' FOR UPDATE`;
const END = `UPDATE certificate SET state = $2, ended_on = $3, ended_reason = $4 WHERE certificate_id = $1`;
const REVOKE_COMPLETION = `UPDATE completion SET revoked_at = now(), revoked_by = $2, revoked_reason = $3 WHERE completion_id = $1 AND revoked_at IS NULL`;
const NAME = 'SELECT name FROM employee WHERE employee_id = $1';
const DETAIL = 'UPDATE completion_detail SET certificate_id = $2 WHERE completion_id = $1';
const NUMBER = 'UPDATE completion SET certificate_number = $2 WHERE completion_id = $1';

/** What becomes of certificates after they were issued. */
@Injectable()
export class Certificates {
  constructor(
    private readonly issuer: CertificateIssuer,
    private readonly listeners: CertificateListeners,
    private readonly outbox: Outbox,
    private readonly audit: Audit,
    private readonly notices: Notices,
    private readonly clock: Clock,
  ) {}

  /** Takes a certificate back, and with it the completion that it proves. Throws `certificate-not-found` (404), `certificate-ended` (409). */
  async revoke(tx: Transaction, certificateId: string, reason: string, actor: string): Promise<Certificate> {
    const certificate = await this.lockValid(tx, certificateId);
    const cause = causeOf(actor);
    const ended = await this.end(tx, certificate, 'REVOKED', reason, cause);
    const { completionId, employeeId, homeRegion } = certificate;
    const revoked = await tx.execute(REVOKE_COMPLETION, [completionId, actor, reason]);
    if (revoked > 0 && homeRegion === null) {
      const event = CompletionRevoked.create({
        subject: employeeId,
        data: { completionId, employeeId, reason },
        cause,
      });
      await this.outbox.append(tx, [event as unknown as NewEvent]);
    }
    await this.listeners.tell(tx, [ended]);
    await this.note(tx, actor, 'revoke-certificate', certificateId, reason);
    return ended;
  }

  /** With its completion go the certificates of it. To be called in the transaction that revokes the completion. */
  async revokeOf(tx: Transaction, completionId: string, reason: string, actor: string): Promise<void> {
    const certificates = await tx.query<Certificate>(OF_COMPLETION, [completionId]);
    for (const certificate of certificates) await this.end(tx, certificate, 'REVOKED', reason, causeOf(actor));
    await this.listeners.tell(tx, certificates);
  }

  /**
   * The same certificate anew, under the next number: with the name as it is today, or as an officer gives it for a guest. The old one is
   * marked as replaced. Its last day stays what it was. Throws `certificate-not-found` (404), `certificate-ended` (409).
   */
  async reissue(
    tx: Transaction,
    certificateId: string,
    reason: string,
    holderName: string | undefined,
    actor: string,
  ): Promise<Certificate> {
    const old = await this.lockValid(tx, certificateId);
    const cause = causeOf(actor);
    const [person] = await tx.query<{ name: string | null }>(NAME, [old.employeeId]);
    const name = holderName ?? person?.name ?? old.holderName;
    await this.end(tx, old, 'REPLACED', reason, cause);
    const grant = { ...old, holderName: name, replacesId: certificateId };
    const terms = { today: this.clock.today(), months: null, actor, cause };
    const [issued] = await this.issuer.issue(tx, [grant], { ...terms, expiresOn: old.expiresOn });
    await tx.execute(DETAIL, [old.completionId, issued!.certificateId]);
    await tx.execute(NUMBER, [old.completionId, issued!.number]);
    await this.listeners.tell(tx, [issued!]);
    await this.note(tx, actor, 'reissue-certificate', certificateId, reason);
    return issued!;
  }

  private async end(
    tx: Transaction,
    certificate: Certificate,
    state: 'REVOKED' | 'REPLACED',
    reason: string,
    cause: Cause,
  ): Promise<Certificate> {
    const revokedOn = this.clock.today();
    const { certificateId, number, completionId, employeeId, homeRegion, title } = certificate;
    await tx.execute(END, [certificateId, state, revokedOn, reason]);
    if (homeRegion === null) {
      const data = { certificateId, number, completionId, employeeId, revokedOn, cause: state, reason };
      const event = CertificateRevoked.create({ subject: employeeId, data, cause });
      await this.outbox.append(tx, [event as unknown as NewEvent]);
      const code = state === 'REVOKED' ? 'training.certificate-revoked' : 'training.certificate-replaced';
      const notice = { recipientId: employeeId, key: `${code}:${certificateId}`, code, params: { title } };
      await this.notices.tell(tx, [{ ...notice, link: '/training/certificates' }]);
    }
    return { ...certificate, state, endedOn: revokedOn, endedReason: reason };
  }

  private async lockValid(tx: Transaction, certificateId: string): Promise<Certificate> {
    const [certificate] = await tx.query<Certificate>(LOCK, [certificateId]);
    if (!certificate) throw new AppError('certificate-not-found', { status: 404 });
    if (certificate.state !== 'VALID') throw new AppError('certificate-ended', { status: 409 });
    return certificate;
  }

  private note(tx: Transaction, actor: string, action: string, id: string, reason: string): Promise<void> {
    return this.audit.record(tx, { actor, action, object: { type: 'certificate', id }, reason });
  }
}
