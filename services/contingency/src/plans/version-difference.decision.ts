import { GUIDE_SECTIONS, type GuideSection } from './plan-guide.js';
import { isEmpty, same, type PlanContent, type Row, type SectionContent } from './plan-content.decision.js';

/** A row or item that only one of two versions has. */
export interface ItemChange {
  readonly change: 'ADDED' | 'REMOVED';
  readonly item: string | Row;
}

export interface SectionDifference {
  readonly section: string;
  readonly change: 'ADDED' | 'REMOVED' | 'CHANGED';
  readonly before: string | null;
  readonly after: string | null;
  /** For lists and tables, what came and what went. */
  readonly items: readonly ItemChange[];
}

/** What changed from one version to another, section by section in the order of the guide; sections that say the same are left out. */
export function differenceOf(before: PlanContent, after: PlanContent): SectionDifference[] {
  return GUIDE_SECTIONS.filter(({ code }) => !same(before[code], after[code])).map((section) =>
    sectionDifference(section, before[section.code], after[section.code]),
  );
}

function sectionDifference(
  { code, form }: GuideSection,
  before: SectionContent | undefined,
  after: SectionContent | undefined,
): SectionDifference {
  const change = isEmpty(before) ? 'ADDED' : isEmpty(after) ? 'REMOVED' : 'CHANGED';
  if (form === 'text') return { section: code, change, before: textOf(before), after: textOf(after), items: [] };
  return { section: code, change, before: null, after: null, items: itemChanges(before ?? [], after ?? []) };
}

function itemChanges(before: SectionContent, after: SectionContent): ItemChange[] {
  const old = before as readonly (string | Row)[];
  const now = after as readonly (string | Row)[];
  const oldKeys = new Set(old.map(keyOf));
  const newKeys = new Set(now.map(keyOf));
  return [
    ...old.filter((item) => !newKeys.has(keyOf(item))).map((item): ItemChange => ({ change: 'REMOVED', item })),
    ...now.filter((item) => !oldKeys.has(keyOf(item))).map((item): ItemChange => ({ change: 'ADDED', item })),
  ];
}

function keyOf(item: string | Row): string {
  return typeof item === 'string'
    ? item.trim()
    : JSON.stringify(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function textOf(value: SectionContent | undefined): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
