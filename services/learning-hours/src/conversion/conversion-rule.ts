import type { CapPeriod, LearningUnit } from '@betang/contracts';

/** Where a rule row comes from: the product's reference data, or the region's own correction, which wins. */
export type RuleOrigin = 'REFERENCE' | 'REGION';

/**
 * How completions of one path (jalur) become learning hours (JP), PerLAN 10/2018: a dated, numbered row that is never changed, only
 * followed by a later revision. All hours are integer hundredths of a JP.
 */
export interface ConversionRule {
  /** What an entry keeps to name its rule: `KL06/2018-01-01/1` (path, first day, revision), `+` before the revision of a region's own. */
  readonly version: string;
  readonly pathCode: string;
  readonly origin: RuleOrigin;
  readonly revision: number;
  readonly unit: LearningUnit;
  /** Hours of one unit; null for `PROGRAM_JP`, where the programme states its own. */
  readonly nationalHundredths: number | null;
  readonly internationalHundredths: number | null;
  /** Added to a programme's own hours when it is international, in per cent; null: none. */
  readonly internationalBonusPercent: number | null;
  readonly cap: HoursCap | null;
  readonly validFrom: string;
  readonly validTo: string | null;
  readonly basis: string;
  readonly status: string;
  /** True for a revision that ends its row: it applies to nothing, and neither do the revisions before it. */
  readonly withdrawn: boolean;
}

/** The most that counts in each day, month or year: hours (hundredths of a JP), activities (hundredths of one), or both. */
export interface HoursCap {
  readonly period: CapPeriod;
  readonly hundredths: number | null;
  readonly activities: number | null;
}

export function ruleVersion(rule: Pick<ConversionRule, 'pathCode' | 'validFrom' | 'origin' | 'revision'>): string {
  return `${rule.pathCode}/${rule.validFrom}/${rule.origin === 'REGION' ? '+' : ''}${rule.revision}`;
}
