import { makePseudonym, type PseudonymKeys } from '@betang/messaging';

/** The name under which a region speaks of a person to the province; undefined where the region does not speak of persons at all. */
export abstract class Pseudonyms {
  /** True where the region opted in to speak of persons. */
  abstract readonly shared: boolean;
  /** Version of the key that makes the names; undefined where there are none. */
  abstract readonly version: number | undefined;
  abstract find(employeeId: string): string | undefined;
  /** The name that a person had under an earlier version of the key; undefined where its secret is not at hand. */
  abstract findUnder(version: number, employeeId: string): string | undefined;
}

/** Under the region's own key. */
export class KeyedPseudonyms extends Pseudonyms {
  override readonly shared = true;

  constructor(private readonly keys: PseudonymKeys) {
    super();
  }

  override get version(): number {
    return this.keys.version;
  }

  override find(employeeId: string): string {
    return makePseudonym(this.keys, employeeId);
  }

  override findUnder(version: number, employeeId: string): string | undefined {
    const key = [this.keys, ...this.keys.former].find((one) => one.version === version);
    return key && makePseudonym(key, employeeId);
  }
}

/** For a region that shares totals only. */
export class NoPseudonyms extends Pseudonyms {
  override readonly shared = false;
  override readonly version = undefined;

  override find(): undefined {
    return undefined;
  }

  override findUnder(): undefined {
    return undefined;
  }
}
