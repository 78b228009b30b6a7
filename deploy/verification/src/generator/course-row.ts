import type { AsnErrorCode } from '@betang/asn';
import type { CourseRecord } from './course-records.js';
import { dayFirst } from './roster-row.js';

/**
 * Columns of the completions file: SIASN's course record (kursus, as GET gives it), its training type, and `lingkup` (scope), which SIASN has no field
 * for and offices add.
 */
export const courseColumns = [
  'id',
  'idPns',
  'nipBaru',
  'nipLama',
  'jenisDiklatId',
  'jenisKursusNama',
  'namaKursus',
  'institusiPenyelenggara',
  'jumlahJam',
  'noSertipikat',
  'tahunKursus',
  'tanggalKursus',
  'tanggalSelesaiKursus',
  'lingkup',
] as const;

export type CourseCells = Record<(typeof courseColumns)[number], string>;

/** Why a completion must be refused: codes of the field's values, and three of the record itself. */
export type CourseFaultCode =
  AsnErrorCode | 'completion.path-unknown' | 'completion.title-missing' | 'completion.ends-before-start';

/** A line of the file with what an importer must make of it. */
export interface CourseRow {
  readonly record: CourseRecord;
  readonly cells: CourseCells;
  fault?: CourseFaultCode;
}

/** The record as the file writes it: dd-mm-yyyy, hours with a comma. */
export function writeCourseRow(record: CourseRecord): CourseRow {
  return {
    record,
    cells: {
      id: record.id,
      idPns: record.person.siasnId,
      nipBaru: record.person.employeeNumber,
      nipLama: '',
      jenisDiklatId: String(record.path.siasnTypeId),
      jenisKursusNama: record.path.code.startsWith('N') ? 'Nonklasikal' : 'Klasikal',
      namaKursus: record.title,
      institusiPenyelenggara: record.organiser,
      jumlahJam: String(record.hours / 100).replace('.', ','),
      noSertipikat: record.certificate,
      tahunKursus: String(record.end.year),
      tanggalKursus: dayFirst(record.start),
      tanggalSelesaiKursus: dayFirst(record.end),
      lingkup: record.international ? 'Internasional' : 'Nasional',
    },
  };
}

const spoils: readonly (readonly [
  column: keyof CourseCells,
  value: (cells: CourseCells) => string,
  code: CourseFaultCode,
])[] = [
  ['nipBaru', (cells) => cells.nipBaru.slice(0, 17), 'employee-number.length'],
  ['nipBaru', (cells) => `${cells.nipBaru[0]},${cells.nipBaru.slice(1, 6)}E+17`, 'employee-number.damaged'],
  ['jumlahJam', () => 'empat puluh', 'learning-hours.shape'],
  ['jumlahJam', () => '-4', 'learning-hours.negative'],
  ['jenisDiklatId', () => '99', 'completion.path-unknown'],
  ['namaKursus', () => '', 'completion.title-missing'],
  ['tanggalKursus', (cells) => `31-02-${cells.tahunKursus}`, 'calendar-date.not-in-calendar'],
  ['tanggalSelesaiKursus', (cells) => `01-01-${Number(cells.tahunKursus) - 1}`, 'completion.ends-before-start'],
];

/** Number of different ways in which a completion can be spoilt. */
export const courseFaultKinds = spoils.length;

/** Makes the row one that must be refused; the kinds take turns. */
export function spoilCourseRow(row: CourseRow, turn: number): void {
  const [column, value, code] = spoils[turn % spoils.length]!;
  row.cells[column] = value(row.cells);
  row.fault = code;
}
