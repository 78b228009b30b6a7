import type { RetentionDefinition } from '@betang/platform';

/**
 * What a rule takes away: reports of assessments, evidence that holds no longer, scores of performance and potential, talent snapshots with the pools
 * made of them, individual plans, whom plans name, records that former regions handed over, imported files with their refused rows, and requests to
 * colleagues with what each of them answered.
 */
export const RETENTION_KINDS = [
  'ASSESSMENT_REPORTS',
  'EVIDENCE',
  'TALENT_SCORES',
  'TALENT_SNAPSHOTS',
  'INDIVIDUAL_PLANS',
  'PLAN_PEOPLE',
  'RECORDS_RECEIVED',
  'IMPORT_FILES',
  'PEER_ANSWERS',
] as const;
export type RetentionKind = (typeof RETENTION_KINDS)[number];

/** Days after which any service forgets a table that was sent in, whatever its own rules say; assumed, as long as no schedule of archives names it. */
const TABLES_KEPT_DAYS = 90;

export const MAPPING_RETENTION: RetentionDefinition = {
  service: 'competency-mapping',
  kinds: RETENTION_KINDS,
  limits: [{ kind: 'IMPORT_FILES', most: TABLES_KEPT_DAYS, code: 'competency-retention-too-long' }],
  countedFrom:
    'Days from the end of validity of the assessment, or of what it shows, or from its revocation or the day the person left; from the end of the year that was scored or planned; from the snapshot; from the handing over; from the import; from the end of the request to colleagues',
  scopes: { read: 'competency:read', record: 'competency:write' },
  codes: { exists: 'competency-retention-exists', tooSoon: 'competency-retention-too-soon' },
  schemas: { rule: 'CompetencyRetention', run: 'CompetencyRetentionRun' },
};
