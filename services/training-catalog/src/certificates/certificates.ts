import { CertificateRevoked, CompletionRevoked, newId, type Cause, type NewEvent } from '@betang/contracts';
import { Outbox } from '@betang/messaging';
import { AppError, Audit, Clock, Notices, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { trainingCompleted } from '../completions/record-completion.js';
import { causeOf } from '../request-cause.js';
import type { CompletionProof } from '../completions/completion-proof.js';
import { restoreCompletion, type RestoredCompletion } from '../completions/restore-completion.js';
import { CERTIFICATE_COLUMNS, type Certificate } from './certificate.js';
import { CertificateListeners } from './certificate-listeners.js';
import { certificateReissued } from './certificate-reissued.js';
import { CertificateIssuer } from './issue-certificates.js';
import { reissueOf, type Reissue } from './reissue.decision.js';

const LOCK = 'SELECT 1 FROM certificate WHERE certificate_id = $1 FOR UPDATE';
const FIND = `SELECT ${CERTIFICATE_COLUMNS} FROM certificate AS c WHERE c.certificate_id = $1`;
const OF_COMPLETION = `SELECT ${CERTIFICATE_COLUMNS} FROM certificate AS c WHERE c.completion_id = $1 AND c.state = 'VALID' FOR UPDATE`;
const END = `UPDATE certificate SET state = $2, ended_on = $3, ended_reason = $4 WHERE certificate_id = $1`;
const REVOKE_COMPLETION = `UPDATE completion SET revoked_at = now(), revoked_by = $2, revoked_reason = $3 WHERE completion_id = $1 AND revoked_at IS NULL`;
const NAME = 'SELECT name FROM employee WHERE employee_id = $1';
const DETAIL = 'UPDATE completion_detail SET certificate_id = $2 WHERE completion_id = $1';
const NUMBER = 'UPDATE completion SET certificate_number = $2 WHERE completion_id = $1';
const OUTCOME = 'UPDATE training_outcome SET completion_id = $2 WHERE completion_id = $1';

/** What becomes of certificates after they were issued. */
@Injectable()
export class Certificates implements CompletionProof {
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

  /** With its completion go the certificates of it. */
  async revokeOf(tx: Transaction, completionId: string, reason: string, actor: string): Promise<void> {
    const certificates = await tx.query<Certificate>(OF_COMPLETION, [completionId]);
    for (const certificate of certificates) await this.end(tx, certificate, 'REVOKED', reason, causeOf(actor));
    await this.listeners.tell(tx, certificates);
  }

  /**
   * The same certificate anew, under the next number: with the name as it is today, or as an officer gives it for a guest. One that held is marked as
   * replaced; one that was revoked by mistake stays revoked, and its completion is recorded anew. Its last day stays what it was. Throws
   * `certificate-not-found` (404), `certificate-ended`, `completion-recorded-anew` (409).
   */
  async reissue(
    tx: Transaction,
    certificateId: string,
    reason: string,
    holderName: string | undefined,
    actor: string,
  ): Promise<Certificate> {
    const old = await this.lock(tx, certificateId);
    const kind = reissueOf(old);
    const cause = causeOf(actor);
    const [person] = await tx.query<{ name: string | null }>(NAME, [old.employeeId]);
    const name = holderName ?? person?.name ?? old.holderName;
    if (kind === 'REPLACED') await this.end(tx, old, 'REPLACED', reason, cause);
    const own = kind === 'RESTORED' && old.homeRegion === null;
    const restored = own ? await restoreCompletion(tx, old.completionId, actor) : undefined;
    // A guest's completion is recorded at home: here it is an id alone.
    const completionId = restored?.completion.completionId ?? (kind === 'RESTORED' ? newId() : old.completionId);
    const link = { replacesId: certificateId, replacesNumber: old.number, issuedReason: reason };
    const terms = { today: this.clock.today(), months: null, actor, cause, expiresOn: old.expiresOn };
    const grant = { ...old, ...link, completionId, holderName: name };
    const [issued] = await this.issuer.issue(tx, [grant], terms);
    await tx.execute(DETAIL, [completionId, issued!.certificateId]);
    await tx.execute(NUMBER, [completionId, issued!.number]);
    if (kind === 'RESTORED') await tx.execute(OUTCOME, [old.completionId, completionId]);
    await this.tellReissue(tx, { kind, old, issued: issued!, restored, reason, cause });
    await this.listeners.tell(tx, [issued!]);
    await this.note(
      tx,
      actor,
      kind === 'RESTORED' ? 'restore-certificate' : 'reissue-certificate',
      certificateId,
      reason,
    );
    return issued!;
  }

  /** Guests and their region hear it from the region itself. */
  private async tellReissue(
    tx: Transaction,
    {
      kind,
      old,
      issued,
      restored,
      reason,
      cause,
    }: {
      kind: Reissue;
      old: Certificate;
      issued: Certificate;
      restored: RestoredCompletion | undefined;
      reason: string;
      cause: Cause;
    },
  ): Promise<void> {
    const { employeeId, certificateId, number, completionId, issuedOn, title } = issued;
    if (issued.homeRegion !== null) return;
    const formerCompletionId = kind === 'RESTORED' ? old.completionId : null;
    const replaced = { replacesId: old.certificateId, replacedNumber: old.number, formerCompletionId };
    const data = { certificateId, number, completionId, employeeId, issuedOn, cause: kind, reason, ...replaced };
    const completed =
      restored === undefined
        ? []
        : [
            trainingCompleted({ ...restored.completion, certificateNumber: number }, cause, {
              ...restored.extras,
              certificateId,
            }),
          ];
    await this.outbox.append(tx, [...completed, certificateReissued(data, cause)]);
    if (kind === 'REPLACED') return;
    const code = 'training.certificate-restored';
    const notice = { recipientId: employeeId, key: `${code}:${certificateId}`, code, params: { title, number } };
    await this.notices.tell(tx, [{ ...notice, link: '/training/certificates' }]);
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

  private async lock(tx: Transaction, certificateId: string): Promise<Certificate> {
    const [before] = await tx.query<Certificate>(FIND, [certificateId]);
    // What stands in the place of a certificate is read once it is locked, not as it was before.
    await tx.query(LOCK, [certificateId]);
    const [certificate] = await tx.query<Certificate>(FIND, [certificateId]);
    if (!before || !certificate) throw new AppError('certificate-not-found', { status: 404 });
    // It ended while this waited: what was meant for one that holds would restore what somebody has just revoked.
    if (certificate.state !== before.state) throw new AppError('certificate-ended', { status: 409 });
    return certificate;
  }

  private async lockValid(tx: Transaction, certificateId: string): Promise<Certificate> {
    const certificate = await this.lock(tx, certificateId);
    if (certificate.state !== 'VALID') throw new AppError('certificate-ended', { status: 409 });
    return certificate;
  }

  private note(tx: Transaction, actor: string, action: string, id: string, reason: string): Promise<void> {
    return this.audit.record(tx, { actor, action, object: { type: 'certificate', id }, reason });
  }
}
