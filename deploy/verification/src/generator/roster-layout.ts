import type { CellValue, RosterCells } from './roster-row.js';
import type { SeededRandom } from './seeded-random.js';

/** A column of the sheet; columns with the same group stand under one merged heading. */
export interface RosterColumn {
  readonly group?: string;
  readonly heading: string;
  readonly width: number;
  readonly cell: (cells: RosterCells, number: number) => CellValue;
}

export interface RosterLayout {
  readonly title: string;
  readonly columns: readonly RosterColumn[];
  /** How male and female are written. */
  readonly sexText: readonly [string, string];
}

/** Headings that offices use for the same column. */
const synonyms = {
  name: ['Nama', 'Nama Lengkap', 'Nama Pegawai'],
  number: ['NIP', 'NIP / NI PPPK', 'NIP Baru'],
  sex: ['Jenis Kelamin', 'L/P', 'JK'],
  status: ['Status Kepegawaian', 'Status Pegawai', 'Status'],
  grade: ['Gol/Ruang', 'Gol. Ruang', 'Golongan'],
  gradeGroup: ['Pangkat', 'Golongan', 'Kepangkatan'],
  positionName: ['Nama Jabatan', 'Jabatan', 'Nama'],
  unit: ['Unit Kerja', 'Unit Organisasi', 'UNOR'],
  agency: ['Perangkat Daerah', 'OPD', 'SKPD'],
} as const;

/** The layout of one office: headings by its habits, place and date of birth in two columns or in one. */
export function chooseLayout(random: SeededRandom): RosterLayout {
  const heading = (of: keyof typeof synonyms): string => random.pick(synonyms[of]);
  const gradeGroup = heading('gradeGroup');
  return {
    title: random.pick(['DAFTAR URUT KEPANGKATAN (DUK)', 'DAFTAR NOMINATIF APARATUR SIPIL NEGARA']),
    sexText: random.pick([
      ['L', 'P'],
      ['Laki-laki', 'Perempuan'],
    ] as const),
    columns: [
      { heading: 'No', width: 6, cell: (_cells, number) => number },
      { heading: heading('name'), width: 34, cell: (cells) => cells.name },
      { heading: heading('number'), width: 24, cell: (cells) => cells.number },
      { heading: heading('sex'), width: 12, cell: (cells) => cells.sex },
      ...birthColumns(random),
      { heading: heading('status'), width: 18, cell: (cells) => cells.status },
      { group: gradeGroup, heading: heading('grade'), width: 14, cell: (cells) => cells.grade },
      { group: gradeGroup, heading: 'TMT', width: 13, cell: (cells) => cells.gradeSince },
      { group: 'Jabatan', heading: heading('positionName'), width: 34, cell: (cells) => cells.position },
      { group: 'Jabatan', heading: 'Jenis Jabatan', width: 22, cell: (cells) => cells.positionType },
      { group: 'Jabatan', heading: 'TMT', width: 13, cell: (cells) => cells.positionSince },
      { heading: 'Masa Kerja (Tahun)', width: 10, cell: (cells) => cells.yearsOfService },
      { heading: heading('unit'), width: 30, cell: (cells) => cells.unit },
      { heading: heading('agency'), width: 40, cell: (cells) => cells.agency },
    ],
  };
}

function birthColumns(random: SeededRandom): RosterColumn[] {
  const group = 'Tempat/Tanggal Lahir';
  if (random.chance(0.5))
    return [{ heading: group, width: 30, cell: (cells) => `${cells.birthPlace}, ${textOf(cells.birthDate)}` }];
  return [
    { group, heading: 'Tempat', width: 18, cell: (cells) => cells.birthPlace },
    { group, heading: 'Tanggal', width: 14, cell: (cells) => cells.birthDate },
  ];
}

/** A date that shares its cell with a place can only be text. */
function textOf(value: CellValue): string {
  return value instanceof Date ? value.toISOString().slice(0, 10).split('-').reverse().join('-') : String(value);
}
