import type { EmploymentStatus } from '../employment/employment-status.js';
import { isPnsStatus } from '../employment/employment-status.js';
import { AsnError } from '../errors/asn-error.js';
import { tidy } from '../field-text.js';
import { pnsGradeCodes, pnsRankNames, pppkGradeCodes } from './grade-scale.js';
import type { PnsGradeCode, PppkGradeCode } from './grade-scale.js';

export type GradeCode = PnsGradeCode | PppkGradeCode;
export type GradeScheme = 'PNS' | 'PPPK';

/** Roman number, separator, letter, standing alone or beside a rank name: `III/a`, `IIIa`, `Penata Muda (III.a)`, `Pembina Tk. I, IV/b`. */
const PNS_TEXT = /(?:^|[\s(,/-])(IV|I{1,3})\s?[/.-]?\s?([A-E])\)?$/i;
const PPPK_TEXT = /^(?:gol(?:ongan|\.)?\s?)?([IVX]+)$/i;

/**
 * Grade of a civil servant (golongan/ruang): I/a to IV/e for PNS and CPNS, I to XVII for PPPK. The PPPK scale and the rank names come from secondary
 * sources. Grades are compared only within one scheme.
 */
export class Grade {
  private constructor(
    readonly code: GradeCode,
    readonly scheme: GradeScheme,
    /** Place in its scheme, from 1. */
    readonly order: number,
  ) {
    Object.freeze(this);
  }

  /**
   * Reads a grade as files write it. Digits alone are refused as `grade.ambiguous`, since 11-14 mean I/a-I/d in SIASN and XI-XIV for PPPK;
   * use `fromSiasnId` or `fromPppkCode` where the source is known. With a status, a grade of the other scheme throws `grade.scheme`.
   */
  static parse(text: string, options: { readonly status?: EmploymentStatus } = {}): Grade {
    const grade = readGrade(tidy(text));
    if (options.status && (grade.scheme === 'PNS') !== isPnsStatus(options.status)) {
      throw new AsnError('grade.scheme', 'The grade is of the other scheme.');
    }
    return grade;
  }

  /** `III/a` or `IX`, exactly. Throws `grade.unknown`. */
  static of(code: string): Grade {
    const pns = pnsGradeCodes.findIndex((known) => known === code);
    if (pns >= 0) return new Grade(pnsGradeCodes[pns]!, 'PNS', pns + 1);
    const pppk = pppkGradeCodes.findIndex((known) => known === code);
    if (pppk >= 0) return new Grade(pppkGradeCodes[pppk]!, 'PPPK', pppk + 1);
    throw new AsnError('grade.unknown', 'No such grade.');
  }

  /** Code 01-17 of a PPPK grade. Throws `grade.unknown`. */
  static fromPppkCode(code: string): Grade {
    const roman = /^\d{1,2}$/.test(code) ? pppkGradeCodes[Number(code) - 1] : undefined;
    return Grade.of(roman ?? '');
  }

  /** SIASN id of a PNS grade: 11-14, 21-24, 31-34, 41-45 (assumed, see the reference data). Throws `grade.unknown`. */
  static fromSiasnId(id: string): Grade {
    const match = /^([1-4])([1-5])$/.exec(id);
    return Grade.of(match ? `${['I', 'II', 'III', 'IV'][Number(match[1]) - 1]}/${'abcde'[Number(match[2]) - 1]}` : '');
  }

  /** Rank that goes with a PNS grade (pangkat), such as Penata Muda; PPPK have none. */
  get rankName(): string | undefined {
    return this.scheme === 'PNS' ? pnsRankNames[this.code as PnsGradeCode] : undefined;
  }

  /** Negative, zero or positive as grades are ordered. Throws `grade.scheme` across schemes, which have no common order. */
  static compare(a: Grade, b: Grade): number {
    if (a.scheme !== b.scheme) throw new AsnError('grade.scheme', 'Grades of two schemes have no common order.');
    return a.order - b.order;
  }

  equals(other: Grade): boolean {
    return this.code === other.code;
  }

  toString(): string {
    return this.code;
  }

  toJSON(): string {
    return this.code;
  }
}

function readGrade(text: string): Grade {
  if (/^\d+$/.test(text)) throw new AsnError('grade.ambiguous', 'Digits alone may be of either scheme.');
  const pns = PNS_TEXT.exec(text);
  if (pns) return Grade.of(`${pns[1]!.toUpperCase()}/${pns[2]!.toLowerCase()}`);
  const pppk = PPPK_TEXT.exec(text);
  return Grade.of(pppk ? pppk[1]!.toUpperCase() : '');
}
