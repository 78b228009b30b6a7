import type { RetentionDefinition } from '@betang/platform';

/**
 * What a rule takes away: what SIASN said in a reconciliation that has ended, main data of persons that was pulled, the tables of records that were
 * sent in with their refused rows, evidence of decided claims, and evidence of claims that nobody went on with or that were withdrawn.
 */
export const RETENTION_KINDS = [
  'SIASN_RECORDS',
  'SIASN_MAIN_DATA',
  'SIASN_FILES',
  'CLAIM_EVIDENCE',
  'UNUSED_EVIDENCE',
] as const;
export type RetentionKind = (typeof RETENTION_KINDS)[number];

/** Days after which any service forgets a table that was sent in, whatever its own rules say; assumed, as long as no schedule of archives names it. */
const TABLES_KEPT_DAYS = 90;

export const HOURS_RETENTION: RetentionDefinition = {
  service: 'learning-hours',
  kinds: RETENTION_KINDS,
  limits: [{ kind: 'SIASN_FILES', most: TABLES_KEPT_DAYS, code: 'hours-retention-too-long' }],
  countedFrom:
    'Days from the end of the reconciliation; of main data from the day it was pulled; of a file from its import; of evidence from the decision, or from the last change of a claim without one',
  scopes: { read: 'hours:write', record: 'hours:rules' },
  codes: { exists: 'hours-retention-exists', tooSoon: 'hours-retention-too-soon' },
  schemas: { rule: 'HoursRetention', run: 'HoursRetentionRun' },
};
