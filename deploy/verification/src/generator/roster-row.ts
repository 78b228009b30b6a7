import type { AgreementWarningCode, AsnErrorCode, CalendarDate, EmploymentStatus } from '@betang/asn';
import { pnsRankNames } from '@betang/asn';
import type { PnsGradeCode } from '@betang/asn';
import type { InventedPerson } from './invented-people.js';
import type { SeededRandom } from './seeded-random.js';

/** Why a roster row must be refused: codes of the field's values, and three of the roster itself. */
export type RosterFaultCode =
  AsnErrorCode | 'roster.name-missing' | 'roster.agency-missing' | 'roster.duplicate-number';

export type CellValue = string | number | Date;

/** What a roster row says, before a layout puts it into columns. */
export interface RosterCells {
  name: CellValue;
  number: CellValue;
  sex: CellValue;
  birthPlace: CellValue;
  birthDate: CellValue;
  status: CellValue;
  grade: CellValue;
  gradeSince: CellValue;
  position: CellValue;
  positionType: CellValue;
  positionSince: CellValue;
  yearsOfService: CellValue;
  unit: CellValue;
  agency: CellValue;
}

/** A row with what an importer must make of it. */
export interface RosterRow {
  readonly person: InventedPerson;
  readonly cells: RosterCells;
  /** Set when the row must be refused. */
  fault?: RosterFaultCode;
  /** What a row that is taken must be warned of. */
  readonly warnings: AgreementWarningCode[];
}

const statusTexts: Readonly<Record<EmploymentStatus, readonly string[]>> = {
  PNS: ['PNS'],
  CPNS: ['CPNS'],
  PPPK: ['PPPK', 'PPPK', 'P3K'],
  PPPK_PARUH_WAKTU: ['PPPK Paruh Waktu'],
};

/** The row as an office would write it: synonyms, dates in three forms, decimals with a comma. */
export function writeRow(
  random: SeededRandom,
  person: InventedPerson,
  year: number,
  sexText: readonly [string, string],
): RosterRow {
  const asDateCells = random.chance(0.2);
  const warnings: AgreementWarningCode[] = [];
  let { birthDate, sex } = person;
  if (random.chance(0.003)) {
    birthDate = birthDate.plusDays(1);
    warnings.push('employee-number.birth-date-disagrees');
  }
  if (random.chance(0.001)) {
    sex = sex === 'MALE' ? 'FEMALE' : 'MALE';
    warnings.push('employee-number.sex-disagrees');
  }
  const since = (date: CalendarDate) => (asDateCells ? dateCell(date) : dayFirst(date));
  const months = (year - Number(person.employeeNumber.slice(8, 12))) * 12 + random.between(0, 11);
  return {
    person,
    warnings,
    cells: {
      name: person.name,
      number: numberText(random, person.employeeNumber),
      sex: sexText[sex === 'MALE' ? 0 : 1],
      birthPlace: person.birthPlace,
      birthDate: asDateCells ? dateCell(birthDate) : random.chance(0.05) ? birthDate.format('id') : dayFirst(birthDate),
      status: random.pick(statusTexts[person.status]),
      grade: gradeText(random, person),
      gradeSince: since(person.gradeSince),
      position: person.position.name,
      positionType: person.position.type.code === 'EXECUTOR' && random.chance(0.2) ? 'JFU' : person.position.type.name,
      positionSince: since(person.positionSince),
      yearsOfService: (Math.round((months / 12) * 10) / 10).toString().replace('.', ','),
      unit: person.unit,
      agency: person.agency,
    },
  };
}

/** `26-09-1986`. */
export function dayFirst(date: CalendarDate): string {
  return date.iso.split('-').reverse().join('-');
}

function dateCell(date: CalendarDate): Date {
  return new Date(`${date.iso}T00:00:00Z`);
}

function numberText(random: SeededRandom, digits: string): string {
  if (random.chance(0.7)) return digits;
  return `${digits.slice(0, 8)} ${digits.slice(8, 14)} ${digits[14]} ${digits.slice(15)}`;
}

function gradeText(random: SeededRandom, person: InventedPerson): string {
  const { code, scheme } = person.grade;
  if (scheme === 'PPPK') return code;
  return random.weighted([
    [code, 80],
    [code.replace('/', '.'), 10],
    [`${pnsRankNames[code as PnsGradeCode]}, ${code}`, 10],
  ]);
}
