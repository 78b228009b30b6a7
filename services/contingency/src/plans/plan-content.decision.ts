import { AppError, type FieldProblem } from '@betang/platform';
import { GUIDE_SECTIONS, findSection, type GuideColumn, type GuideSection } from './plan-guide.js';

export type Row = Readonly<Record<string, string | number>>;
/** What a section says, in the form that the guide gives it. */
export type SectionContent = string | readonly string[] | readonly Row[];
/** Sections by code. */
export type PlanContent = Readonly<Record<string, SectionContent>>;

const MOST_TEXT = 20_000;
const MOST_ITEMS = 300;
const MOST_CELL = 4_000;

/** Throws `plan-content-refused` (422), naming every section that is unknown or has the wrong form. */
export function checkContent(content: Readonly<Record<string, unknown>>): PlanContent {
  const errors = Object.entries(content).flatMap(([code, value]) => sectionProblems(code, value));
  if (errors.length > 0) throw new AppError('plan-content-refused', { status: 422, errors: errors.slice(0, 50) });
  return content as PlanContent;
}

/** Sections that the guide asks for and the plan leaves empty. */
export function missingSections(content: PlanContent): string[] {
  return GUIDE_SECTIONS.filter(({ required, code }) => required && isEmpty(content[code])).map(({ code }) => code);
}

/** Sections about the own risk that say just what the template says (null: written without a template). */
export function unadaptedSections(content: PlanContent, template: PlanContent | null): string[] {
  if (template === null) return [];
  return GUIDE_SECTIONS.filter(
    ({ local, code }) => local && !isEmpty(content[code]) && same(content[code], template[code]),
  ).map(({ code }) => code);
}

/** Throws `plan-incomplete` (422) naming what is missing, or was taken from the template as it stood. */
export function assertComplete(content: PlanContent, template: PlanContent | null): void {
  const errors: FieldProblem[] = [
    ...missingSections(content).map((field) => ({ field, code: 'plan.section-missing' })),
    ...unadaptedSections(content, template).map((field) => ({ field, code: 'plan.section-not-adapted' })),
  ];
  if (errors.length > 0) throw new AppError('plan-incomplete', { status: 422, errors });
}

/** Texts compare without regard to white space; key order of rows does not matter. */
export function same(a: SectionContent | undefined, b: SectionContent | undefined): boolean {
  return canonical(a) === canonical(b);
}

function canonical(value: SectionContent | undefined): string {
  if (value === undefined) return '';
  if (typeof value === 'string') return value.replace(/\s+/g, ' ').trim();
  return JSON.stringify(
    value.map((item) => (typeof item === 'string' ? item.trim() : Object.entries(item).sort(byName))),
  );
}

function byName([a]: [string, unknown], [b]: [string, unknown]): number {
  return a < b ? -1 : 1;
}

export function isEmpty(value: SectionContent | undefined): boolean {
  return value === undefined || (typeof value === 'string' ? value.trim() === '' : value.length === 0);
}

function sectionProblems(code: string, value: unknown): FieldProblem[] {
  const section = findSection(code);
  if (!section) return [{ field: /^[a-zA-Z.]{1,60}$/.test(code) ? code : '?', code: 'plan.section-unknown' }];
  if (section.form === 'text')
    return typeof value === 'string' && value.length <= MOST_TEXT ? [] : [{ field: code, code: 'plan.section-text' }];
  if (!Array.isArray(value) || value.length > MOST_ITEMS)
    return [{ field: code, code: `plan.section-${section.form}` }];
  const items = value as unknown[];
  return items.flatMap((item, index) =>
    section.form === 'list'
      ? isText(item)
        ? []
        : [{ field: `${code}[${index}]`, code: 'plan.section-list' }]
      : rowProblems(section, item, `${code}[${index}]`),
  );
}

function rowProblems({ columns = [] }: GuideSection, row: unknown, field: string): FieldProblem[] {
  if (typeof row !== 'object' || row === null) return [{ field, code: 'plan.section-table' }];
  const cells = row as Readonly<Record<string, unknown>>;
  const known = new Set(columns.map(({ name }) => name));
  const unknown = Object.keys(cells).some((name) => !known.has(name));
  return [
    ...(unknown ? [{ field, code: 'plan.column-unknown' }] : []),
    ...columns
      .filter((column) => !cellHolds(column, cells[column.name]))
      .map(({ name }) => ({ field: `${field}.${name}`, code: 'plan.cell' })),
  ];
}

function cellHolds({ type, required }: GuideColumn, value: unknown): boolean {
  if (value === undefined) return !required;
  if (type === 'number') return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
  if (type === 'text') return isText(value);
  return typeof value === 'string' && type.includes(value);
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value.trim() !== '' && value.length <= MOST_CELL;
}
