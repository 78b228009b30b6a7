import type { ConversionRule } from './conversion-rule.js';

/** Version that an entry keeps when no rule was in force for its path on its day: it earns nothing until a rule says otherwise. */
export const NO_RULE = 'none';

/** All conversion rules, every revision of them, ready to be asked thousands of times a second. */
export class RuleBook {
  /** The newest revision of each row, but for withdrawn ones. */
  private readonly byPath = new Map<string, ConversionRule[]>();
  private readonly byVersion = new Map<string, ConversionRule>();

  constructor(readonly rules: readonly ConversionRule[]) {
    const rows = new Set<string>();
    for (const rule of [...rules].sort(precedence)) {
      this.byVersion.set(rule.version, rule);
      const row = `${rule.pathCode}/${rule.validFrom}/${rule.origin}`;
      if (rows.has(row)) continue;
      rows.add(row);
      if (rule.withdrawn) continue;
      const known = this.byPath.get(rule.pathCode);
      if (known) known.push(rule);
      else this.byPath.set(rule.pathCode, [rule]);
    }
  }

  /** These rules with one more revision, as if it stood already. */
  with(rule: ConversionRule): RuleBook {
    return new RuleBook([...this.rules, rule]);
  }

  /** The rule of a path on a day (`YYYY-MM-DD`): of each row its newest revision; a region's own row wins over the reference, then the later first day. */
  find(pathCode: string, day: string): ConversionRule | undefined {
    return this.byPath
      .get(pathCode)
      ?.find((rule) => rule.validFrom <= day && (rule.validTo === null || day <= rule.validTo));
  }

  /** The rule that an entry names. */
  findVersion(version: string): ConversionRule | undefined {
    return this.byVersion.get(version);
  }
}

function precedence(a: ConversionRule, b: ConversionRule): number {
  if (a.origin !== b.origin) return a.origin === 'REGION' ? -1 : 1;
  if (a.validFrom !== b.validFrom) return a.validFrom > b.validFrom ? -1 : 1;
  return b.revision - a.revision;
}
