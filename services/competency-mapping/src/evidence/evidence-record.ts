import type { Method } from '../rules/dated-rule.js';

/** A piece of evidence (bukti) as it is kept. */
export interface EvidenceRecord {
  readonly evidenceId: string;
  readonly employeeId: string;
  readonly code: string;
  readonly level: number;
  readonly method: Method;
  /** Who assessed: an institution, or the role in which a colleague did. Never a person's name. */
  readonly assessor: string;
  readonly observedOn: string;
  readonly validUntil: string | null;
  /** Number of the report or certificate. */
  readonly reference: string | null;
  /** What was recorded together. */
  readonly assessmentId: string;
  readonly source: 'ENTRY' | 'IMPORT' | 'TRAINING' | 'TRANSFER';
  /** Identity of the record that it came from: the same one again adds nothing. */
  readonly sourceKey: string;
  /** Rule that its validity follows from. */
  readonly ruleVersion: string;
  /** Where it came to be, and under which record there, for evidence that came with a person from elsewhere. */
  readonly formerRegion?: string | null;
  readonly originRecordId?: string | null;
}
