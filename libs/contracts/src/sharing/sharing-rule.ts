/**
 * How long an event may be kept by anyone who has it, in days; also the class its outbox rows are partitioned by. The figures are assumed:
 * UU 27/2022 asks that personal data be kept no longer than their purpose needs and names no period, and no schedule of archives (jadwal
 * retensi arsip) that was read does either.
 */
export const RETENTION_DAYS = { 'days-90': 90, 'years-2': 730, 'years-10': 3650 } as const;
export type RetentionClass = keyof typeof RETENTION_DAYS;

/** What a shared event says about persons: nothing, facts under a pseudonym, or identity encrypted for its receiver (JWE). */
export type PersonalData = 'none' | 'pseudonym' | 'encrypted';

/**
 * Audiences a contract may be sent to. `directed` stands for any `to.<token>`; `each` for housekeeping of the delivery itself, which is
 * said separately on every audience, `local` included.
 */
export type SharedWith = 'province' | 'federation' | 'directed' | 'each';

/**
 * The terms on which a fact leaves its region (UU 27/2022 on personal data: limited and specific purpose, legal basis, retention).
 * A region's settings can narrow a rule, never widen it.
 */
export interface SharingRule {
  readonly audience: SharedWith;
  /** Stable name of the purpose: regions opt in and out by it. */
  readonly purpose: string;
  readonly legalBasis: string;
  readonly personalData: PersonalData;
  /** `always`: part of taking part; `default`: shared unless the region opts out; `opt-in`: shared only where the region opted in. */
  readonly consent: 'always' | 'default' | 'opt-in';
}
