import type { DocumentBlock, DocumentModel, Language, TableExport } from '@betang/platform';
import { indicatorsOfYear, type IndicatorOfYear } from './line-problems.decision.js';
import type { ServingLine } from './line-views.js';
import type { Plan, PlanLine } from './plan.js';

const TEXTS = {
  id: {
    annual: 'Rencana Pengembangan Kompetensi ASN',
    multiYear: 'Human Capital Development Plan (HCDP)',
    year: 'Tahun',
    decree: 'Ditetapkan dengan',
    draft: 'RANCANGAN, belum ditetapkan',
    total: 'Jumlah',
    basis: 'Disusun menurut PP 11/2017 jo. PP 17/2020 pasal 205 sampai dengan 207.',
    signer: 'Pejabat Pembina Kepegawaian',
    byYear: ['Tahun', 'Baris', 'Orang', 'JP', 'Anggaran'],
    headings: [
      'Tahun',
      '(1) Kompetensi',
      'Tingkat',
      '(2) Sasaran',
      'Orang',
      '(3) Jenis dan jalur',
      '(4) Penyelenggara',
      '(5) Jadwal',
      '(6) Standar kurikulum',
      '(7) Anggaran',
      'JP',
      'Sasaran pembangunan',
      'Indikator dan nilai tahun itu',
    ],
    noTarget: 'Belum dikaitkan dengan sasaran',
    aimed: 'target',
    reached: 'capaian',
    quarter: 'Triwulan',
    forms: { EDUCATION: 'Pendidikan', CLASSICAL: 'Klasikal', NON_CLASSICAL: 'Nonklasikal' },
  },
  en: {
    annual: 'Annual Plan of Competency Development',
    multiYear: 'Human Capital Development Plan (HCDP)',
    year: 'Year',
    decree: 'Fixed by',
    draft: 'DRAFT, not yet fixed',
    total: 'Total',
    basis: 'Drawn up under PP 11/2017 jo. PP 17/2020 articles 205 to 207.',
    signer: 'Appointing authority (PPK)',
    byYear: ['Year', 'Lines', 'People', 'Learning hours', 'Budget'],
    headings: [
      'Year',
      '(1) Competency',
      'Level',
      '(2) Target',
      'People',
      '(3) Form and path',
      '(4) Organiser',
      '(5) Schedule',
      '(6) Curriculum standard',
      '(7) Budget',
      'Learning hours',
      'Development target',
      'Indicator and its value of the year',
    ],
    noTarget: 'Tied to no target yet',
    aimed: 'target',
    reached: 'reached',
    quarter: 'Quarter',
    forms: { EDUCATION: 'Education', CLASSICAL: 'Classical', NON_CLASSICAL: 'Non-classical' },
  },
} as const;
const KINDS = [
  'integer',
  'text',
  'integer',
  'text',
  'integer',
  'text',
  'text',
  'text',
  'text',
  'rupiah',
  'decimal',
  'text',
  'text',
] as const;
const WEIGHTS = [2, 5, 2, 5, 2, 4, 4, 3, 4, 5, 2, 6, 6];
const HUNDRED = 100;

/** A plan for a file, with all that its pages show. */
export interface PlanForFile {
  readonly plan: Plan;
  readonly lines: readonly ServingLine[];
  readonly place: string;
  readonly issuedAt: Date;
  readonly language: Language;
}

/** The plan's lines as a table for .xlsx or .csv: the seven fields of article 207(3), and the development target that each serves. */
export function planTable(file: PlanForFile): TableExport {
  const { plan, issuedAt, language } = file;
  const texts = TEXTS[language];
  return {
    name: `rencana-${plan.firstYear}`,
    language,
    issuedAt,
    orientation: 'landscape',
    title: [titleOf(plan, language), plan.title, file.place, stateOf(plan, language)],
    columns: texts.headings.map((heading, index) => ({ heading, kind: KINDS[index]! })),
    rows: file.lines.map((line) => cellsOf(line, file)),
    notes: [texts.basis],
  };
}

/** The plan as it is signed. */
export function planDocument(file: PlanForFile): DocumentModel {
  const { plan, lines, language, issuedAt, place } = file;
  const texts = TEXTS[language];
  const number = new Intl.NumberFormat(language === 'id' ? 'id-ID' : 'en-GB');
  const shown = (value: string | number, index: number) =>
    typeof value === 'string'
      ? value
      : KINDS[index] === 'rupiah'
        ? `Rp ${number.format(value)}`
        : index === 0
          ? String(value)
          : number.format(value);
  const sum = (read: (line: PlanLine) => number) => lines.reduce((total, { line }) => total + read(line), 0);
  const totals = texts.headings.map((_, index) => {
    if (index === 1) return texts.total;
    if (index === 4) return number.format(sum(({ people }) => people));
    return index === 9 ? `Rp ${number.format(sum(({ budget }) => budget))}` : '';
  });
  return {
    title: plan.title,
    language,
    issuedAt,
    orientation: 'landscape',
    letterhead: [place],
    footer: stateOf(plan, language),
    blocks: [
      {
        kind: 'title',
        text: titleOf(plan, language),
        subtitle: plan.title,
        ...(plan.decree === null ? {} : { number: plan.decree }),
      },
      { kind: 'paragraph', text: texts.basis },
      {
        kind: 'table',
        columns: texts.headings.map((heading, index) => ({
          heading,
          weight: WEIGHTS[index]!,
          align: KINDS[index] === 'text' ? 'left' : 'right',
        })),
        rows: lines.map((line) => cellsOf(line, file).map(shown)),
        totals,
      },
      ...(plan.kind === 'MULTI_YEAR' ? [yearsOf(file)] : []),
      { kind: 'signature', signers: [{ position: texts.signer, name: '', below: [] }] },
    ],
  };
}

/** What a multi-year plan (HCDP) asks for in each of its years. */
function yearsOf({ plan, lines, language }: PlanForFile): DocumentBlock {
  const number = new Intl.NumberFormat(language === 'id' ? 'id-ID' : 'en-GB');
  const years = Array.from({ length: plan.lastYear - plan.firstYear + 1 }, (_, index) => plan.firstYear + index);
  return {
    kind: 'table',
    columns: TEXTS[language].byYear.map((heading) => ({ heading, weight: 1, align: 'right' as const })),
    rows: years.map((year) => {
      const own = lines.filter(({ line }) => line.year === year).map(({ line }) => line);
      const sum = (read: (line: PlanLine) => number) => own.reduce((total, line) => total + read(line), 0);
      const hours = sum(({ people, hours: each }) => people * each) / HUNDRED;
      const figures = [own.length, sum(({ people }) => people), hours].map((value) => number.format(value));
      return [String(year), ...figures, `Rp ${number.format(sum(({ budget }) => budget))}`];
    }),
  };
}

function cellsOf({ line, competency, target }: ServingLine, { language }: PlanForFile): (string | number)[] {
  const texts = TEXTS[language];
  return [
    line.year,
    `${line.competencyCode} ${(language === 'en' ? competency?.nameEn : competency?.nameId) ?? ''}`.trim(),
    line.level,
    line.targetGroup,
    line.people,
    `${texts.forms[line.form]}, ${line.pathCode}`,
    line.organiser,
    `${texts.quarter} ${line.quarter}`,
    line.curriculumStandard,
    line.budget,
    line.hours / HUNDRED,
    target ? `${target.code} ${target.title}` : texts.noTarget,
    target
      ? indicatorsOfYear(target.indicators, line.year)
          .map((indicator) => indicatorText(indicator, language))
          .join('; ')
      : '',
  ];
}

/** `Indeks pelayanan: target 82,5 indeks, capaian 80`; a year that the plan says nothing of has a dash. */
function indicatorText({ title, unit, target, actual }: IndicatorOfYear, language: Language): string {
  const texts = TEXTS[language];
  const number = new Intl.NumberFormat(language === 'id' ? 'id-ID' : 'en-GB', { maximumFractionDigits: 4 });
  const shown = (value: number | null) =>
    value === null ? '-' : [number.format(value), unit].filter(Boolean).join(' ');
  const reached = actual === null ? '' : `, ${texts.reached} ${shown(actual)}`;
  return `${title}: ${texts.aimed} ${shown(target)}${reached}`;
}

function titleOf(plan: Plan, language: Language): string {
  const texts = TEXTS[language];
  const years = plan.kind === 'ANNUAL' ? String(plan.firstYear) : `${plan.firstYear}-${plan.lastYear}`;
  return `${plan.kind === 'ANNUAL' ? texts.annual : texts.multiYear} ${texts.year} ${years}`;
}

function stateOf({ decree }: Plan, language: Language): string {
  return decree === null ? TEXTS[language].draft : `${TEXTS[language].decree} ${decree}`;
}
