/** SIASN keeps structural trainings (riwayat diklat) apart from all other courses (riwayat kursus), each with paths and fields of its own. */
export type SiasnRecordKind = 'KURSUS' | 'DIKLAT';

/** A record of a course or a structural training as SIASN holds it, in one shape whatever its spelling on the way. */
export interface SiasnCourse {
  /** Absent in lines of before structural trainings were exchanged: a course. */
  readonly record?: SiasnRecordKind;
  /** Which structural training (latihan struktural), of those only. */
  readonly structuralId?: number;
  /** SIASN's own id; null in files that leave it out. */
  readonly siasnId: string | null;
  /** Type of course (jenis diklat); null where it says none. */
  readonly typeId: number | null;
  readonly title: string;
  readonly organiser: string;
  /** Hundredths of an hour of learning (jumlah jam). */
  readonly hours: number;
  readonly certificateNumber: string | null;
  readonly startedOn: string;
  readonly completedOn: string;
  readonly scope: 'NATIONAL' | 'INTERNATIONAL';
}

/** Why a record of SIASN cannot be taken into the ledger as it is. */
export const SIASN_OBSTACLES = [
  'day-missing',
  'title-missing',
  'type-unknown',
  'hours-missing',
  'ends-before-start',
  'amount-impossible',
  'taken-back',
] as const;
export type SiasnObstacle = (typeof SIASN_OBSTACLES)[number];

/** A record that lacks what a training needs, a day or a name: kept and shown until somebody completes it. */
export interface IncompleteCourse extends Omit<SiasnCourse, 'startedOn' | 'completedOn'> {
  readonly startedOn: string | null;
  readonly completedOn: string | null;
  /** Year that it states without a day (tahun kursus). */
  readonly year?: number | null;
}

/** A record as SIASN has it, complete or not. */
export type SiasnRecord = SiasnCourse | IncompleteCourse;

/** Whether it says what a training needs: a name and its days. */
export function isComplete(record: SiasnRecord): record is SiasnCourse {
  return record.title !== '' && record.startedOn !== null && record.completedOn !== null;
}

/** A completion of ours as the exchange sees it. */
export interface OwnCourse {
  readonly completionId: string;
  readonly title: string;
  readonly organiser: string;
  readonly pathCode: string;
  readonly scope: 'NATIONAL' | 'INTERNATIONAL';
  readonly unit: string;
  readonly quantityHundredths: number;
  readonly earned: number;
  readonly certificateNumber: string | null;
  readonly startedOn: string;
  readonly completedOn: string;
  readonly source: string;
}

/** What we need of a person's main data (data utama), and no more. */
export interface SiasnMainData {
  readonly pnsId: string;
  readonly employeeNumber: string;
  readonly name: string;
  readonly status: string | null;
  readonly unit: string | null;
  readonly position: string | null;
  readonly grade: string | null;
}

/** A completion to be saved at SIASN. */
export interface CourseToSave {
  readonly pnsId: string;
  readonly course: OwnCourse;
  /** The record there that it replaces; null: a new one, of the kind that its path asks for. */
  readonly replaces: { readonly siasnId: string; readonly record: SiasnRecordKind } | null;
}

/** BKN's personnel system, as far as courses and structural trainings are concerned. A port: whether there is one, and which, is the deployment's matter. */
export abstract class Siasn {
  abstract readonly on: boolean;
  /** Courses and structural trainings of a person, those too that lack a day or a name. Throws `siasn-off`, `siasn-unreachable`, `siasn-refused`, `siasn-answer-unknown`. */
  abstract coursesOf(employeeNumber: string): Promise<readonly SiasnRecord[]>;
  abstract mainDataOf(employeeNumber: string): Promise<SiasnMainData | undefined>;
  /** Answers SIASN's id. Not repeated by itself when it is unknown whether it was saved (`siasn-outcome-unknown`). */
  abstract saveCourse(save: CourseToSave): Promise<string>;
}
