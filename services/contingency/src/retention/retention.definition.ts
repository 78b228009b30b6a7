import type { RetentionDefinition } from '@betang/platform';

/** What a rule takes away: whose a part in a drill was, who acted in an emergency, words of closed mutual aid, conditions, and who to call at partners. */
export const RETENTION_KINDS = [
  'DRILL_PARTICIPANTS',
  'EMERGENCY_PEOPLE',
  'MUTUAL_AID_WORDS',
  'CONDITIONS',
  'COMMITMENT_CONTACTS',
] as const;
export type RetentionKind = (typeof RETENTION_KINDS)[number];

export const CONTINGENCY_RETENTION: RetentionDefinition = {
  service: 'contingency',
  kinds: RETENTION_KINDS,
  countedFrom:
    'Days from the last day of the drill; from the closing of the after-action review or the day it was due; from the last step of the mutual aid; from the recording of the condition; from the end of the last sheet',
  scopes: { read: 'contingency:read', record: 'contingency:write' },
  codes: { exists: 'contingency-retention-exists', tooSoon: 'contingency-retention-too-soon' },
  schemas: { rule: 'ContingencyRetention', run: 'ContingencyRetentionRun' },
};
