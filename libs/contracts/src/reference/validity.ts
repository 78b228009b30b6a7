import type { ReferenceRow } from './reference-row.js';

/** How sure we are of a rule: by a public source, by a secondary one, quoted but not seen, or our assumption. */
export const RULE_STATUSES = ['confirmed', 'secondary', 'unverified', 'assumed'] as const;
export type RuleStatus = (typeof RULE_STATUSES)[number];

/** A rule in force from `validFrom` to `validTo`, both days included (null: still in force), on a legal basis. */
export interface DatedRule {
  readonly validFrom: string;
  readonly validTo: string | null;
  readonly basis: string;
  readonly status: RuleStatus;
}

export const DATED_COLUMNS = ['validFrom', 'validTo', 'basis', 'status'] as const;
type DatedRow = ReferenceRow<(typeof DATED_COLUMNS)[number]>;

export function readDates(row: DatedRow): DatedRule {
  const validFrom = row.date('validFrom');
  const validTo = row.optional('validTo', row.date);
  if (validTo !== null && validTo < validFrom) row.fail('validTo', 'is before validFrom');
  return { validFrom, validTo, basis: row.text('basis'), status: row.oneOf('status', RULE_STATUSES) };
}

/** Two rows of one key may follow, never overlap: else one day would have two rules. */
export function refuseOverlaps<T extends DatedRule>(
  rules: readonly { readonly row: DatedRow; readonly rule: T }[],
  keyOf: (rule: T) => unknown,
): void {
  rules.forEach(({ row, rule }, index) => {
    const before = rules
      .slice(0, index)
      .find((other) => keyOf(other.rule) === keyOf(rule) && overlap(other.rule, rule));
    if (before) row.fail('validFrom', `overlaps line ${before.row.line}`);
  });
}

/** True on a day (`YYYY-MM-DD`) on which the rule is in force. */
export function inForce(rule: DatedRule, day: string): boolean {
  return rule.validFrom <= day && (rule.validTo === null || day <= rule.validTo);
}

function overlap(a: DatedRule, b: DatedRule): boolean {
  return inForce(a, b.validFrom) || inForce(b, a.validFrom);
}
