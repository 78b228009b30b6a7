import { LEARNING_UNITS, type LearningUnit } from '@betang/asn';
import { parseReferenceRows, readReferenceFile } from './reference-file.js';
import type { ReferenceRow } from './reference-row.js';
import { DATED_COLUMNS, inForce, readDates, refuseOverlaps, type DatedRule } from './validity.js';

export type { LearningUnit };

export const LEARNING_FORMS = ['classical', 'non-classical', 'education'] as const;
export type LearningForm = (typeof LEARNING_FORMS)[number];
export const CAP_PERIODS = ['DAY', 'MONTH', 'YEAR'] as const;
export type CapPeriod = (typeof CAP_PERIODS)[number];

/**
 * A path of competency development (jalur) and its conversion to learning hours (JP), PerLAN 10/2018. All hours are integer
 * hundredths of a JP. Hours by unit are null for `PROGRAM_JP`; there the bonus is added for an international programme.
 */
export interface LearningPath extends DatedRule {
  /** `KL01` … `KL12` classical, `NKL01` … `NKL13` non-classical, `PEND` formal education. */
  readonly code: string;
  readonly form: LearningForm;
  readonly nameId: string;
  readonly nameEn: string;
  readonly unit: LearningUnit;
  readonly nationalHundredths: number | null;
  readonly internationalHundredths: number | null;
  readonly internationalBonusPercent: number | null;
  /** Most hours that count in a `capPeriod`; null: no such cap. */
  readonly capHundredths: number | null;
  /** Most activities that count in a `capPeriod`; null: no such cap. */
  readonly capActivities: number | null;
  readonly capPeriod: CapPeriod | null;
  /** Type of course (jenis diklat) in SIASN's course records; null: SIASN keeps it elsewhere. */
  readonly siasnTypeId: number | null;
}

const FILE = 'learning-paths.csv';
const COLUMNS = [
  'code',
  'form',
  'nameId',
  'nameEn',
  'unit',
  'jpNational',
  'jpInternational',
  'internationalBonusPercent',
  'capJp',
  'capActivities',
  'capPeriod',
  'siasnTypeId',
  ...DATED_COLUMNS,
] as const;
type Row = ReferenceRow<(typeof COLUMNS)[number]>;

let loaded: readonly LearningPath[] | undefined;

/** All paths, in the order of the file. @throws ReferenceDataError */
export function learningPaths(): readonly LearningPath[] {
  return (loaded ??= parseLearningPaths(readReferenceFile(FILE)));
}

/** The path of a code as it is in force on a day (`YYYY-MM-DD`). */
export function findLearningPath(code: string, day: string): LearningPath | undefined {
  return learningPaths().find((path) => path.code === code && inForce(path, day));
}

/** The path of a SIASN course type; the newest row without a day, else the one in force on that day (`YYYY-MM-DD`). */
export function findPathBySiasnType(siasnTypeId: number, day?: string): LearningPath | undefined {
  return learningPaths()
    .filter((path) => path.siasnTypeId === siasnTypeId && (day === undefined || inForce(path, day)))
    .reduce<LearningPath | undefined>(
      (newest, path) => (newest && newest.validFrom > path.validFrom ? newest : path),
      undefined,
    );
}

/** @throws ReferenceDataError naming file, line and column */
export function parseLearningPaths(text: string): readonly LearningPath[] {
  const rules = parseReferenceRows(FILE, text, COLUMNS).map((row) => ({ row, rule: readPath(row) }));
  refuseOverlaps(rules, (path) => path.code);
  refuseOverlaps(
    rules.filter(({ rule }) => rule.siasnTypeId !== null),
    (path) => path.siasnTypeId,
  );
  return rules.map(({ rule }) => rule);
}

function readPath(row: Row): LearningPath {
  const path: LearningPath = {
    code: row.matching('code', /^(KL\d\d|NKL\d\d|PEND)$/, 'a code like KL01, NKL01 or PEND'),
    form: row.oneOf('form', LEARNING_FORMS),
    nameId: row.text('nameId'),
    nameEn: row.text('nameEn'),
    unit: row.oneOf('unit', LEARNING_UNITS),
    nationalHundredths: row.optional('jpNational', row.hundredths),
    internationalHundredths: row.optional('jpInternational', row.hundredths),
    internationalBonusPercent: row.optional('internationalBonusPercent', row.integer),
    capHundredths: row.optional('capJp', row.hundredths),
    capActivities: row.optional('capActivities', row.integer),
    capPeriod: row.optional('capPeriod', (column) => row.oneOf(column, CAP_PERIODS)),
    siasnTypeId: row.optional('siasnTypeId', row.integer),
    ...readDates(row),
  };
  refuseHalfRules(row, path);
  return path;
}

/** A rule that leaves open how many hours count would be filled by a guess later: refuse it here. */
function refuseHalfRules(row: Row, path: LearningPath): void {
  const byProgramme = path.unit === 'PROGRAM_JP';
  if ((path.nationalHundredths === null) !== byProgramme)
    row.fail('jpNational', byProgramme ? 'must be blank: the programme states its hours' : 'is empty');
  if ((path.internationalHundredths === null) !== byProgramme)
    row.fail('jpInternational', byProgramme ? 'must be blank: the programme states its hours' : 'is empty');
  if ((path.internationalBonusPercent === null) === byProgramme)
    row.fail('internationalBonusPercent', byProgramme ? 'is empty' : 'must be blank: jpInternational says it');
  const capped = path.capHundredths !== null || path.capActivities !== null;
  if ((path.capPeriod !== null) !== capped) row.fail('capPeriod', capped ? 'is empty' : 'must be blank without a cap');
}
