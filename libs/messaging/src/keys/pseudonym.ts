import { createHmac } from 'node:crypto';

/** A key of the region, by version (1 is `k1`): pseudonyms of one key are the same in all services, and say nothing without it (UU 27/2022). */
export interface PseudonymKey {
  readonly version: number;
  readonly secret: Buffer;
}

/** The key that makes pseudonyms, and those before it whose names were not replaced everywhere yet. */
export interface PseudonymKeys extends PseudonymKey {
  readonly former: readonly PseudonymKey[];
}

/**
 * The name under which a region speaks of a person to others: `k<version>:` and the HMAC-SHA256 of the employee's id, base64url. Never of the employee number:
 * its space is small enough to try out.
 */
export function makePseudonym({ version, secret }: PseudonymKey, employeeId: string): string {
  return `k${version}:${createHmac('sha256', secret).update(employeeId).digest('base64url')}`;
}
