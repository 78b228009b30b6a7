import type { Language, TableExport } from '@betang/platform';
import type { DemandView } from './synchronisation.dto.js';

const TEXTS = {
  id: {
    title: 'Kebutuhan Bersama Pengembangan Kompetensi',
    year: 'Tahun',
    headings: [
      'Kompetensi',
      'Tingkat',
      'Triwulan',
      'Wilayah',
      'Jumlah wilayah',
      'Kursi',
      'Belum diputuskan',
      'Anggaran',
      'Termurah per kursi',
      'Termahal per kursi',
      'Tumpang tindih',
      'Penyelenggara',
      'Sasaran pembangunan',
    ],
    overlap: 'ya',
    unknown: 'tidak ada di kamus provinsi',
  },
  en: {
    title: 'Pooled Demand for Competency Development',
    year: 'Year',
    headings: [
      'Competency',
      'Level',
      'Quarter',
      'Regions',
      'Number of regions',
      'Seats',
      'Not decided',
      'Budget',
      'Cheapest seat',
      'Dearest seat',
      'Overlap',
      'Organisers',
      'Development targets',
    ],
    overlap: 'yes',
    unknown: "not in the province's dictionary",
  },
} as const;
const KINDS = [
  'text',
  'integer',
  'integer',
  'text',
  'integer',
  'integer',
  'integer',
  'rupiah',
  'rupiah',
  'rupiah',
  'text',
  'text',
  'text',
] as const;

/** The pooled demand of a year as it is laid before the regions: .xlsx, .csv or PDF. */
export function demandTable(
  year: number,
  rows: readonly DemandView[],
  issuedAt: Date,
  language: Language,
): TableExport {
  const texts = TEXTS[language];
  const nameOf = ({ competencyCode, competencyName, known }: DemandView) =>
    known ? `${competencyCode} ${competencyName}` : `${competencyCode} (${texts.unknown})`;
  return {
    name: `kebutuhan-bersama-${year}`,
    language,
    issuedAt,
    orientation: 'landscape',
    title: [texts.title, `${texts.year} ${year}`],
    columns: texts.headings.map((heading, index) => ({ heading, kind: KINDS[index]! })),
    rows: rows.map((row) => [
      nameOf(row),
      row.level,
      row.quarter,
      row.regionCodes.join(', '),
      row.regions,
      row.seats,
      row.openSeats,
      row.budget,
      row.cheapest,
      row.dearest,
      row.overlap ? texts.overlap : '',
      row.organisers.join('; '),
      row.targets.map(({ region, code, title }) => `${region} ${code} ${title}`).join('; '),
    ]),
  };
}
