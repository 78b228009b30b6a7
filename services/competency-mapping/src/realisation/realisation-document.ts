import type { Language, TableExport } from '@betang/platform';
import type { DictionaryCompetency } from '../dictionary/dictionary.js';
import type { Plan } from '../plans/plan.js';
import type { PlanRealisation } from './realisations.js';

const TEXTS = {
  id: {
    title: 'Realisasi Rencana Pengembangan Kompetensi',
    headings: [
      'Tahun',
      'Kompetensi',
      'Tingkat',
      'Triwulan',
      'Rencana orang',
      'Realisasi orang',
      '%',
      'Anggaran',
      'Realisasi anggaran',
      'Sisa anggaran',
      'Kode rekening',
    ],
    year: 'Tahun {year}: {realised} dari {people} orang ({percent} %), Rp {spent} dari Rp {budget} ({spentPercent} %).',
  },
  en: {
    title: 'Realisation of the Competency Development Plan',
    headings: [
      'Year',
      'Competency',
      'Level',
      'Quarter',
      'People planned',
      'People realised',
      '%',
      'Budget',
      'Spent',
      'Left',
      'Budget line',
    ],
    year: 'Year {year}: {realised} of {people} people ({percent} %), Rp {spent} of Rp {budget} ({spentPercent} %).',
  },
} as const;
const KINDS = [
  'integer',
  'text',
  'integer',
  'integer',
  'integer',
  'integer',
  'integer',
  'rupiah',
  'rupiah',
  'rupiah',
  'text',
] as const;

/** Plan and realisation line by line as a table for .xlsx, .csv or PDF, with a sum a year. */
export function realisationTable(
  plan: Plan,
  { lines, years }: PlanRealisation,
  competencies: ReadonlyMap<string, DictionaryCompetency>,
  issuedAt: Date,
  language: Language,
): TableExport {
  const texts = TEXTS[language];
  const number = new Intl.NumberFormat(language === 'id' ? 'id-ID' : 'en-GB');
  const nameOf = (code: string) => {
    const competency = competencies.get(code);
    return `${code} ${(language === 'en' ? competency?.nameEn : competency?.nameId) ?? ''}`.trim();
  };
  return {
    name: `realisasi-${plan.firstYear}`,
    language,
    issuedAt,
    orientation: 'landscape',
    title: [texts.title, plan.title],
    columns: texts.headings.map((heading, index) => ({ heading, kind: KINDS[index]! })),
    rows: lines.map(({ line, realisedPeople, percent, spent, budgetLineCode }) => [
      line.year,
      nameOf(line.competencyCode),
      line.level,
      line.quarter,
      line.people,
      realisedPeople,
      percent,
      line.budget,
      spent,
      line.budget - spent,
      budgetLineCode ?? '',
    ]),
    notes: years.map((row) =>
      texts.year
        .replace('{year}', String(row.year))
        .replace('{realised}', number.format(row.realisedPeople))
        .replace('{people}', number.format(row.people))
        .replace('{percent}', String(row.percent))
        .replace('{spent}', number.format(row.spent))
        .replace('{budget}', number.format(row.budget))
        .replace('{spentPercent}', String(row.spentPercent)),
    ),
  };
}
