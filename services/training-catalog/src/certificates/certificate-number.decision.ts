/** What a number is made of. */
export interface NumberParts {
  readonly sequence: number;
  readonly region: string;
  readonly year: number;
  readonly pathCode: string;
}

/** Used until the region sets its own. */
export const DEFAULT_PATTERN = '{seq}/SERT/{region}/{year}';
const DIGITS = 5;

/** `00001/SERT/62.03/2026`: the pattern with its places filled. Five digits, more when there are more. */
export function certificateNumber(pattern: string, { sequence, region, year, pathCode }: NumberParts): string {
  const parts: Record<string, string> = {
    seq: String(sequence).padStart(DIGITS, '0'),
    region,
    year: String(year),
    path: pathCode,
  };
  return pattern.replace(/\{(seq|region|year|path)\}/g, (_, name: string) => parts[name] ?? '');
}

/** A pattern must tell numbers of one region and year apart, and say which region and year it was. */
export function isNumberPattern(pattern: string): boolean {
  const places = [...pattern.matchAll(/\{([^}]*)\}/g)].map(([, name]) => name);
  const known = places.every((name) => ['seq', 'region', 'year', 'path'].includes(name ?? ''));
  return known && ['seq', 'region', 'year'].every((name) => places.filter((place) => place === name).length === 1);
}

/** Last day on which a certificate holds that was issued for so many months; null for one that holds for ever. */
export function expiryOf(issuedOn: string, months: number | null): string | null {
  if (months === null) return null;
  const [year, month, day] = issuedOn.split('-').map(Number) as [number, number, number];
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  const expiry = new Date(Date.UTC(year, month - 1 + months, Math.min(day, last)));
  // The day before the anniversary: three years from 10 March 2026 end with 9 March 2029.
  expiry.setUTCDate(expiry.getUTCDate() - 1);
  return expiry.toISOString().slice(0, 10);
}

/**
 * A name as the public page shows it: the first letter of each part, so that whoever holds the paper can compare and nobody else learns it
 * (UU 27/2022: no more than the purpose needs).
 */
export function maskedName(name: string): string {
  return name
    .trim()
    .split(/\s+/)
    .map((part) => `${[...part][0] ?? ''}***`)
    .join(' ');
}

export type CertificateStanding = 'VALID' | 'EXPIRED' | 'REVOKED' | 'REPLACED';

/** How a certificate stands on a day. */
export function standingOf(
  certificate: { readonly state: 'VALID' | 'REVOKED' | 'REPLACED'; readonly expiresOn: string | null },
  today: string,
): CertificateStanding {
  if (certificate.state !== 'VALID') return certificate.state;
  return certificate.expiresOn !== null && certificate.expiresOn < today ? 'EXPIRED' : 'VALID';
}
