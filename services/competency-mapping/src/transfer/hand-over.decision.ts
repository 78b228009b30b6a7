import { newId, type CompetencyRecordHandedOver, type EventData } from '@betang/contracts';
import type { EvidenceRecord } from '../evidence/evidence-record.js';
import { METHODS, type Method } from '../rules/dated-rule.js';

type Record = EventData<typeof CompetencyRecordHandedOver>;
export type HandedOverEvidence = Record['evidence'][number];

/** Well under what one event may carry. */
const A_PART = 300;
const A_LATER_PART = 100;

/** Later pieces in parts that an event can hold. */
export function inParts<T>(pieces: readonly T[]): T[][] {
  const parts = Math.ceil(pieces.length / A_LATER_PART);
  return Array.from({ length: parts }, (_, index) => pieces.slice(index * A_LATER_PART, (index + 1) * A_LATER_PART));
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

/** Evidence of the former region as this one keeps it: same validity, same method where it is known here. */
export function receivedEvidence(
  piece: HandedOverEvidence,
  employeeId: string,
  transferId: string,
  ruleVersion: string,
  fromRegion: string,
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
  };
}

/** A method that another release of the former region knows counts as the simplest assessment. */
function methodOf(method: string): Method {
  return METHODS.find((known) => known === method) ?? 'SIMPLE';
}
