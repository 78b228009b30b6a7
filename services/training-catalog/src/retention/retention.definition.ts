import type { RetentionDefinition } from '@betang/platform';

/** What a rule takes away: work, papers and answers, secrets of check-in codes, requests of guests in vain, who a guest was. */
export const RETENTION_KINDS = [
  'SUBMISSION',
  'TEST_SITTING',
  'CHECK_IN_CODE',
  'GUEST_REQUEST',
  'GUEST_IDENTITY',
] as const;
export type RetentionKind = (typeof RETENTION_KINDS)[number];

export const CONTENT_RETENTION: RetentionDefinition = {
  service: 'training-catalog',
  kinds: RETENTION_KINDS,
  // A sealed event may come as late as this: who withdrew must be known as long, else the request would be taken for a new one.
  limits: [{ kind: 'GUEST_REQUEST', least: 91, code: 'catalogue-retention-too-short' }],
  countedFrom: 'Days from the end of the session; of requests and identities from the last change',
  scopes: { read: 'training:read', record: 'training:rules' },
  codes: { exists: 'catalogue-retention-exists', tooSoon: 'catalogue-retention-too-soon' },
  schemas: { rule: 'ContentRetention', run: 'ContentErasure' },
};
