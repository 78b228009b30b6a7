import { AsnError, CalendarDate, LearningHours, checkAmount, type AmountBounds, type AmountProblem } from '@betang/asn';
import { findLearningPath, findPathBySiasnType, type LearningUnit } from '@betang/contracts';
import { isComplete, type OwnCourse, type SiasnCourse, type SiasnMainData } from './siasn-course.js';
import type { SiasnObstacle, SiasnRecord } from './siasn-course.js';
import { structuralTrainingOf } from './structural-training.js';

type Fields = Readonly<Record<string, unknown>>;

const HUNDREDTHS = 100;
/** Types of courses have been the same since they are on record: a record without a day is told its path by this one. */
const ANY_DAY = '2024-01-01';
/** Type of course (jenis diklat) of structural trainings. */
export const STRUCTURAL_TYPE = 1;

/** A record of `GET /pns/rw-kursus`, incomplete where it names no training or no day. Names differ from those of `POST /kursus/save`. */
export function courseOf(record: Fields): SiasnRecord {
  const title = text(record['namaKursus']);
  const startedOn = day(record['tanggalKursus']);
  const completedOn = day(record['tglSelesaiKursus']) ?? day(record['tanggalSelesaiKursus']) ?? startedOn;
  const typeId = Number(text(record['jenisDiklatId']) || text(record['jenisKursusId']));
  return {
    record: 'KURSUS',
    siasnId: text(record['id']) || null,
    typeId: Number.isInteger(typeId) && typeId > 0 ? typeId : null,
    title,
    organiser: text(record['institusiPenyelenggara']) || '-',
    hours: hours(record['jumlahJam']),
    certificateNumber: text(record['noSertipikat']) || text(record['nomorSertipikat']) || null,
    scope: 'NATIONAL',
    ...daysOf(startedOn, completedOn, record['tahunKursus']),
  };
}

/** A record of `GET /pns/rw-diklat`, incomplete where it names no training or no day. */
export function structuralCourseOf(record: Fields): SiasnRecord {
  const name = text(record['latihanStrukturalNama']);
  const stated = Number(text(record['latihanStrukturalId']));
  const structuralId = Number.isInteger(stated) && stated > 0 ? stated : structuralTrainingOf(name).id;
  const startedOn = day(record['tanggal']);
  const completedOn = day(record['tanggalSelesai']) ?? startedOn;
  return {
    record: 'DIKLAT',
    siasnId: text(record['id']) || null,
    typeId: STRUCTURAL_TYPE,
    structuralId,
    title: name === '' && !(stated > 0) ? '' : name || `Diklat struktural ${structuralId}`,
    organiser: text(record['institusiPenyelenggara']) || '-',
    hours: hours(record['jumlahJam']),
    certificateNumber: text(record['nomor']) || null,
    scope: 'NATIONAL',
    ...daysOf(startedOn, completedOn, record['tahun']),
  };
}

/** A last day without a first one is that one day; what has no day keeps its year. */
function daysOf(startedOn: string | undefined, completedOn: string | undefined, stated: unknown) {
  if (completedOn !== undefined) return { startedOn: startedOn ?? completedOn, completedOn };
  const year = Number(text(stated));
  return { startedOn: null, completedOn: null, year: Number.isInteger(year) && year >= 1950 ? year : null };
}

/** Whether SIASN keeps it among structural trainings. */
export function isStructural({ pathCode, completedOn }: Pick<OwnCourse, 'pathCode' | 'completedOn'>): boolean {
  return findLearningPath(pathCode, completedOn)?.siasnTypeId === STRUCTURAL_TYPE;
}

/** The body of `POST /diklat/save` for a completion of ours; `id` is that of the record there that it replaces. */
export function saveDiklatBodyOf(course: OwnCourse, pnsId: string, id: string | null): Fields {
  return {
    id,
    bobot: 0,
    institusiPenyelenggara: course.organiser,
    jenisKompetensi: null,
    jumlahJam: wholeHours(course),
    latihanStrukturalId: String(structuralTrainingOf(course.title).id),
    nomor: course.certificateNumber ?? '-',
    path: [],
    pnsOrangId: pnsId,
    tahun: Number(course.completedOn.slice(0, 4)),
    tanggal: indonesian(course.startedOn),
    tanggalSelesai: indonesian(course.completedOn),
  };
}

/** The body of `POST /kursus/save` for a completion of ours. Hours that SIASN cannot hold in parts are cut to whole ones. */
export function saveBodyOf(
  course: OwnCourse,
  pnsId: string,
  agencyId: string | undefined,
  id: string | null = null,
): Fields {
  const path = findLearningPath(course.pathCode, course.completedOn);
  return {
    id,
    instansiId: agencyId ?? null,
    institusiPenyelenggara: course.organiser,
    jenisDiklatId: path?.siasnTypeId === null || path?.siasnTypeId === undefined ? null : String(path.siasnTypeId),
    jenisKursus: path?.nameId ?? course.pathCode,
    jenisKursusSertipikat: 'P',
    jumlahJam: wholeHours(course),
    namaKursus: course.title,
    nomorSertipikat: course.certificateNumber ?? '-',
    path: [],
    pnsOrangId: pnsId,
    tahunKursus: Number(course.completedOn.slice(0, 4)),
    tanggalKursus: indonesian(course.startedOn),
    tanggalSelesaiKursus: indonesian(course.completedOn),
  };
}

/** Hours as SIASN counts them: those of the programme, else those that the rule gave. */
export function wholeHours(course: Pick<OwnCourse, 'unit' | 'quantityHundredths' | 'earned'>): number {
  const hundredths = course.unit === 'PROGRAM_JP' ? course.quantityHundredths : course.earned;
  return Math.max(1, Math.trunc(hundredths / HUNDREDTHS));
}

/** What we need of `GET /pns/data-utama`; undefined where it names nobody. */
export function mainDataOf(record: Fields): SiasnMainData | undefined {
  const pnsId = text(record['pnsId']) || text(record['id']);
  const employeeNumber = text(record['nipBaru']);
  if (pnsId === '' || employeeNumber === '') return undefined;
  return {
    pnsId,
    employeeNumber,
    name: text(record['nama']),
    status: text(record['statusPegawai']) || null,
    unit: text(record['unorNama']) || null,
    position: text(record['jabatanNama']) || null,
    grade: text(record['golRuangAkhir']) || null,
  };
}

/** A training as the ledger books it. */
export interface ConvertedCourse {
  readonly pathCode: string;
  readonly quantityHundredths: number;
}

/**
 * What a record of SIASN is in the ledger: the path of its type, and how much of the path's unit. A record states hours, which count for programmes
 * only: seminars and workshops count their days, everything else is one session, activity or semester a record. Undefined: it cannot be taken in.
 */
export function convertCourse(course: SiasnCourse): ConvertedCourse | undefined {
  const path = course.typeId === null ? undefined : findPathBySiasnType(course.typeId, course.completedOn);
  if (!path || course.completedOn < course.startedOn) return undefined;
  const quantityHundredths = quantityOf(path.unit, course);
  return quantityHundredths > 0 ? { pathCode: path.code, quantityHundredths } : undefined;
}

/** Why a record cannot be taken in; empty where it can. */
export function obstaclesOf(record: SiasnRecord, bounds: AmountBounds): SiasnObstacle[] {
  const { title, typeId, startedOn, completedOn } = record;
  const obstacles: SiasnObstacle[] = [];
  if (title === '') obstacles.push('title-missing');
  if (startedOn === null || completedOn === null) obstacles.push('day-missing');
  else if (completedOn < startedOn) obstacles.push('ends-before-start');
  const path = typeId === null ? undefined : findPathBySiasnType(typeId, completedOn ?? startedOn ?? ANY_DAY);
  if (path === undefined) obstacles.push('type-unknown');
  else if (path.unit === 'PROGRAM_JP' && record.hours <= 0) obstacles.push('hours-missing');
  if (obstacles.length === 0 && amountProblemOf(record, bounds)) obstacles.push('amount-impossible');
  return obstacles;
}

/** What a record states beyond what its days hold; undefined where it states no more, or cannot be converted at all. */
export function amountProblemOf(record: SiasnRecord, bounds: AmountBounds): AmountProblem | undefined {
  const converted = isComplete(record) ? convertCourse(record) : undefined;
  if (!isComplete(record) || !converted) return undefined;
  const { startedOn, completedOn } = record;
  const unit = findLearningPath(converted.pathCode, completedOn)?.unit;
  if (!unit) return undefined;
  return checkAmount({ unit, quantityHundredths: converted.quantityHundredths, startedOn, completedOn }, bounds);
}

function quantityOf(unit: LearningUnit, { hours: stated, startedOn, completedOn }: SiasnCourse): number {
  if (unit === 'PROGRAM_JP') return stated;
  if (unit !== 'DAY') return HUNDREDTHS;
  return (CalendarDate.parse(startedOn).daysUntil(CalendarDate.parse(completedOn)) + 1) * HUNDREDTHS;
}

export function indonesian(isoDay: string): string {
  return isoDay.split('-').reverse().join('-');
}

function text(value: unknown): string {
  return typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : '';
}

function day(value: unknown): string | undefined {
  return tried(() => CalendarDate.parseIndonesian(text(value)).iso);
}

function hours(value: unknown): number {
  return tried(() => LearningHours.parse(text(value)).hundredths) ?? 0;
}

function tried<T>(parse: () => T): T | undefined {
  try {
    return parse();
  } catch (error) {
    if (error instanceof AsnError) return undefined;
    throw error;
  }
}
