import type { Language, TableExport } from '@betang/platform';
import type { PoolSummaryView, SuccessorView } from './talent.dto.js';

const TEXTS = {
  id: {
    title: 'Kelompok Rencana Suksesi',
    position: 'Jabatan',
    headings: ['Urutan', 'Nama', 'Jabatan sekarang', 'Perangkat daerah', 'Kotak', 'JPM %', 'Alasan'],
    basis:
      'Potret talenta tahun {year}; standar jabatan versi {standard}; ambang {rule}. Rahasia: hanya untuk tim talenta.',
  },
  en: {
    title: 'Succession Pool',
    position: 'Position',
    headings: ['Place', 'Name', 'Present position', 'Agency', 'Box', 'JPM %', 'Reasons'],
    basis:
      'Talent snapshot of {year}; job standard version {standard}; thresholds {rule}. Confidential: for the talent team only.',
  },
} as const;
const KINDS = ['integer', 'text', 'text', 'text', 'integer', 'decimal', 'text'] as const;
const HUNDRED = 100;

/** A successor pool as a table for .xlsx, .csv or PDF, by what it was made in its notes. */
export function poolTable(
  pool: PoolSummaryView,
  successors: readonly SuccessorView[],
  issuedAt: Date,
  language: Language,
): TableExport {
  const texts = TEXTS[language];
  const note = texts.basis
    .replace('{year}', String(pool.year))
    .replace('{standard}', String(pool.standardVersion ?? '-'))
    .replace('{rule}', pool.ruleVersion ?? '-');
  return {
    name: 'kelompok-rencana-suksesi',
    language,
    issuedAt,
    orientation: 'landscape',
    title: [texts.title, `${texts.position}: ${pool.positionName}`],
    columns: texts.headings.map((heading, index) => ({ heading, kind: KINDS[index]! })),
    rows: successors.map(({ place, name, positionName, agencyName, box, matchHundredths, reasons }) => [
      place,
      name ?? '-',
      positionName ?? '-',
      agencyName ?? '-',
      box,
      matchHundredths === null ? null : matchHundredths / HUNDRED,
      reasons.map(({ text }) => text).join(' '),
    ]),
    notes: [note],
  };
}
