import { makePseudonym, type PseudonymKey } from '@betang/messaging';

/** The name under which a region speaks of a person to the province; undefined where the region does not speak of persons at all. */
export abstract class Pseudonyms {
  /** True where the region opted in to speak of persons. */
  abstract readonly shared: boolean;
  abstract find(employeeId: string): string | undefined;
}

/** Under the region's own key. */
export class KeyedPseudonyms extends Pseudonyms {
  override readonly shared = true;

  constructor(private readonly key: PseudonymKey) {
    super();
  }

  override find(employeeId: string): string {
    return makePseudonym(this.key, employeeId);
  }
}

/** For a region that shares totals only. */
export class NoPseudonyms extends Pseudonyms {
  override readonly shared = false;

  override find(): undefined {
    return undefined;
  }
}
