import { newId, type CompetencyRecordHandedOver, type EventData } from '@betang/contracts';
import type { EvidenceRecord } from '../evidence/evidence-record.js';
import { METHODS, type Method } from '../rules/dated-rule.js';

type Record = EventData<typeof CompetencyRecordHandedOver>;
export type HandedOverEvidence = Record['evidence'][number];

/** With texts of the greatest length and sealed, well under what one event may carry. */
const A_PART = 100;

/** Later pieces in parts that an event can hold. */
export function inParts<T>(pieces: readonly T[]): T[][] {
  const parts = Math.ceil(pieces.length / A_PART);
  return Array.from({ length: parts }, (_, index) => pieces.slice(index * A_PART, (index + 1) * A_PART));
}

/** A record in parts; one empty part where there is nothing, so that the new region knows it has all. */
export function recordParts(transferId: string, employeeId: string, evidence: readonly HandedOverEvidence[]): Record[] {
  const parts = Math.max(1, Math.ceil(evidence.length / A_PART));
  return Array.from({ length: parts }, (_, index) => ({
    transferId,
    employeeId,
    part: index + 1,
    parts,
    evidence: evidence.slice(index * A_PART, (index + 1) * A_PART),
  }));
}

/** How a piece came here: whose it is here, and the event that brought it. */
export interface HandedOver {
  readonly transferId: string;
  readonly employeeId: string;
  readonly fromRegion: string;
  readonly eventId: string | null;
  /** When the former region told it. */
  readonly at: string | Date | null;
}

/** Evidence of the former region as this one keeps it: same validity, same method where it is known here. */
export function receivedEvidence(
  piece: HandedOverEvidence,
  { transferId, employeeId, fromRegion, eventId, at }: HandedOver,
  ruleVersion: string,
): EvidenceRecord {
  return {
    evidenceId: newId(),
    employeeId,
    code: piece.competencyCode,
    level: piece.level,
    method: methodOf(piece.method),
    assessor: piece.assessor,
    observedOn: piece.observedOn,
    validUntil: piece.validUntil,
    reference: piece.reference,
    assessmentId: transferId,
    source: 'TRANSFER',
    sourceKey: `transfer:${piece.evidenceId}`,
    ruleVersion,
    formerRegion: piece.originRegion ?? fromRegion,
    originRecordId: piece.recordId ?? null,
    eventId,
    handedOverBy: fromRegion,
    handedOverAt: at === null ? null : new Date(at).toISOString(),
  };
}

/** A method that another release of the former region knows counts as the simplest assessment. */
function methodOf(method: string): Method {
  return METHODS.find((known) => known === method) ?? 'SIMPLE';
}
