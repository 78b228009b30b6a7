import type { PlanTemplatePublished } from '@betang/contracts';
import { Table } from '../database/table.js';
import { findSection } from '../plans/plan-guide.js';
import type { PlanContent, Row, SectionContent } from '../plans/plan-content.decision.js';
import type { RequiredCompetency } from '../dictionary/required-competency.js';
import type { Category } from '../resources/resource-rows.js';

export interface TemplateRole {
  readonly field: string;
  readonly name: string;
  readonly people: number;
  readonly alternates: number;
  readonly competencies: readonly RequiredCompetency[];
}

export interface TemplateNeed {
  readonly field: string;
  readonly category: Category;
  readonly item: string;
  readonly unit: string;
  readonly quantity: number;
}

/** What a plan is begun with. */
export interface TemplateContent {
  readonly sections: PlanContent;
  readonly roles: readonly TemplateRole[];
  readonly needs: readonly TemplateNeed[];
}

/** A template of this region's own. */
export interface Template extends TemplateContent {
  readonly templateId: string;
  readonly state: 'DRAFT' | 'PUBLISHED' | 'WITHDRAWN';
  readonly revision: number;
  readonly publishedVersion: number;
  readonly published: PlanTemplatePublished | null;
  readonly hazardCode: string;
  readonly title: string;
  readonly withdrawnReason: string | null;
  /** Why it is to be looked at before it is published again; null: nothing is. */
  readonly reviewReason: string | null;
  readonly createdBy: string;
}

export const TEMPLATES = new Table<Template>('plan_template', 'templateId', {
  json: ['sections', 'roles', 'needs', 'published'],
  notFound: 'plan-template-not-found',
});

type PublishedSection = PlanTemplatePublished['sections'][number];

/** Sections as the published language carries them: one form each, cells as text. */
export function publishedSections(content: PlanContent): PublishedSection[] {
  return Object.entries(content).map(([section, value]): PublishedSection => {
    if (typeof value === 'string') return { section, text: value };
    if (findSection(section)?.form === 'list') return { section, items: [...(value as readonly string[])] };
    const rows = (value as readonly Row[]).map((row) => ({
      cells: Object.entries(row).map(([column, cell]) => ({ column, value: String(cell) })),
    }));
    return { section, rows };
  });
}

/** Sections as a plan holds them; those that this release's guide does not have are left out. */
export function contentOf(sections: readonly PublishedSection[]): PlanContent {
  const known = sections.filter(({ section }) => findSection(section));
  return Object.fromEntries(known.map((each): [string, SectionContent] => [each.section, valueOf(each)]));
}

function valueOf({ section, text, items, rows }: PublishedSection): SectionContent {
  const { form, columns = [] } = findSection(section)!;
  if (form === 'text') return text ?? '';
  if (form === 'list') return items ?? [];
  const numbers = new Set(columns.filter(({ type }) => type === 'number').map(({ name }) => name));
  const known = new Set(columns.map(({ name }) => name));
  return (rows ?? []).map(({ cells }) =>
    Object.fromEntries(
      cells
        .filter(({ column }) => known.has(column))
        .map(({ column, value }) => [column, numbers.has(column) ? Number(value) : value]),
    ),
  );
}
