export const EQUIVALENCE_STATES = ['PROPOSED', 'APPROVED', 'REFUSED', 'ENDED'] as const;
export type EquivalenceState = (typeof EQUIVALENCE_STATES)[number];

/** What is on record of an equivalence (penyetaraan): each region's word in columns of its own, for they come in any order. */
export interface EquivalenceRecord {
  readonly proposingRegion: string | null;
  readonly otherRegion: string | null;
  readonly decision: 'APPROVED' | 'REFUSED' | null;
  readonly decisionRegion: string | null;
  readonly endedRegion: string | null;
}

/** Both regions must approve: the one by proposing, the other by its decision; either may end it. Anybody else's word counts nothing. */
export function equivalenceState(record: EquivalenceRecord): EquivalenceState | undefined {
  const { proposingRegion, otherRegion, decision, decisionRegion, endedRegion } = record;
  if (proposingRegion === null || otherRegion === null) return undefined;
  if (endedRegion === proposingRegion || endedRegion === otherRegion) return 'ENDED';
  if (decision === null || decisionRegion !== otherRegion) return 'PROPOSED';
  return decision;
}

/** It holds, or may come to hold. */
export function isOpen(record: EquivalenceRecord): boolean {
  const state = equivalenceState(record);
  return state === 'PROPOSED' || state === 'APPROVED';
}

/** The acts that a region may do now. */
export function mayDecide(record: EquivalenceRecord, region: string): boolean {
  return equivalenceState(record) === 'PROPOSED' && record.otherRegion === region;
}

export function mayEnd(record: EquivalenceRecord, region: string): boolean {
  const state = equivalenceState(record);
  const party = record.proposingRegion === region || record.otherRegion === region;
  return party && (state === 'PROPOSED' || state === 'APPROVED');
}
