import { AsnError, EmployeeNumber } from '@betang/asn';
import { statedDay, statedDigits, statedText } from '@betang/platform';
import type { ImportRow, RowProblem } from './table-kind.js';

/** Reads the cells of one row and collects all that is wrong with them; `undefined` from a required cell means that a problem was noted. */
export class CellReader {
  readonly problems: RowProblem[] = [];

  constructor(private readonly row: ImportRow) {}

  isBlank(field: string): boolean {
    return this.cell(field) === '';
  }

  text(field: string, longest: number): string | undefined {
    const text = this.cell(field);
    if (text === '') return this.refuse(field, 'row.missing');
    return text.length <= longest ? text : this.refuse(field, 'row.too-long', { maximum: longest });
  }

  optionalText(field: string, longest: number): string | null {
    return this.isBlank(field) ? null : (this.text(field, longest) ?? null);
  }

  integer(field: string, minimum: number, maximum: number): number | undefined {
    const value = this.decimal(field);
    if (value === undefined) return undefined;
    return Number.isInteger(value) && value >= minimum && value <= maximum
      ? value
      : this.refuse(field, 'row.out-of-range', { minimum, maximum });
  }

  /** A number as Indonesian offices write it, `1.250,5`, or as a spreadsheet holds it. */
  decimal(field: string): number | undefined {
    const value = this.row.cells[field] ?? null;
    if (typeof value === 'number') return value;
    const text = this.cell(field);
    if (text === '') return this.refuse(field, 'row.missing');
    return parseDecimal(text) ?? this.refuse(field, 'row.not-a-number');
  }

  day(field: string): string | undefined {
    return this.parse(field, () => statedDay(this.row.cells[field]).iso);
  }

  /** 18 digits. */
  employeeNumber(field: string): string | undefined {
    const stated = statedDigits(this.row.cells[field]);
    return this.parse(field, () => EmployeeNumber.parse(stated).digits);
  }

  oneOf<T>(field: string, known: Readonly<Record<string, T>>): T | undefined {
    const text = this.cell(field);
    if (text === '') return this.refuse(field, 'row.missing');
    return known[text.toLowerCase().replace(/[^a-z0-9]/g, '')] ?? this.refuse(field, 'row.unknown-value');
  }

  refuse(field: string, code: string, params?: RowProblem['params']): undefined {
    this.problems.push(params && Object.keys(params).length > 0 ? { field, code, params } : { field, code });
    return undefined;
  }

  private parse<T>(field: string, read: (text: string) => T): T | undefined {
    const text = this.cell(field);
    if (text === '') return this.refuse(field, 'row.missing');
    try {
      return read(text);
    } catch (error) {
      if (!(error instanceof AsnError)) throw error;
      return this.refuse(field, error.code, error.params);
    }
  }

  private cell(field: string): string {
    return statedText(this.row.cells[field]);
  }
}

/** Undefined for what is no number; a comma is the decimal sign unless a point follows it. */
export function parseDecimal(text: string): number | undefined {
  const plain = text.replace(/\s/g, '');
  if (!/^-?[\d.,]+$/.test(plain)) return undefined;
  const indonesian = /,\d+$/.test(plain) || /^-?\d{1,3}(\.\d{3}){2,}$/.test(plain);
  const number = Number(indonesian ? plain.replace(/\./g, '').replace(',', '.') : plain.replace(/,/g, ''));
  return Number.isFinite(number) ? number : undefined;
}
