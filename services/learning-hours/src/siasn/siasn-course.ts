/** A course record (riwayat kursus) as SIASN holds it, in one shape whatever its spelling on the way. */
export interface SiasnCourse {
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

/** A course to be saved at SIASN. */
export interface CourseToSave {
  readonly pnsId: string;
  readonly course: OwnCourse;
}

/** BKN's personnel system, as far as courses are concerned. A port: whether there is one, and which, is the deployment's matter. */
export abstract class Siasn {
  abstract readonly on: boolean;
  /** Throws `siasn-off`, `siasn-unreachable`, `siasn-refused`, `siasn-answer-unknown`. */
  abstract coursesOf(employeeNumber: string): Promise<readonly SiasnCourse[]>;
  abstract mainDataOf(employeeNumber: string): Promise<SiasnMainData | undefined>;
  /** Answers SIASN's id. Not repeated by itself when it is unknown whether it was saved (`siasn-outcome-unknown`). */
  abstract saveCourse(save: CourseToSave): Promise<string>;
}
