import { AsnError, PositionType, positionTypeCodes } from '@betang/asn';

const ALL = 'ALL';
const GROUPS = { MANAGERIAL: 'managerial', NON_MANAGERIAL: 'nonManagerial' } as const;

/** Whether a text names whom a programme may be for: ALL, MANAGERIAL, NON_MANAGERIAL, or a type of position such as `JPT_PRATAMA`, `FUNCTIONAL:AHLI_MUDA`. */
export function isTargetGroup(value: string): boolean {
  if (value === ALL || Object.hasOwn(GROUPS, value)) return true;
  try {
    PositionType.fromValue(value);
    return true;
  } catch (error) {
    if (error instanceof AsnError) return false;
    throw error;
  }
}

/** Types of position that the groups stand for; without any group it is for everyone. Levels of functional positions count as their type. */
export function positionTypesOf(groups: readonly string[]): ReadonlySet<string> {
  if (groups.length === 0) return new Set(positionTypeCodes);
  return new Set(groups.flatMap(expand));
}

/** How much of the narrower one lies in the other, 0 to 1. */
export function sharedPart(one: readonly string[], other: readonly string[]): number {
  const [a, b] = [positionTypesOf(one), positionTypesOf(other)];
  const both = [...a].filter((type) => b.has(type)).length;
  return both / Math.max(1, Math.min(a.size, b.size));
}

function expand(group: string): readonly string[] {
  if (group === ALL) return positionTypeCodes;
  const wanted = (GROUPS as Record<string, string>)[group];
  if (wanted === undefined) return [group.split(':')[0]!];
  return positionTypeCodes.filter((code) => PositionType.fromValue(code).group === wanted);
}
