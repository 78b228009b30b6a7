import type { Columns } from '@betang/platform';

/** What an import reads of a course record. */
export const COURSE_FIELDS = [
  'recordId',
  'employeeNumber',
  'trainingType',
  'title',
  'organiser',
  'hours',
  'certificateNumber',
  'startedOn',
  'completedOn',
  'scope',
] as const;
export type CourseField = (typeof COURSE_FIELDS)[number];

/** Column of each field that the file has, counted from 0. */
export type CourseColumns = Readonly<Partial<Record<CourseField, number>>>;

/** Names of the columns: SIASN spells some differently in what it sends and what it takes, offices add `lingkup` (scope). */
const NAMES: Readonly<Record<CourseField, readonly string[]>> = {
  recordId: ['id'],
  employeeNumber: ['nipBaru', 'nip', 'nip/ni pppk', 'ni pppk'],
  trainingType: ['jenisDiklatId', 'jenis diklat id', 'id jenis diklat'],
  title: ['namaKursus', 'nama diklat', 'nama kursus', 'nama pelatihan'],
  organiser: ['institusiPenyelenggara', 'institusi penyelenggara', 'penyelenggara'],
  hours: ['jumlahJam', 'durasi jam', 'jumlah jam', 'jp'],
  certificateNumber: ['noSertipikat', 'nomorSertipikat', 'noSertifikat', 'no. sertifikat', 'nomor sertifikat'],
  startedOn: ['tanggalKursus', 'tgl mulai', 'tanggal mulai'],
  completedOn: ['tanggalSelesaiKursus', 'tglSelesaiKursus', 'tgl selesai', 'tanggal selesai'],
  scope: ['lingkup', 'tingkat'],
};

const REQUIRED: readonly CourseField[] = ['employeeNumber', 'trainingType', 'title', 'hours', 'startedOn'];

/** Finds the columns by their headings; undefined where a required one is not among them. */
export function findColumns(headings: readonly string[]): CourseColumns | undefined {
  return missingColumns(headings).length === 0 ? columnsIn(headings) : undefined;
}

/** Required columns that no heading names, as SIASN calls them. */
export function missingColumns(headings: readonly string[]): string[] {
  const columns = columnsIn(headings);
  return REQUIRED.filter((field) => columns[field] === undefined).map((field) => NAMES[field][0]!);
}

function columnsIn(headings: readonly string[]): CourseColumns {
  const keys = headings.map(keyOf);
  const columns: Partial<Record<CourseField, number>> = {};
  for (const field of COURSE_FIELDS) {
    const column = keys.findIndex((key) => NAMES[field].some((name) => keyOf(name) === key));
    if (column >= 0) columns[field] = column;
  }
  return columns;
}

/** Tells the heading of a field's column as the file has it, else as SIASN calls it; `header` is null while none was read. */
export function headingsOf(header: readonly string[] | null): (field: string) => string {
  const columns: Columns = header === null ? {} : columnsIn(header);
  return (field) => header?.[columns[field] ?? -1] ?? NAMES[field as CourseField]?.[0] ?? field;
}

function keyOf(heading: string): string {
  return heading.toLowerCase().replace(/[^a-z0-9]/g, '');
}
