import { createHash } from 'node:crypto';

/** Shorter ones are no numbers: `-`, `ada`, `0`. */
const LEAST_SIGNS = 4;

/**
 * Fingerprint of a certificate: its issuer and number, as people write them in many ways, and nothing of its holder. The same certificate has the
 * same fingerprint in every region, so that it can be tried out, and leaves the region only where it opted in (ADR 17). Undefined for what is no number.
 */
export function certificateFingerprint(issuer: string, number: string | null): string | undefined {
  const plainNumber = plain(number ?? '');
  if (plainNumber.length < LEAST_SIGNS || !/\d/.test(plainNumber)) return undefined;
  const digest = createHash('sha256')
    .update(`c1|${plain(issuer)}|${plainNumber}`)
    .digest('base64url');
  return `c1:${digest}`;
}

/** Lower case, letters and digits only, without accents. */
export function plain(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');
}
