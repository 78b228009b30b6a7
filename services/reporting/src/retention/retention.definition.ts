import type { RetentionDefinition } from '@betang/platform';

/** What a rule takes away: files of scheduled reports, and hours of persons under a pseudonym. */
export const RETENTION_KINDS = ['REPORT_FILE', 'LEARNER_FACTS'] as const;
export type RetentionKind = (typeof RETENTION_KINDS)[number];

export const REPORT_RETENTION: RetentionDefinition = {
  service: 'reporting',
  kinds: RETENTION_KINDS,
  // Facts of persons that other regions shared are kept for two years at most: the terms on which they came say so.
  limits: [{ kind: 'LEARNER_FACTS', most: 730, code: 'report-retention-too-long' }],
  countedFrom:
    'Days since the file was made; of hours of persons since the end of their month, of former names and moves of them since the end of the month in which they were told last',
  scopes: { read: 'reports:read', record: 'reports:settings' },
  codes: { exists: 'report-retention-exists', tooSoon: 'report-retention-too-soon' },
  schemas: { rule: 'ReportRetention', run: 'ReportRetentionRun' },
};
