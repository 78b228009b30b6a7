import type { SqlClient, Transaction } from '@betang/platform';

/** The review (kaji ulang) that the end of an emergency opens; the module says who keeps it. */
export abstract class EmergencyReview {
  abstract open(tx: Transaction, emergencyId: string, endedOn: string): Promise<unknown>;
  /** True until the review is closed: until then what was done is still being put on record. */
  abstract isOpen(db: SqlClient, emergencyId: string): Promise<boolean>;
}
