import type { SqlClient } from '@betang/platform';

/** What holds for a role from a day on. */
export interface SecondFactorRule {
  readonly role: string;
  /** `YYYY-MM-DD` */
  readonly effectiveOn: string;
  readonly required: boolean;
}

/** Who runs the region's system, and who keeps its people's records: they need a second factor unless the region decides otherwise. */
const USUAL = ['operator', 'bkpsdm-officer', 'bpsdm-officer'];

/** True when one of the roles needs a second factor on the day: by the role's newest rule that has begun, else the usual, which a machine of local mode is free of. */
export function needsSecondFactor(
  roles: readonly string[],
  rules: readonly SecondFactorRule[],
  day: string,
  mode: 'local' | 'production',
): boolean {
  return roles.some((role) => {
    const begun = rules.filter((rule) => rule.role === role && rule.effectiveOn <= day);
    const newest = begun.reduce<SecondFactorRule | undefined>(
      (best, rule) => (best === undefined || rule.effectiveOn > best.effectiveOn ? rule : best),
      undefined,
    );
    return newest?.required ?? (mode === 'production' && USUAL.includes(role));
  });
}

export function listSecondFactorRules(db: SqlClient): Promise<SecondFactorRule[]> {
  return db.query<SecondFactorRule>(
    `SELECT role, to_char(effective_on, 'YYYY-MM-DD') AS "effectiveOn", required FROM second_factor_rule ORDER BY role, effective_on`,
  );
}
