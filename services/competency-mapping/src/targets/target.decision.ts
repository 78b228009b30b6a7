import { DEVELOPMENT_TARGET_KINDS, type DevelopmentTargetKind } from '@betang/contracts';
import type { DevelopmentTarget, TargetDetails, YearlyValue } from './development-target.js';

export interface TargetProblem {
  readonly field: keyof TargetDetails;
  readonly code:
    | 'target.parent-wrong'
    | 'target.parent-missing'
    | 'target.values-without-indicator'
    | 'target.unit-missing'
    | 'target.year-twice'
    | 'target.year-outside'
    | 'target.ends-before-start';
}

/**
 * What stands against a node of the RPJMD: a vision (visi) stands alone, each kind stands below the one before it, and an indicator
 * (indikator) measures a goal (tujuan) or a target (sasaran), as in the tables of Permendagri 86/2017. Only indicators have values, of years
 * within the planning period.
 */
export function targetProblems(details: TargetDetails, parentKind: DevelopmentTargetKind | null): TargetProblem[] {
  const problems: TargetProblem[] = [];
  const add = (field: TargetProblem['field'], code: TargetProblem['code']) => void problems.push({ field, code });
  if (parentKind === null && details.kind !== 'VISION') add('parentId', 'target.parent-missing');
  else if (!fits(details.kind, parentKind)) add('parentId', 'target.parent-wrong');
  if (details.validTo <= details.validFrom) add('validTo', 'target.ends-before-start');
  if (details.kind !== 'INDICATOR' && details.values.length > 0) add('values', 'target.values-without-indicator');
  if (details.kind === 'INDICATOR' && details.unit === null) add('unit', 'target.unit-missing');
  const years = details.values.map(({ year }) => year);
  if (new Set(years).size < years.length) add('values', 'target.year-twice');
  const first = Number(details.validFrom.slice(0, 4));
  const last = Number(details.validTo.slice(0, 4));
  // The year before the period is the baseline (kondisi awal) that these tables begin with.
  if (years.some((year) => year < first - 1 || year > last)) add('values', 'target.year-outside');
  return problems;
}

/** Whether two nodes say the same; the order of years does not count. */
export function sameDetails(a: TargetDetails, b: TargetDetails): boolean {
  return comparable(a) === comparable(b);
}

/** The node as it is from now on; a correction of the same text counts as a change too. */
export function changedTarget(before: DevelopmentTarget, details: TargetDetails): DevelopmentTarget {
  return { ...before, ...details, values: inOrder(details.values), revision: before.revision + 1 };
}

export function newTarget(targetId: string, details: TargetDetails): DevelopmentTarget {
  return { ...details, targetId, revision: 1, values: inOrder(details.values), withdrawnReason: null };
}

function fits(kind: DevelopmentTargetKind, parent: DevelopmentTargetKind | null): boolean {
  if (kind === 'INDICATOR') return parent === 'GOAL' || parent === 'TARGET';
  const rank = DEVELOPMENT_TARGET_KINDS.indexOf(kind);
  return rank === 0 ? parent === null : parent === DEVELOPMENT_TARGET_KINDS[rank - 1];
}

function inOrder(values: readonly YearlyValue[]): YearlyValue[] {
  return [...values].sort((a, b) => a.year - b.year);
}

function comparable({ parentId, kind, code, title, unit, values, validFrom, validTo }: TargetDetails): string {
  const rows = inOrder(values).map(({ year, target, actual }) => [year, target, actual]);
  return JSON.stringify([parentId, kind, code, title, unit, rows, validFrom, validTo]);
}
