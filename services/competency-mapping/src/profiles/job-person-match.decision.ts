import type { CompetencyGroup } from '../dictionary/dictionary.js';
import type { CategoryEdges, JobMatchRule } from '../rules/dated-rule.js';
import type { RequiredLevels } from '../standards/job-standard.js';

/** A standard beside a profile. */
export interface JobMatch {
  /** Competencies that the standard asks for, those of them that are assessed, and those under the level asked for. */
  readonly required: number;
  readonly assessed: number;
  readonly withGap: number;
  /** Sum of missing levels. */
  readonly deficit: number;
  /** Job person match in hundredths of a percent, at most 10,000; null where nothing is assessed. */
  readonly hundredths: number | null;
}

const WHOLE = 10_000;
/** Far under a hundredth: what the weighing of exact shares loses in binary fractions. */
const ROUNDING = 1e-7;

/**
 * Job person match (JPM): sum of assessed levels to sum of required levels in percent, at most 100; what is not assessed counts as none. Where
 * the rule gives technical competencies a weight for the type of position, technical and other competencies are matched apart and weighed.
 * Rounded down, so that 67.996 % never counts as 68 %.
 */
export function jobMatch(
  required: RequiredLevels,
  held: ReadonlyMap<string, number>,
  groupOf: (code: string) => CompetencyGroup | undefined,
  rule: JobMatchRule,
  positionType: string | null,
): JobMatch {
  const rows = Object.entries(required).map(([code, level]) => ({ code, level, held: held.get(code) }));
  const missing = rows.filter((row) => (row.held ?? 0) < row.level);
  const assessed = rows.filter((row) => row.held !== undefined).length;
  const technical = rows.filter(({ code }) => groupOf(code) === 'TECHNICAL');
  const other = rows.filter(({ code }) => groupOf(code) !== 'TECHNICAL');
  const percent = technicalPercent(rule, positionType);
  const apart = percent !== undefined && technical.length > 0 && other.length > 0;
  const exact = apart ? (share(technical) * percent + share(other) * (100 - percent)) / 100 : share(rows);
  return {
    required: rows.length,
    assessed,
    withGap: missing.length,
    deficit: missing.reduce((sum, row) => sum + row.level - (row.held ?? 0), 0),
    hundredths: assessed === 0 ? null : Math.floor(exact + ROUNDING),
  };
}

export type MappingCategory = 'O' | 'CO' | 'KO';
export type PromotionCategory = 'MS' | 'MMS' | 'KMS';

/** Optimal (O), cukup optimal (CO), kurang optimal (KO). */
export function mappingCategory(hundredths: number, { mapping }: JobMatchRule): MappingCategory {
  return categoryOf(hundredths, mapping, ['O', 'CO', 'KO'] as const);
}

/** Memenuhi syarat (MS), masih memenuhi syarat (MMS), kurang memenuhi syarat (KMS). */
export function promotionCategory(hundredths: number, { promotion }: JobMatchRule): PromotionCategory {
  return categoryOf(hundredths, promotion, ['MS', 'MMS', 'KMS'] as const);
}

function categoryOf<T>(
  hundredths: number,
  { upper, lower }: CategoryEdges,
  [high, middle, low]: readonly [T, T, T],
): T {
  if (hundredths >= upper) return high;
  return hundredths >= lower ? middle : low;
}

function technicalPercent({ technicalPercent: percents }: JobMatchRule, type: string | null): number | undefined {
  return type === null ? undefined : (percents[type] ?? percents[type.split(':')[0]!]);
}

/** In hundredths of a percent; a whole for nothing asked. */
function share(rows: readonly { readonly level: number; readonly held: number | undefined }[]): number {
  const asked = rows.reduce((sum, { level }) => sum + level, 0);
  const shown = rows.reduce((sum, { held }) => sum + (held ?? 0), 0);
  return asked === 0 ? WHOLE : Math.min(WHOLE, (shown * WHOLE) / asked);
}
