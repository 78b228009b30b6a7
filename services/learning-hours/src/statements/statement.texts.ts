import type { Language } from '@betang/platform';

/** Words of the statement of a year as a document. */
export interface StatementTexts {
  readonly title: string;
  readonly fields: Readonly<
    Record<
      'name' | 'number' | 'agency' | 'status' | 'year' | 'duty' | 'most' | 'earned' | 'counted' | 'result' | 'basis',
      string
    >
  >;
  readonly none: string;
  readonly columns: Readonly<
    Record<
      'no' | 'date' | 'title' | 'organiser' | 'path' | 'earned' | 'counted' | 'source' | 'why' | 'recorded',
      string
    >
  >;
  readonly total: string;
  readonly pace: Readonly<Record<string, string>>;
  readonly sources: Readonly<Record<string, string>>;
  readonly asOf: string;
  readonly months: string;
  readonly sheet: string;
  /** Hours that are kept and do not count. */
  readonly aboveCaps: string;
  readonly aboveMaximum: string;
}

export const statementTexts: Readonly<Record<Language, StatementTexts>> = {
  id: {
    title: 'PERNYATAAN JAM PELAJARAN',
    fields: {
      name: 'Nama',
      number: 'NIP/NI PPPK',
      agency: 'Perangkat daerah',
      status: 'Status kepegawaian',
      year: 'Tahun',
      duty: 'Kewajiban',
      most: 'Paling banyak dihitung',
      earned: 'Diperoleh',
      counted: 'Dihitung',
      result: 'Pemenuhan',
      basis: 'Dasar hukum',
    },
    none: 'tidak ada',
    columns: {
      no: 'No.',
      date: 'Tanggal selesai',
      title: 'Pelatihan',
      organiser: 'Penyelenggara',
      path: 'Jalur',
      earned: 'JP diperoleh',
      counted: 'JP dihitung',
      source: 'Sumber',
      why: 'Penjelasan',
      recorded: 'Dicatat',
    },
    total: 'Jumlah',
    pace: { FULFILLED: 'terpenuhi', ON_PACE: 'sesuai laju tahun', BEHIND: 'tertinggal', MISSED: 'tidak terpenuhi' },
    sources: { TRAINING: 'katalog', CLAIM: 'klaim', SIASN: 'SIASN', DRILL: 'gladi', TRANSFER: 'daerah asal' },
    asOf: 'Keadaan {asOf}.',
    months: 'JP dihitung per bulan (Januari sampai Desember): {months}.',
    sheet: 'Jam pelajaran',
    aboveCaps: '{hours} dicatat tetapi tidak dihitung karena melebihi batas jalur.',
    aboveMaximum: '{hours} dicatat tetapi tidak dihitung karena melebihi batas tahunan {most} untuk status ini.',
  },
  en: {
    title: 'STATEMENT OF LEARNING HOURS',
    fields: {
      name: 'Name',
      number: 'Employee number',
      agency: 'Agency',
      status: 'Employment status',
      year: 'Year',
      duty: 'Duty',
      most: 'Most that counts',
      earned: 'Earned',
      counted: 'Counted',
      result: 'Fulfilment',
      basis: 'Legal basis',
    },
    none: 'none',
    columns: {
      no: 'No.',
      date: 'Completed',
      title: 'Training',
      organiser: 'Organiser',
      path: 'Path',
      earned: 'JP earned',
      counted: 'JP counted',
      source: 'Source',
      why: 'Explanation',
      recorded: 'Recorded',
    },
    total: 'Total',
    pace: { FULFILLED: 'fulfilled', ON_PACE: 'on pace', BEHIND: 'behind', MISSED: 'missed' },
    sources: { TRAINING: 'catalogue', CLAIM: 'claim', SIASN: 'SIASN', DRILL: 'drill', TRANSFER: 'former region' },
    asOf: 'As of {asOf}.',
    months: 'JP counted by month (January to December): {months}.',
    sheet: 'Learning hours',
    aboveCaps: 'Kept and not counted, being above the cap of the path: {hours}.',
    aboveMaximum: 'Kept and not counted, being above the most of {most} a year for this status: {hours}.',
  },
};
