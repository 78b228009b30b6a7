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
  /** The piece of which it shows another part, since the competency was split. */
  readonly splitFrom?: string | null;
  /** Where it came to be, and under which record there, for evidence that came with a person from elsewhere. */
  readonly formerRegion?: string | null;
  readonly originRecordId?: string | null;
  /** The event that brought it here; none for what a person recorded. */
  readonly eventId?: string | null;
  /** The region that handed it over, which may be another than where it came to be, and when that was (RFC 3339). */
  readonly handedOverBy?: string | null;
  readonly handedOverAt?: string | null;
}

/** Where evidence that came with a person comes from. */
export interface EvidenceOrigin {
  /** The region that recorded it. Null: handed over before that was kept. */
  readonly region: string | null;
  /** The evidence, the same in every region. */
  readonly evidenceId: string;
  /** The assessment or completion, as the region that recorded it names it. */
  readonly recordId: string | null;
  readonly handedOverBy: string | null;
  readonly handedOverAt: string | null;
  readonly transferId: string;
}
