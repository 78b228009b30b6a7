import type { RetentionDefinition } from '@betang/platform';

/** What a rule takes away: what SIASN said in a reconciliation that has ended, and main data of persons that was pulled. */
export const RETENTION_KINDS = ['SIASN_RECORDS', 'SIASN_MAIN_DATA'] as const;
export type RetentionKind = (typeof RETENTION_KINDS)[number];

export const HOURS_RETENTION: RetentionDefinition = {
  service: 'learning-hours',
  kinds: RETENTION_KINDS,
  countedFrom: 'Days from the end of the reconciliation; of main data from the day it was pulled',
  scopes: { read: 'hours:write', record: 'hours:rules' },
  codes: { exists: 'hours-retention-exists', tooSoon: 'hours-retention-too-soon' },
  schemas: { rule: 'HoursRetention', run: 'HoursRetentionRun' },
};
