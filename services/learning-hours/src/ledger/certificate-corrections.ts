import type { SqlClient } from '@betang/platform';

/** A certificate that was issued anew: what proves a completion has another number since. */
export interface CertificateCorrection {
  readonly number: string;
  readonly replacedNumber: string;
  /** REPLACED: the old one held until then. RESTORED: it had been revoked by mistake, and this completion stands in the place of that one's. */
  readonly cause: 'REPLACED' | 'RESTORED';
  readonly formerCompletionId: string | null;
  readonly reason: string;
  readonly issuedOn: string;
  readonly issuedByRegion: string | null;
  readonly eventId: string;
  readonly recordedAt: Date;
}

const LOAD = `SELECT completion_id AS "completionId", number, replaced_number AS "replacedNumber", cause, former_completion_id AS "formerCompletionId", reason,
    issued_on AS "issuedOn", issued_by_region AS "issuedByRegion", event_id AS "eventId", recorded_at AS "recordedAt"
  FROM certificate_correction WHERE completion_id = ANY($1::uuid[]) ORDER BY correction_number`;

/** SQL: the number on the certificate of a line's completion as it is now. The line itself keeps the number with which it was booked. */
export function certificateNumberOf(line: string): string {
  return `coalesce((SELECT correction.number FROM certificate_correction AS correction WHERE correction.completion_id = ${line}.completion_id
    ORDER BY correction.correction_number DESC LIMIT 1), ${line}.certificate_number)`;
}

/** SQL: every number that the certificate of a line's completion has had, that of the certificate revoked by mistake among them. */
export function allCertificateNumbersOf(line: string): string {
  return `ARRAY(SELECT ${line}.certificate_number WHERE ${line}.certificate_number IS NOT NULL
    UNION SELECT unnest(ARRAY[correction.number, correction.replaced_number]) FROM certificate_correction AS correction
     WHERE correction.completion_id = ${line}.completion_id)`;
}

/** Corrections of the certificates of completions, the first one first. */
export async function loadCertificateCorrections(
  db: SqlClient,
  completionIds: readonly string[],
): Promise<Map<string, readonly CertificateCorrection[]>> {
  const corrections = new Map<string, readonly CertificateCorrection[]>();
  if (completionIds.length === 0) return corrections;
  const rows = await db.query<CertificateCorrection & { completionId: string }>(LOAD, [completionIds]);
  for (const { completionId, ...one } of rows)
    corrections.set(completionId, [...(corrections.get(completionId) ?? []), one]);
  return corrections;
}
