import type { RuleKey, RuleValues } from './rule-values.js';

export type RuleOrigin = 'REFERENCE' | 'REGION';

/** One dated revision of a rule. */
export interface RuleRow {
  readonly key: RuleKey;
  readonly validFrom: string;
  readonly origin: RuleOrigin;
  readonly revision: number;
  readonly value: Readonly<Record<string, unknown>>;
  readonly basis: string;
  readonly status: string;
  readonly recordedBy: string;
  readonly recordedAt: Date;
}

/** The rules as they hold on any day: a region's own row wins over reference data, then the latest start, then the latest revision. */
export class RuleBook {
  private readonly byKey = new Map<string, readonly RuleRow[]>();

  constructor(readonly rows: readonly RuleRow[]) {
    for (const row of [...rows].sort(firstWins)) this.byKey.set(row.key, [...(this.byKey.get(row.key) ?? []), row]);
  }

  /** Throws for a rule without any row in force: reference data begin in 2000. */
  get<K extends RuleKey>(key: K, day: string): RuleValues[K] {
    const row = this.byKey.get(key)?.find(({ validFrom }) => validFrom <= day);
    if (row === undefined) throw new Error(`rule ${key} has no row in force on ${day}`);
    return row.value as unknown as RuleValues[K];
  }
}

function firstWins(a: RuleRow, b: RuleRow): number {
  if (a.origin !== b.origin) return a.origin === 'REGION' ? -1 : 1;
  return b.validFrom.localeCompare(a.validFrom) || b.revision - a.revision;
}
