import type { EmploymentStatus, Sex } from '@betang/asn';
import type { RosterField } from './roster-field.js';

/** What a good row says of a person. What the row leaves blank is absent: a roster never erases what is known. */
export interface RosterEntry {
  /** 18 digits. */
  readonly employeeNumber: string;
  readonly numberKind: 'NIP' | 'NI_PPPK';
  readonly name: string;
  readonly formerNumber?: string;
  readonly employmentStatus?: EmploymentStatus;
  readonly grade?: string;
  readonly positionType?: string;
  readonly positionName?: string;
  readonly agency: string;
  readonly unit?: string;
  /** `YYYY-MM-DD`. */
  readonly birthDate?: string;
  readonly sex?: Sex;
  /** First day in the grade (TMT golongan). */
  readonly gradeSince?: string;
  /** First day in the position (TMT jabatan). */
  readonly positionSince?: string;
  /** Id of the person in SIASN. */
  readonly siasnId?: string;
}

/** A row but for its number. */
export type RowPerson = Omit<RosterEntry, 'employeeNumber' | 'numberKind'>;

/** Something in a row that keeps it from being taken, or that somebody should look at. Never holds the cell's content. */
export interface RowProblem {
  readonly code: string;
  readonly field: RosterField;
  /** Column of the field as the file shows it, `C`; absent when the file has no such column. */
  readonly column?: string;
  readonly params?: Readonly<Record<string, string | number>>;
}

/** A row as read: with problems it is refused and handed back, with warnings it is taken and queued for correction. */
export interface ReadRow {
  readonly rowNumber: number;
  readonly entry?: RosterEntry;
  /** What a row says whose number alone is at fault: an officer may give the right one. */
  readonly person?: RowPerson;
  readonly problems: readonly RowProblem[];
  readonly warnings: readonly RowProblem[];
  /** First 15 digits of a damaged number. */
  readonly intactDigits?: string;
  /** Name and number as far as they can be read, to tell who the row might be about. */
  readonly name?: string;
  readonly employeeNumber?: string;
}
