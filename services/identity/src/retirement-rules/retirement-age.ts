import { CalendarDate } from '@betang/asn';
import { nameKey } from '../organisation/name-key.js';

/** The age of retirement (batas usia pensiun) of a group of positions, in force from day to day. */
export interface RetirementRule {
  readonly ruleId: string;
  /** Type of position, or `*`. */
  readonly positionType: string;
  /** Level of a functional position; null: all. */
  readonly level: string | null;
  /** Words that stand in the position's name, all of them; null: any name. */
  readonly words: string | null;
  /** Years. */
  readonly age: number;
  readonly validFrom: string;
  readonly validTo: string | null;
}

/** What of an employee decides when retirement comes. */
export interface Retiring {
  readonly birthDate: string | null;
  readonly positionType: string | null;
  readonly positionName: string | null;
}

const LATEST_BIRTH = 9900;

/**
 * First day in retirement (TMT pensiun): the first of the month after the one in which the age is reached, by the rule in force on that day, the one that says
 * most about the position. Undefined without a birth date or a rule.
 */
export function retirementOf(
  person: Retiring,
  rules: readonly RetirementRule[],
): { readonly on: string; readonly rule: RetirementRule } | undefined {
  if (person.birthDate === null) return undefined;
  const birth = CalendarDate.parse(person.birthDate);
  // A slip of the pen, which the correction queue tells of: the calendar ends before anybody of it retires.
  if (birth.year > LATEST_BIRTH) return undefined;
  const fitting = rules.filter((rule) => fits(rule, person)).sort((a, b) => weight(b) - weight(a));
  for (const rule of fitting) {
    const reached = birth.plusMonths(rule.age * 12);
    if (rule.validFrom > reached.iso || (rule.validTo !== null && rule.validTo < reached.iso)) continue;
    return { on: CalendarDate.of(reached.year, reached.month, 1).plusMonths(1).iso, rule };
  }
  return undefined;
}

function fits(rule: RetirementRule, { positionType, positionName }: Retiring): boolean {
  const [code, level] = positionType?.split(':') ?? [];
  if (rule.positionType !== '*' && rule.positionType !== code) return false;
  if (rule.level !== null && rule.level !== level) return false;
  if (rule.words === null) return true;
  const words = new Set(nameKey(positionName ?? '').split(' '));
  return nameKey(rule.words)
    .split(' ')
    .every((word) => words.has(word));
}

/** Words of the position before its level, the level before its type. */
function weight(rule: RetirementRule): number {
  return (rule.words === null ? 0 : 4) + (rule.level === null ? 0 : 2) + (rule.positionType === '*' ? 0 : 1);
}
