import { CalendarDate } from '@betang/asn';
import type { DocumentBlock, DocumentModel, Language } from '@betang/platform';
import { documentText, type DocumentText } from './plan-document.texts.js';
import { isEmpty, type Row, type SectionContent } from './plan-content.decision.js';
import { GUIDE_CHAPTERS, GUIDE_SECTIONS, valueName, type GuideColumn, type GuideSection } from './plan-guide.js';
import type { Plan, PlanAnnexes, PlanVersion } from './plan-rows.js';

export interface PlanDocumentInput {
  readonly plan: Plan;
  readonly version: PlanVersion;
  readonly annexes: PlanAnnexes;
  readonly region: string;
  /** None for a province. */
  readonly province: string | null;
  /** What the hazard is called. */
  readonly hazard: string;
  readonly language: Language;
  readonly now: Date;
  readonly today: string;
}

/**
 * The plan as a document: cover, legalisation sheet, chapters of the national guide, annexes. A version that was legalised is dated by its decree, so that it
 * gives the same bytes for ever.
 */
export function planDocument(input: PlanDocumentInput): DocumentModel {
  const { plan, version, annexes, region, language } = input;
  const text = documentText(language);
  const signed = version.decreeOn !== null;
  return {
    title: plan.title,
    language,
    issuedAt: signed ? new Date(`${version.decreeOn}T00:00:00Z`) : input.now,
    letterhead: [region.toUpperCase()],
    blocks: [
      {
        kind: 'title',
        text: plan.title,
        subtitle: text('version', { version: version.version }),
        ...(signed && { number: version.decreeNumber! }),
      },
      cover(input, text),
      ...legalisationSheet(version, text, language),
      { kind: 'page-break' },
      ...chapters(version, language),
      ...annexBlocks(annexes, text, language),
    ],
    footer: signed ? text('footer-signed', { number: version.decreeNumber! }) : text('footer-draft', {}),
  };
}

/** What the guide asks for on the cover: hazard, province, year. */
function cover({ hazard, province, version, today }: PlanDocumentInput, text: DocumentText): DocumentBlock {
  const year = (version.validFrom ?? today).slice(0, 4);
  return {
    kind: 'key-values',
    entries: [
      [text('hazard', {}), hazard],
      ...(province === null ? [] : [[text('province', {}), province] as const]),
      [text('year', {}), year],
    ],
  };
}

function legalisationSheet(version: PlanVersion, text: DocumentText, language: Language): DocumentBlock[] {
  if (version.decreeOn === null) return [{ kind: 'paragraph', text: text('draft', {}), bold: true, align: 'center' }];
  const day = (iso: string | null) => (iso === null ? '-' : CalendarDate.parse(iso).format(language));
  return [
    { kind: 'heading', level: 2, text: text('legalisation', {}) },
    {
      kind: 'key-values',
      entries: [
        [text('decree', {}), version.decreeNumber ?? '-'],
        [text('decree-on', {}), day(version.decreeOn)],
        [text('valid', {}), `${day(version.validFrom)} - ${day(version.validUntil)}`],
        [text('review', {}), day(version.reviewDueOn)],
      ],
    },
    {
      kind: 'signature',
      signers: [{ placeAndDate: day(version.decreeOn), position: version.signedBy ?? '-', name: '' }],
    },
  ];
}

function chapters({ sections }: PlanVersion, language: Language): DocumentBlock[] {
  return GUIDE_CHAPTERS.flatMap((chapter) => {
    const own = GUIDE_SECTIONS.filter(({ code }) => code.startsWith(`${chapter.code}.`) && !isEmpty(sections[code]));
    if (own.length === 0) return [];
    const title = language === 'en' ? chapter.titleEn : chapter.titleId;
    return [
      { kind: 'heading', level: 1, text: `${chapter.number}. ${title}` } as const,
      ...own.flatMap((section) => sectionBlocks(section, sections[section.code]!, language)),
    ];
  });
}

function sectionBlocks(section: GuideSection, content: SectionContent, language: Language): DocumentBlock[] {
  const heading = { kind: 'heading', level: 2, text: language === 'en' ? section.titleEn : section.titleId } as const;
  if (typeof content === 'string')
    return [
      heading,
      ...content.split(/\n{2,}/).map((part) => ({ kind: 'paragraph', text: part, align: 'justify' }) as const),
    ];
  if (section.form === 'list') return [heading, { kind: 'list', items: content as readonly string[], numbered: true }];
  const columns = section.columns ?? [];
  return [
    heading,
    {
      kind: 'table',
      columns: columns.map(({ titleId, titleEn, type }) => ({
        heading: language === 'en' ? titleEn : titleId,
        weight: type === 'text' ? 2 : 1,
        align: type === 'number' ? 'right' : 'left',
      })),
      rows: (content as readonly Row[]).map((row) => columns.map((column) => cellOf(column, row, language))),
    },
  ];
}

/** Values of a list by their names, numbers as they are written. */
function cellOf({ name, type }: GuideColumn, row: Row, language: Language): string {
  const value = row[name] ?? '';
  if (typeof value === 'number') return numberOf(value, language);
  return typeof type === 'string' ? value : valueName(value, language === 'en');
}

function numberOf(value: number, language: Language): string {
  return new Intl.NumberFormat(language === 'en' ? 'en' : 'id-ID').format(value);
}

type AnnexTable = readonly [name: string, columns: readonly string[], rows: readonly (readonly (string | number)[])[]];

/** A version that was signed before sheets said what they give stays as it was signed. */
function partnerTable({ partners }: PlanAnnexes, language: Language): AnnexTable {
  const says = partners.some(({ gives }) => gives !== undefined);
  const rows = partners.map(({ name, task, sheetNumber, validUntil, gives }) => [
    ...[name, task],
    ...(says ? [gives ?? '-'] : []),
    ...[sheetNumber, CalendarDate.parse(validUntil).format(language)],
  ]);
  return ['partners', ['name', 'task', ...(says ? ['gives'] : []), 'sheet', 'valid-until'], rows];
}

function annexBlocks(annexes: PlanAnnexes, text: DocumentText, language: Language): DocumentBlock[] {
  const tables: readonly AnnexTable[] = [
    [
      'roles',
      ['field', 'role', 'people', 'alternates'],
      annexes.roles.map((row) => [row.field, row.name, row.people, row.alternates]),
    ],
    [
      'needs',
      ['field', 'place', 'item', 'unit', 'needed', 'available', 'gap'],
      annexes.needs.map((row) => [row.field, row.place, row.item, row.unit, row.needed, row.available, row.gap]),
    ],
    partnerTable(annexes, language),
    [
      'services',
      ['name', 'outage', 'staff'],
      annexes.services.map((row) => [row.name, row.longestOutageHours, row.leastStaff]),
    ],
  ];
  return tables
    .filter(([, , rows]) => rows.length > 0)
    .flatMap(([name, columns, rows]): DocumentBlock[] => [
      { kind: 'heading', level: 1, text: text(`annex-${name}`, {}) },
      {
        kind: 'table',
        columns: columns.map((column) => ({ heading: text(`column-${column}`, {}) })),
        rows: rows.map((row) => row.map((cell) => (typeof cell === 'number' ? numberOf(cell, language) : cell))),
      },
    ]);
}
