import { createHash } from 'node:crypto';
import { AsnError, CalendarDate, EmployeeNumber, LearningHours, type AmountBounds } from '@betang/asn';
import { findPathBySiasnType, type LearningUnit } from '@betang/contracts';
import { statedDay, statedDigits, statedText, type ReadCell } from '@betang/platform';
import { checkCompletion, type CompletionProblem } from '../completions/check-completion.decision.js';
import type { CompletionDetails, TrainingScope } from '../completions/completion.js';
import type { CourseColumns, CourseField } from './course-columns.js';

/** A course record that can be recorded once its person is found. */
export interface CourseRecord {
  /** 18 digits. */
  readonly employeeNumber: string;
  readonly details: CompletionDetails;
  /** Identity of the record: the same one read again is the same completion. */
  readonly sourceKey: string;
}

/** Why a row cannot be recorded. Params never hold what the cell says: it may be personal data. */
export interface RowProblem {
  readonly field: CourseField;
  readonly code: string;
  readonly params?: Readonly<Record<string, string | number>>;
}

export type CourseRow = { readonly record: CourseRecord } | { readonly problems: readonly RowProblem[] };

const LONGEST = 300;
const LONGEST_CERTIFICATE = 200;
const HUNDREDTHS = 100;

/** Reads one row of course records (SIASN's kursus) as a completion; all problems of the row at once. */
export function readCourseRow(
  cells: readonly ReadCell[],
  columns: CourseColumns,
  today: string,
  bounds: AmountBounds,
): CourseRow {
  const reader = new RowReader(cells, columns);
  const employeeNumber = reader.employeeNumber();
  const path = reader.path(today);
  const title = reader.text('title', 'completion.title-missing');
  const startedOn = reader.day('startedOn');
  const completedOn = reader.blank('completedOn') ? startedOn : reader.day('completedOn');
  const hours = reader.hours(path?.unit);
  const scope = reader.scope();
  if (!employeeNumber || !path || !title || !startedOn || !completedOn || hours === undefined || !scope)
    return { problems: reader.problems };
  const quantityHundredths = quantityOf(path.unit, hours, startedOn, completedOn);
  const said = { pathCode: path.code, quantityHundredths, startedOn, completedOn };
  reader.problems.push(...checkCompletion(said, today, bounds).map((problem) => fieldProblem(problem, path.unit)));
  if (reader.problems.length > 0) return { problems: reader.problems };
  const organiser = reader.short('organiser', LONGEST) || '-';
  const certificateNumber = reader.short('certificateNumber', LONGEST_CERTIFICATE) || null;
  const details: CompletionDetails = {
    programmeId: null,
    sessionId: null,
    title,
    organiser,
    pathCode: path.code,
    scope,
    quantityHundredths,
    startedOn,
    completedOn,
    certificateNumber,
  };
  return {
    record: { employeeNumber, details, sourceKey: sourceKeyOf(reader.short('recordId', 100), employeeNumber, details) },
  };
}

/**
 * How much is completed, in hundredths of the path's unit. A course record states hours, which count for programmes only: seminars and
 * workshops count their days, and everything else is one session, activity or semester a record.
 */
export function quantityOf(unit: LearningUnit, hours: number, startedOn: string, completedOn: string): number {
  if (unit === 'PROGRAM_JP') return hours;
  if (unit !== 'DAY') return HUNDREDTHS;
  return Math.max(1, CalendarDate.parse(startedOn).daysUntil(CalendarDate.parse(completedOn)) + 1) * HUNDREDTHS;
}

/** SIASN's own id; without one, what the record says. */
function sourceKeyOf(recordId: string, employeeNumber: string, details: CompletionDetails): string {
  if (recordId !== '') return `siasn:${recordId.toLowerCase()}`;
  const { title, organiser, pathCode, scope, quantityHundredths, startedOn, completedOn, certificateNumber } = details;
  const said = [
    employeeNumber,
    title,
    organiser,
    pathCode,
    scope,
    quantityHundredths,
    startedOn,
    completedOn,
    certificateNumber,
  ];
  return `row:${createHash('sha256').update(JSON.stringify(said)).digest('hex')}`;
}

const FIELDS: Readonly<Record<string, CourseField>> = {
  pathCode: 'trainingType',
  startedOn: 'startedOn',
  completedOn: 'completedOn',
  quantityHundredths: 'hours',
};

function fieldProblem({ field, code, params }: CompletionProblem, unit: LearningUnit): RowProblem {
  // The days of a seminar or workshop are what its dates say.
  const column = field === 'quantityHundredths' && unit === 'DAY' ? 'completedOn' : FIELDS[field];
  return { field: column ?? 'title', code, ...(params ? { params } : {}) };
}

/** The cells of one row, and what was found wrong with them. */
class RowReader {
  readonly problems: RowProblem[] = [];

  constructor(
    private readonly cells: readonly ReadCell[],
    private readonly columns: CourseColumns,
  ) {}

  blank(field: CourseField): boolean {
    return this.cell(field) === '';
  }

  read<T>(field: CourseField, parse: (text: string) => T): T | undefined {
    try {
      return parse(this.cell(field));
    } catch (error) {
      if (!(error instanceof AsnError)) throw error;
      return this.refuse(field, error.code, error.params);
    }
  }

  day(field: CourseField): string | undefined {
    return this.read(field, () => statedDay(this.cells[this.columns[field] ?? -1]).iso);
  }

  employeeNumber(): string | undefined {
    const stated = statedDigits(this.cells[this.columns.employeeNumber ?? -1]);
    return this.read('employeeNumber', () => EmployeeNumber.parse(stated).digits);
  }

  text(field: CourseField, missing: string): string | undefined {
    const text = this.cell(field);
    if (text === '') return this.refuse(field, missing);
    return text.length <= LONGEST ? text : this.refuse(field, 'completion.text-too-long', { maximum: LONGEST });
  }

  /** A text that may be missing, cut where it is longer than any certificate's. */
  short(field: CourseField, longest: number): string {
    return this.cell(field).slice(0, longest);
  }

  path(today: string): { code: string; unit: LearningUnit } | undefined {
    const text = this.cell('trainingType');
    const path = /^\d{1,3}$/.test(text) ? findPathBySiasnType(Number(text), today) : undefined;
    return path ?? this.refuse('trainingType', 'completion.path-unknown');
  }

  hours(unit: LearningUnit | undefined): number | undefined {
    if (this.blank('hours') && unit !== 'PROGRAM_JP') return 0;
    if (this.blank('hours')) return this.refuse('hours', 'completion.hours-missing');
    const hours = this.read('hours', (text) => LearningHours.parse(text).hundredths);
    return hours === 0 && unit === 'PROGRAM_JP' ? this.refuse('hours', 'completion.hours-missing') : hours;
  }

  scope(): TrainingScope | undefined {
    const text = this.cell('scope').toLowerCase();
    if (text === '' || text === 'nasional' || text === 'national') return 'NATIONAL';
    if (text === 'internasional' || text === 'international') return 'INTERNATIONAL';
    return this.refuse('scope', 'completion.scope-unknown');
  }

  private cell(field: CourseField): string {
    const column = this.columns[field];
    return column === undefined ? '' : statedText(this.cells[column]);
  }

  private refuse(field: CourseField, code: string, params?: RowProblem['params']): undefined {
    this.problems.push(params && Object.keys(params).length > 0 ? { field, code, params } : { field, code });
    return undefined;
  }
}
