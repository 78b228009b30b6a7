import { newId, type CompletionReported } from '@betang/contracts';
import { AppError, type SqlClient } from '@betang/platform';
import type { CertificateViews } from '../certificates/certificate-views.js';
import { CERTIFICATE_COLUMNS, type Certificate } from '../certificates/certificate.js';
import type { GuestEnrolment } from './guest-store.js';

const SESSION = `SELECT programme_id AS "programmeId", title, organiser, path_code AS "pathCode", scope, quantity_hundredths AS "quantityHundredths",
    starts_on AS "startedOn", ends_on AS "completedOn", competencies, development_target_id AS "developmentTargetId", delivery
  FROM training_session WHERE session_id = $1`;

const CONCLUDED = `SELECT completion_id AS "completionId" FROM training_outcome WHERE enrolment_id = $1`;
const CERTIFICATES = `SELECT ${CERTIFICATE_COLUMNS} FROM certificate AS c WHERE c.completion_id = $1 ORDER BY c.certificate_id`;

type GuestCertificates = Pick<CompletionReported, 'certificateNumber' | 'certificate' | 'replacedCertificates'>;
type SessionWorth = Omit<
  CompletionReported,
  'enrolmentId' | 'completionId' | 'sessionId' | 'outcome' | 'reason' | keyof GuestCertificates
>;

/** Attendance without an hour's worth still is on record: the smallest amount that a completion may have. */
const LEAST = 1;

/** What the home region is told at the end of a session: its worth was fixed when it was scheduled. */
export async function getOutcome(
  db: SqlClient,
  views: CertificateViews,
  guest: GuestEnrolment,
  outcome: 'PASSED' | 'NOT_PASSED',
  reason: string | null,
): Promise<CompletionReported> {
  const { enrolmentId, sessionId } = guest;
  const [session] = await db.query<SessionWorth>(SESSION, [sessionId]);
  if (!session) throw new AppError('session-not-found', { status: 404 });
  const [concluded] = await db.query<{ completionId: string | null }>(CONCLUDED, [enrolmentId]);
  const completionId = concluded?.completionId ?? newId();
  return {
    ...session,
    quantityHundredths: session.quantityHundredths ?? LEAST,
    enrolmentId,
    sessionId,
    completionId,
    outcome,
    reason,
    ...(await certificatesOfGuest(db, completionId, views)),
  };
}

/** The certificate of a guest's completion as the region vouches for it, and those that it took the place of. */
export async function certificatesOfGuest(
  db: SqlClient,
  completionId: string,
  views: CertificateViews,
): Promise<GuestCertificates> {
  const all = await db.query<Certificate>(CERTIFICATES, [completionId]);
  const newest = all.at(-1);
  if (!newest) return { certificateNumber: null, certificate: null };
  const { certificateId, issuedOn, expiresOn, endedOn, endedReason, replacesId } = newest;
  const standing = newest.state === 'REVOKED' ? ('REVOKED' as const) : ('VALID' as const);
  const verificationUrl = views.verificationUrl(newest);
  const certificate = {
    certificateId,
    issuedOn,
    expiresOn,
    verificationUrl,
    standing,
    endedOn,
    endedReason,
    replacesId,
  };
  return {
    certificateNumber: newest.number,
    certificate,
    replacedCertificates: all.slice(0, -1).map((old) => ({
      ...{ certificateId: old.certificateId, number: old.number, issuedOn: old.issuedOn, expiresOn: old.expiresOn },
      ...{ verificationUrl: views.verificationUrl(old), endedOn: old.endedOn!, endedReason: old.endedReason ?? '-' },
    })),
  };
}
