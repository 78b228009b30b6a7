import type { Transaction } from '@betang/platform';

/** People who moved (mutasi) to another region: what this region learns of them later follows them there, in the transaction that computes their profile. */
export abstract class MovedPeople {
  /** Under the locks of these people's profiles. */
  abstract follow(tx: Transaction, employeeIds: readonly string[]): Promise<void>;
}
