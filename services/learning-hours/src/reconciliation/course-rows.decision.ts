import { AsnError, EmployeeNumber, LearningHours } from '@betang/asn';
import {
  columnsByHeadings,
  missingHeadings,
  statedDay,
  statedDigits,
  statedText,
  type ReadCell,
  type ReadRow,
} from '@betang/platform';
import type { SiasnRecord } from '../siasn/siasn-course.js';
import { STRUCTURAL_TYPE } from '../siasn/siasn-fields.decision.js';
import { structuralTrainingOf } from '../siasn/structural-training.js';

/** What a column problem is called; fields are those of the file. */
export interface CellProblem {
  readonly field: string;
  readonly code: string;
}

export type CourseRow =
  { readonly employeeNumber: string; readonly course: SiasnRecord } | { readonly problems: readonly CellProblem[] };

/** Columns of a file of courses or structural trainings: SIASN's names in all spellings, and those of the offices' own forms. */
const HEADINGS = {
  id: { names: ['id'] },
  employeeNumber: { names: ['nipBaru', 'nip', 'nip/ni pppk', 'ni pppk'], required: true },
  type: { names: ['jenisDiklatId', 'jenis diklat id', 'id jenis diklat'] },
  structural: { names: ['latihanStrukturalId', 'jenis struktural', 'jenis diklat struktural'] },
  title: {
    names: ['namaKursus', 'latihanStrukturalNama', 'nama diklat', 'nama kursus', 'nama pelatihan'],
    required: true,
  },
  organiser: { names: ['institusiPenyelenggara', 'institusi penyelenggara', 'penyelenggara'] },
  hours: { names: ['jumlahJam', 'durasi jam', 'jumlah jam', 'jp'], required: true },
  certificate: {
    names: ['noSertipikat', 'nomorSertipikat', 'noSertifikat', 'no. sertifikat', 'nomor sertifikat', 'nomor'],
  },
  startedOn: { names: ['tanggalKursus', 'tgl mulai', 'tanggal mulai', 'tanggal'], required: true },
  completedOn: {
    names: ['tanggalSelesaiKursus', 'tglSelesaiKursus', 'tgl selesai', 'tanggal selesai', 'tanggalSelesai'],
  },
  year: { names: ['tahunKursus', 'tahun'] },
  scope: { names: ['lingkup', 'tingkat'] },
} as const;

const KINDS = { type: HEADINGS.type, structural: HEADINGS.structural };

const LONGEST = 300;
const LONGEST_CERTIFICATE = 200;

export function courseColumns(cells: readonly ReadCell[]): Readonly<Record<string, number>> | undefined {
  const columns = columnsByHeadings(HEADINGS, cells);
  return columns?.['type'] === undefined && columns?.['structural'] === undefined ? undefined : columns;
}

/** Required headings that a row does not have; a kind of training is told by either of two. */
export function missingCourseHeadings(cells: readonly ReadCell[]): readonly string[] {
  const isWithoutKind = columnsByHeadings(KINDS, cells) === undefined;
  return [...missingHeadings(HEADINGS, cells), ...(isWithoutKind ? [HEADINGS.type.names[0]] : [])];
}

/** Reads one row of course records; all its problems at once, never what the cells say. */
export function readCourseRow({ cells }: ReadRow, columns: Readonly<Record<string, number>>): CourseRow {
  const problems: CellProblem[] = [];
  const text = (field: keyof typeof HEADINGS): string =>
    columns[field] === undefined ? '' : statedText(cells[columns[field]]);
  const read = <T>(field: keyof typeof HEADINGS, parse: (cell: string) => T): T | undefined => {
    try {
      return parse(text(field));
    } catch (error) {
      if (!(error instanceof AsnError)) throw error;
      problems.push({ field, code: error.code });
      return undefined;
    }
  };
  const employeeNumber = read(
    'employeeNumber',
    () => EmployeeNumber.parse(statedDigits(cells[columns['employeeNumber'] ?? -1])).digits,
  );
  const dayOf = (field: 'startedOn' | 'completedOn') =>
    text(field) === '' ? null : read(field, () => statedDay(cells[columns[field] ?? -1]).iso);
  const [first, last] = [dayOf('startedOn'), dayOf('completedOn')];
  const hours = text('hours') === '' ? 0 : read('hours', (cell) => LearningHours.parse(cell).hundredths);
  const title = text('title').slice(0, LONGEST);
  if (title === '') problems.push({ field: 'title', code: 'course.title-missing' });
  const structural = structuralIdOf(text('structural'));
  const type = structural === undefined ? text('type') : String(STRUCTURAL_TYPE);
  if (!/^\d{1,3}$/.test(type)) problems.push({ field: 'type', code: 'course.type-unknown' });
  if (first && last && last < first) problems.push({ field: 'completedOn', code: 'course.ends-before-start' });
  if (problems.length > 0 || !employeeNumber || hours === undefined) return { problems };
  const completedOn = last ?? first ?? null;
  const days =
    completedOn === null
      ? { startedOn: null, completedOn, year: yearIn(text('year')) }
      : { startedOn: first ?? completedOn, completedOn };
  return {
    employeeNumber,
    course: {
      ...(structural === undefined ? { record: 'KURSUS' } : { record: 'DIKLAT', structuralId: structural }),
      siasnId: text('id') || null,
      typeId: Number(type),
      title,
      organiser: text('organiser').slice(0, LONGEST) || '-',
      hours,
      certificateNumber: text('certificate').slice(0, LONGEST_CERTIFICATE) || null,
      ...days,
      scope: /^inter/i.test(text('scope')) ? 'INTERNATIONAL' : 'NATIONAL',
    },
  };
}

/** The year of a record without a day. */
function yearIn(cell: string): number | null {
  return /^(19|20)\d{2}$/.test(cell) ? Number(cell) : null;
}

/** The number of a structural training, or its name in a form; undefined where the cell says none. */
function structuralIdOf(cell: string): number | undefined {
  if (cell === '' || cell === '-') return undefined;
  return /^\d{1,2}$/.test(cell) ? Number(cell) : structuralTrainingOf(cell).id;
}
