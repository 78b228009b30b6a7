import { cellText, columnLetter, statedDay, statedDigits, unreadableCell, type ReadCell } from '@betang/platform';
import {
  AsnError,
  CalendarDate,
  EmployeeNumber,
  Grade,
  PositionType,
  findIntactDigits,
  parseEmploymentStatus,
  parseSex,
} from '@betang/asn';
import type { EmploymentStatus, Sex } from '@betang/asn';
import type { RosterField } from './roster-field.js';
import { tidyText } from '../organisation/name-key.js';
import type { RowProblem } from './roster-entry.js';
import type { ColumnMap } from './headings.js';

/** Dashes and dots that people type into a cell that has nothing to say. */
const NOTHING = /^[-–—_.*/]+$|^(?:n\/a|nihil|tidak ada|kosong)$/i;
/** An apostrophe that keeps a spreadsheet from running a cell as a formula, as our own files of refused rows have it. */
const GUARD = /^'(?=[=+\-@])/;
const BIRTH_DATE_AT_END =
  /^(.*?)[,/;\s]+((?:\d{1,2}\s?[-/.]\s?\d{1,2}\s?[-/.]\s?\d{2,4})|(?:\d{1,2}[\s-]+[A-Za-z]+\.?[\s-]+\d{2,4})|(?:\d{4}-\d{2}-\d{2}))$/;

/** Reads the cells of one row field by field and keeps what went wrong on the way. */
export class CellReader {
  readonly problems: RowProblem[] = [];
  /** What is left out of a row that is taken all the same. */
  readonly warnings: RowProblem[] = [];
  intactDigits: string | undefined;

  constructor(
    private readonly cells: readonly ReadCell[],
    private readonly map: ColumnMap,
  ) {}

  /** The text of a field; undefined for a blank, a dash or a missing column. */
  text(field: RosterField, maxLength: number): string | undefined {
    const cell = this.cell(field);
    const unreadable = unreadableCell(cell);
    if (unreadable) return this.refuse(field, unreadable);
    const text = tidyText(cellText(cell)).replace(GUARD, '');
    if (text === '' || NOTHING.test(text)) return undefined;
    if (text.length > maxLength) {
      this.refuse(field, 'roster.text-too-long', { maximum: maxLength });
      return undefined;
    }
    return text;
  }

  employeeNumber(status: EmploymentStatus | undefined): EmployeeNumber | undefined {
    const cell = this.cell('employeeNumber');
    const unreadable = unreadableCell(cell);
    if (unreadable) return this.refuse('employeeNumber', unreadable);
    const value = statedDigits(cell);
    this.intactDigits = findIntactDigits(value);
    return this.read('employeeNumber', () => EmployeeNumber.parse(value, status ? { status } : {}));
  }

  employmentStatus(): EmploymentStatus | undefined {
    const text = this.text('employmentStatus', 60);
    return text === undefined ? undefined : this.read('employmentStatus', () => parseEmploymentStatus(text));
  }

  grade(status: EmploymentStatus | undefined): Grade | undefined {
    const text = this.text('grade', 80);
    return text === undefined ? undefined : this.read('grade', () => Grade.parse(text, status ? { status } : {}));
  }

  positionType(): PositionType | undefined {
    const text = this.text('positionType', 120);
    return text === undefined ? undefined : this.read('positionType', () => PositionType.parse(text));
  }

  sex(): Sex | undefined {
    const text = this.text('sex', 40);
    return text === undefined ? undefined : this.read('sex', () => parseSex(text));
  }

  birthDate(): CalendarDate | undefined {
    return this.map.birthDate === undefined ? this.birthDateBesidePlace() : this.date('birthDate');
  }

  /** The nine digits of a former NIP; anything else there is of no use, and no reason to refuse the person. */
  formerNumber(): string | undefined {
    const digits = cellText(this.cell('formerNumber')).replace(/\s/g, '');
    return /^\d{9}$/.test(digits) ? digits : undefined;
  }

  /** A first day (TMT); one that cannot be read is left out and pointed out: it is no reason to refuse the person. */
  since(field: 'gradeSince' | 'positionSince'): string | undefined {
    const cell = this.cell(field);
    const text = tidyText(cellText(cell));
    try {
      return text === '' || NOTHING.test(text) ? undefined : statedDay(cell).iso;
    } catch (error) {
      if (!(error instanceof AsnError)) throw error;
      this.warnings.push(this.problem(field, 'first-day.unreadable'));
      return undefined;
    }
  }

  siasnId(): string | undefined {
    const id = cellText(this.cell('siasnId'));
    return /^[0-9A-Fa-f-]{8,64}$/.test(id) ? id : undefined;
  }

  refuse(field: RosterField, code: string, params?: Readonly<Record<string, string | number>>): undefined {
    this.problems.push(this.problem(field, code, params));
    return undefined;
  }

  problem(field: RosterField, code: string, params?: Readonly<Record<string, string | number>>): RowProblem {
    const column = this.map[field];
    return {
      code,
      field,
      ...(column === undefined ? {} : { column: columnLetter(column) }),
      ...(params && Object.keys(params).length > 0 ? { params } : {}),
    };
  }

  private date(field: 'birthDate'): CalendarDate | undefined {
    const cell = this.cell(field);
    return this.text(field, 60) === undefined ? undefined : this.read(field, () => statedDay(cell));
  }

  private birthDateBesidePlace(): CalendarDate | undefined {
    const cell = this.cell('birthPlaceAndDate');
    if (cell instanceof CalendarDate) return cell;
    const text = this.text('birthPlaceAndDate', 160);
    if (text === undefined) return undefined;
    const day = BIRTH_DATE_AT_END.exec(text)?.[2] ?? (/\d/.test(text) ? text : undefined);
    return day === undefined ? undefined : this.read('birthPlaceAndDate', () => CalendarDate.parseIndonesian(day));
  }

  private cell(field: RosterField): ReadCell | undefined {
    const column = this.map[field];
    return column === undefined ? undefined : this.cells[column];
  }

  private read<T>(field: RosterField, parse: () => T): T | undefined {
    try {
      return parse();
    } catch (error) {
      if (!(error instanceof AsnError)) throw error;
      this.refuse(field, error.code, error.params);
      return undefined;
    }
  }
}
