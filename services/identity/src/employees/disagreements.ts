import type { SqlClient } from '@betang/platform';

/** Where it is kept that the records of a person disagree until an officer decides: the queue of corrections, which the module puts in this place. */
export abstract class Disagreements {
  /** Brings what is open in line with what an employee's own record says now; `kinds` are all that it disagrees on. */
  abstract restate(tx: SqlClient, employeeId: string, kinds: readonly string[]): Promise<void>;
}
