import type { SeededRandom } from '../generator/seeded-random.js';
import type { AcceptanceRecord } from './acceptance-record.js';
import type { ChaosFederation } from './chaos-federation.js';
import type { CompletionLoad } from './completion-load.js';
import type { ParkedLedger } from './parked-ledger.js';

/** What a fault may reach: everything that runs, and the clients' record. */
export interface ChaosContext {
  readonly federation: ChaosFederation;
  readonly load: CompletionLoad;
  readonly record: AcceptanceRecord;
  readonly parked: ParkedLedger;
  /** What is wrong and no later state may make good. */
  readonly findings: string[];
  /** Of this one fault: what another one draws changes nothing here. */
  readonly random: SeededRandom;
  /** Folder of copies and backups. */
  readonly dir: string;
}

/** One kind of misfortune. It ends when everything it broke has been put right the way an operator would, never after a while. */
export interface Fault {
  readonly name: string;
  /** Answers what it hit, for the log of the run. */
  readonly hit: (context: ChaosContext) => Promise<string>;
}
