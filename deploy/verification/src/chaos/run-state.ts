import type { AcceptanceRecord } from './acceptance-record.js';
import type { ChaosFederation } from './chaos-federation.js';
import type { ParkedLedger } from './parked-ledger.js';
import type { StaffMember } from './staff.js';

/** What a run knows and what it runs on. */
export interface RunState {
  readonly federation: ChaosFederation;
  readonly record: AcceptanceRecord;
  readonly parked: ParkedLedger;
  /** By region. */
  readonly staff: ReadonlyMap<string, readonly StaffMember[]>;
  readonly year: number;
  /** What was found wrong on the way, and no later state may make good. */
  readonly findings: string[];
}
