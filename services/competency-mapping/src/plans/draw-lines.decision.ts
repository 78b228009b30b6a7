import type { InventoryLine } from './inventory.decision.js';
import type { PlanLine } from './plan.js';

/** What of a line is compared with its source; the names are those of the fields that a caller sees. */
export const SOURCE_FIELDS = [
  'year',
  'agencyId',
  'competencyCode',
  'level',
  'targetGroup',
  'people',
  'form',
  'pathCode',
  'organiser',
  'quarter',
  'curriculumStandard',
  'budget',
  'hours',
  'developmentTargetId',
  'urgency',
] as const;
export type SourceField = (typeof SOURCE_FIELDS)[number];
export type SourceContent = Pick<PlanLine, SourceField>;

/**
 * NEW: not in the annual plan. SIMILAR: another line of it asks for the same competency and level of the same agency. DRAWN: in it, and the same
 * as then. CHANGED: in it, and changed since in the multi-year plan. GONE: in it, and no longer in the multi-year plan.
 */
export const DRAW_STATUSES = ['NEW', 'SIMILAR', 'DRAWN', 'CHANGED', 'GONE'] as const;
export type DrawStatus = (typeof DRAW_STATUSES)[number];

/** A line that came out of another plan, with what it was there then. */
export interface TakenLine {
  readonly lineId: string;
  readonly sourceLineId: string;
  readonly sourcePlanId: string;
  readonly content: SourceContent;
}

export interface DrawableLine {
  /** The line of the multi-year plan, as it is there now; of one that is gone, as it was. */
  readonly source: PlanLine;
  readonly status: DrawStatus;
  /** The line of the annual plan that it became. */
  readonly drawnLineId: string | null;
  /** Other lines of the annual plan that ask for the same. */
  readonly similarLineIds: readonly string[];
  readonly changed: readonly SourceField[];
}

export function contentOf(line: SourceContent): SourceContent {
  return Object.fromEntries(SOURCE_FIELDS.map((field) => [field, line[field]])) as unknown as SourceContent;
}

export function changedFields(taken: SourceContent, now: SourceContent): SourceField[] {
  return SOURCE_FIELDS.filter((field) => taken[field] !== now[field]);
}

/** The lines of multi-year plans (HCDP) for the year of an annual plan, each with what of it is there already. */
export function drawableLines(
  year: number,
  sources: readonly PlanLine[],
  present: readonly PlanLine[],
  taken: readonly TakenLine[],
): DrawableLine[] {
  const drawn = new Map(taken.map((line) => [line.sourceLineId, line]));
  const known = new Set(sources.map(({ lineId }) => lineId));
  const drawnIds = new Set(taken.map(({ lineId }) => lineId));
  const others = present.filter(({ lineId }) => !drawnIds.has(lineId));
  const similarTo = (asked: SourceContent) => others.filter(sameNeed(asked)).map(({ lineId }) => lineId);
  const gone = taken
    .filter(({ sourceLineId }) => !known.has(sourceLineId))
    .map(({ lineId, sourceLineId, sourcePlanId, content }): DrawableLine => ({
      source: { ...content, lineId: sourceLineId, planId: sourcePlanId, origin: 'MANUAL', sourceLineId: null },
      status: 'GONE',
      drawnLineId: lineId,
      similarLineIds: similarTo(content),
      changed: [],
    }));
  const rest = sources
    .filter((source) => source.year === year || drawn.has(source.lineId))
    .map((source): DrawableLine => {
      const before = drawn.get(source.lineId);
      const similarLineIds = similarTo(source);
      const changed = before ? changedFields(before.content, source) : [];
      const status = before
        ? changed.length > 0
          ? 'CHANGED'
          : 'DRAWN'
        : similarLineIds.length > 0
          ? 'SIMILAR'
          : 'NEW';
      return { source, status, drawnLineId: before?.lineId ?? null, similarLineIds, changed };
    });
  return [...rest, ...gone];
}

export interface DrawProblem {
  readonly field: string;
  readonly code: 'plan.line-not-drawable' | 'plan.year-outside';
}

export interface ChosenLines {
  /** Not in the annual plan yet. */
  readonly draw: readonly DrawableLine[];
  /** In it, and taken over anew as they are in the multi-year plan now. */
  readonly renew: readonly DrawableLine[];
  readonly problems: readonly DrawProblem[];
}

/**
 * Which lines one step draws: all that are not there and that no other line asks for; or those that were named, also where another line asks for
 * the same, or where they changed since. What is there and the same is left alone, so that a second time draws nothing twice.
 */
export function chooseLines(year: number, drawable: readonly DrawableLine[], wanted?: readonly string[]): ChosenLines {
  if (wanted === undefined) return { draw: drawable.filter(({ status }) => status === 'NEW'), renew: [], problems: [] };
  const byId = new Map(drawable.map((line) => [line.source.lineId, line]));
  const problems = wanted.flatMap((lineId, index): DrawProblem[] => {
    const field = `lineIds[${index}]`;
    const line = byId.get(lineId);
    if (!line || line.status === 'GONE') return [{ field, code: 'plan.line-not-drawable' }];
    return line.source.year === year ? [] : [{ field, code: 'plan.year-outside' }];
  });
  const named = [...new Set(wanted)].flatMap((lineId) => byId.get(lineId) ?? []);
  return {
    draw: named.filter(({ drawnLineId }) => drawnLineId === null),
    renew: named.filter(({ status }) => status === 'CHANGED'),
    problems,
  };
}

type Need = Pick<SourceContent, 'agencyId' | 'competencyCode' | 'level'>;

function sameNeed(one: Need): (other: Need) => boolean {
  return ({ agencyId, competencyCode, level }) =>
    agencyId === one.agencyId && competencyCode === one.competencyCode && level === one.level;
}

/** A drawn line with the people whom it names. */
export type DrawnPeople = Need & Pick<PlanLine, 'lineId' | 'people'> & { readonly employeeIds: readonly string[] };

export interface InventoryBesideDrawn<T extends InventoryLine> {
  readonly lines: readonly T[];
  /** People whom drawn lines are for, that named nobody yet. */
  readonly named: readonly { readonly lineId: string; readonly employeeId: string }[];
}

/**
 * The inventory beside what was drawn, so that nobody is planned for twice: who is named by a drawn line of the same competency and level is left
 * out, and one that names nobody gets as many of the people as it asks for. Budget goes with the people that are left.
 */
export function besideDrawn<T extends InventoryLine>(
  found: readonly T[],
  drawn: readonly DrawnPeople[],
): InventoryBesideDrawn<T> {
  const named: { lineId: string; employeeId: string }[] = [];
  const lines = found.flatMap((line): T[] => {
    const same = drawn.filter(sameNeed(line));
    const covered = new Set(same.flatMap(({ employeeIds }) => employeeIds));
    let left = line.employeeIds.filter((employeeId) => !covered.has(employeeId));
    for (const { lineId, people, employeeIds } of same) {
      if (employeeIds.length > 0) continue;
      named.push(...left.slice(0, people).map((employeeId) => ({ lineId, employeeId })));
      left = left.slice(people);
    }
    if (left.length === line.employeeIds.length) return [line];
    if (left.length === 0) return [];
    const budget = Math.round((line.budget * left.length) / line.employeeIds.length);
    return [{ ...line, employeeIds: left, people: left.length, budget }];
  });
  return { lines, named };
}
