import type { InventoryRow } from '../needs/need-figures.js';
import type { Need } from '../needs/need.decision.js';
import type { NeedsRule } from '../rules/dated-rule.js';
import { coversYear } from '../targets/served-target.decision.js';
import type { PlanLine } from './plan.js';

/** How the lines of an inventory are filled where the gaps say nothing. */
export interface InventoryDefaults {
  readonly organiser: string;
  readonly curriculumStandard: string;
  readonly pathCode: string;
  readonly form: PlanLine['form'];
  /** Only needs at least as urgent come into the plan. */
  readonly leastUrgency: number;
  /** What lines serve whose competency is tied to no target of their year; null: that is left to be said. */
  readonly developmentTargetId: string | null;
}

export interface PlanYears {
  readonly firstYear: number;
  readonly lastYear: number;
}

export type InventoryLine = Omit<PlanLine, 'lineId' | 'planId' | 'sourceLineId'> & {
  readonly employeeIds: readonly string[];
};

const MOST_URGENT = 5;

/**
 * The inventory of competencies to raise for each civil servant (PP 11/2017 article 205) as plan lines: people of an agency who miss the same
 * level of a competency learn it together. The most urgent come first: in the first year of a multi-year plan, in the first quarters of a year.
 */
export function inventoryLines(
  rows: readonly InventoryRow[],
  needs: readonly Need[],
  years: PlanYears,
  defaults: InventoryDefaults,
  rule: NeedsRule,
): InventoryLine[] {
  const byCode = new Map(needs.map((need) => [need.code, need]));
  return rows.flatMap((row): InventoryLine[] => {
    const need = byCode.get(row.code);
    const urgency = need?.urgency ?? 1;
    if (urgency < defaults.leastUrgency) return [];
    const perPerson = row.deficit / row.people.length;
    const year = yearOf(urgency, years);
    const served = need?.targets.find((target) => coversYear(target, year));
    return [
      {
        year,
        agencyId: row.agencyId,
        competencyCode: row.code,
        level: row.level,
        targetGroup: `Pegawai dengan standar ${row.code} tingkat ${row.level}`,
        people: row.people.length,
        form: defaults.form,
        pathCode: defaults.pathCode,
        organiser: defaults.organiser,
        quarter: quarterOf(urgency),
        curriculumStandard: defaults.curriculumStandard,
        budget: row.deficit * rule.rupiahPerLevel,
        hours: Math.round(perPerson * rule.hoursPerLevel),
        developmentTargetId: served?.targetId ?? defaults.developmentTargetId,
        urgency,
        origin: 'INVENTORY',
        employeeIds: row.people,
      },
    ];
  });
}

/** Urgency 5 in the first year, the others as late as the plan is long. */
function yearOf(urgency: number, { firstYear, lastYear }: PlanYears): number {
  return Math.min(lastYear, firstYear + (MOST_URGENT - urgency));
}

/** Urgency 5 and 4 in the first quarters, the rest later in the year. */
function quarterOf(urgency: number): number {
  return Math.min(4, MOST_URGENT - urgency + 1);
}

type Asked = Pick<PlanLine, 'agencyId' | 'competencyCode' | 'level'>;
const keyOf = ({ agencyId, competencyCode, level }: Asked) => JSON.stringify([agencyId, competencyCode, level]);

/**
 * Lines of an inventory under the ids of those before that ask for the same, so that the province knows them again and its decisions hold.
 * What an officer said of the target stays where the gaps name none.
 */
export function keepLineIds<T extends InventoryLine>(
  found: readonly T[],
  before: readonly (Asked & Pick<PlanLine, 'lineId' | 'developmentTargetId'>)[],
  newLineId: () => string,
): (T & { readonly lineId: string })[] {
  const known = new Map(before.map((line) => [keyOf(line), line]));
  return found.map((line) => {
    const same = known.get(keyOf(line));
    known.delete(keyOf(line));
    const developmentTargetId = line.developmentTargetId ?? same?.developmentTargetId ?? null;
    return { ...line, developmentTargetId, lineId: same?.lineId ?? newLineId() };
  });
}
