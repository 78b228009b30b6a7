import type { PersonMove } from '@betang/contracts';
import type { Transaction } from '@betang/platform';

/** People who moved (mutasi) to another region: what the ledger books of them later follows them there, in the same transaction. */
export abstract class MovedPeople {
  /** Where the record of each of these people has to follow; nearly always nobody's. Sent together with the statements that book. */
  abstract destinations(tx: Transaction, employeeIds: readonly string[]): Promise<Map<string, PersonMove>>;

  /** Tells each new region what it does not know yet. Under the locks of the persons, after their lines and origins are written. */
  abstract tell(tx: Transaction, away: ReadonlyMap<string, PersonMove>): Promise<void>;
}
