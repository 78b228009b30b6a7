import type { SqlClient } from '@betang/platform';
import { certificateFingerprint, plain } from '../doubles/certificate-fingerprint.decision.js';
import { overlapOf, type Candidate } from '../doubles/find-doubles.decision.js';
import type { Claim } from './claim.js';

export interface ClaimWarning {
  readonly kind: string;
  readonly completionId: string;
  readonly title: string;
  readonly startedOn: string;
  readonly completedOn: string;
  readonly anotherPerson: boolean;
}

const NEIGHBOURS = `SELECT e.completion_id AS "completionId", e.employee_id AS "employeeId", e.path_code AS "pathCode", e.title,
    e.started_on AS "startedOn", e.completed_on AS "completedOn"
  FROM ledger_entry AS e
 WHERE e.employee_id = $1 AND e.started_on <= $3 AND e.completed_on >= $2 AND e.completion_id <> $4 AND e.reverses_entry_id IS NULL
   AND NOT EXISTS (SELECT 1 FROM ledger_entry AS r WHERE r.reverses_entry_id = e.entry_id)
UNION ALL SELECT c.claim_id, c.employee_id, c.path_code, c.title, c.started_on, c.completed_on FROM claim AS c
 WHERE c.employee_id = $1 AND c.started_on <= $3 AND c.completed_on >= $2 AND c.claim_id <> $4 AND c.state IN ('SUBMITTED', 'RETURNED')`;

/** Claims that wait like this one and name the same number, whatever signs stand between its letters and digits. */
const WAITING_CERTIFICATES = `SELECT c.claim_id AS "completionId", c.employee_id AS "employeeId", c.title, c.organiser, c.certificate_number AS "certificateNumber",
    c.started_on AS "startedOn", c.completed_on AS "completedOn"
  FROM claim AS c WHERE c.state IN ('SUBMITTED', 'RETURNED') AND c.claim_id <> $2
   AND lower(regexp_replace(c.certificate_number, '[^a-zA-Z0-9]', '', 'g')) = $1 ORDER BY c.claim_id LIMIT 50`;

const CERTIFICATES = `SELECT c.completion_id AS "completionId", c.employee_id AS "employeeId", c.title, l.started_on AS "startedOn", c.completed_on AS "completedOn"
  FROM certificate_use AS c JOIN ledger_entry AS l ON l.completion_id = c.completion_id AND l.ordinal = 1
 WHERE c.in_force AND c.fingerprint = $1 AND c.completion_id <> $2 ORDER BY c.completion_id LIMIT 10`;

/** The same bytes as evidence of another claim that was submitted once. */
const SAME_FILES = `SELECT DISTINCT c.claim_id AS "completionId", c.employee_id AS "employeeId", c.title, c.started_on AS "startedOn", c.completed_on AS "completedOn"
  FROM claim_evidence AS own JOIN claim_evidence AS e ON e.sha256 = own.sha256 AND e.claim_id <> own.claim_id JOIN claim AS c ON c.claim_id = e.claim_id
 WHERE own.claim_id = $1 AND c.state NOT IN ('DRAFT', 'WITHDRAWN') ORDER BY c.claim_id LIMIT 10`;

/** What is on record already, or waits too, that looks like the claimed training. The titles of other people's trainings are not told, only that there is one. */
export async function claimWarnings(db: SqlClient, claim: Claim): Promise<ClaimWarning[]> {
  const { claimId, employeeId, startedOn, completedOn, pathCode, title } = claim;
  const own: Candidate = { completionId: claimId, employeeId, pathCode, title, startedOn, completedOn };
  const certificates = await sameCertificates(db, claim);
  const seen = new Set(certificates.map(({ completionId }) => completionId));
  const neighbours = await db.query<Candidate>(NEIGHBOURS, [employeeId, startedOn, completedOn, claimId]);
  const sameFiles = await db.query<Other>(SAME_FILES, [claimId]);
  return [
    ...certificates.map((other) => ({
      ...warningOf('SAME_CERTIFICATE', other),
      anotherPerson: other.employeeId !== employeeId,
    })),
    ...neighbours.flatMap((other) => {
      const kind = seen.has(other.completionId) ? undefined : overlapOf(own, other);
      return kind ? [{ ...warningOf(kind, other), anotherPerson: false }] : [];
    }),
    ...sameFiles.map((other) => ({
      ...warningOf('SAME_EVIDENCE', other),
      anotherPerson: other.employeeId !== employeeId,
    })),
  ];
}

type Other = Omit<Candidate, 'pathCode'>;

/** Entries and waiting claims, anybody's, with the certificate that the claim names. */
async function sameCertificates(db: SqlClient, claim: Claim): Promise<readonly Other[]> {
  const { claimId, organiser, certificateNumber } = claim;
  const fingerprint = certificateFingerprint(organiser, certificateNumber);
  if (fingerprint === undefined) return [];
  const booked = await db.query<Other>(CERTIFICATES, [fingerprint, claimId]);
  const waiting = await db.query<Other & Pick<Claim, 'organiser' | 'certificateNumber'>>(WAITING_CERTIFICATES, [
    plain(certificateNumber ?? ''),
    claimId,
  ]);
  const same = waiting.filter((one) => certificateFingerprint(one.organiser, one.certificateNumber) === fingerprint);
  return [...booked, ...same];
}

function warningOf(kind: string, other: Other): Omit<ClaimWarning, 'anotherPerson'> {
  const { completionId, title, startedOn, completedOn } = other;
  return { kind, completionId, title, startedOn, completedOn };
}
