import { createHmac } from 'node:crypto';

/** The name under which a region speaks of a person to the province; undefined where the region does not speak of persons at all. */
export abstract class Pseudonyms {
  /** True where the region opted in to speak of persons. */
  abstract readonly shared: boolean;
  abstract find(employeeId: string): string | undefined;
}

/** A key of the region, by version: pseudonyms of one key are the same in all services, and say nothing without it (UU 27/2022). */
export interface PseudonymKey {
  readonly version: number;
  readonly secret: Buffer;
}

/** `k<version>:` and the HMAC-SHA256 of the employee's id, base64url. Never of the employee number: its space is small enough to try out. */
export class KeyedPseudonyms extends Pseudonyms {
  override readonly shared = true;

  constructor(private readonly key: PseudonymKey) {
    super();
  }

  override find(employeeId: string): string {
    return `k${this.key.version}:${createHmac('sha256', this.key.secret).update(employeeId).digest('base64url')}`;
  }
}

/** For a region that shares totals only. */
export class NoPseudonyms extends Pseudonyms {
  override readonly shared = false;

  override find(): undefined {
    return undefined;
  }
}
