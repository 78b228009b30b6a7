import { PositionType } from '@betang/asn';
import { newId } from '@betang/contracts';
import type { Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import type { DictionaryCompetency } from '../dictionary/dictionary.js';
import { CellReader } from '../file-import/cell-reader.js';
import type {
  ImportContext,
  ImportRow,
  RowProblem,
  RowRefusal,
  RowsRecorded,
  TableKind,
} from '../file-import/table-kind.js';
import { positionKey } from '../people/position-key.js';
import type { JobStandard, StandardScope } from './job-standard.js';
import { findStanding } from './standard-store.js';
import { levelProblems, sameLevels } from './standard.decision.js';
import { JobStandards } from './standards.js';

export const STANDARD_FILE = 'JOB_STANDARDS';
export const LEVEL_FIELD = 'level:';

/** Headings that are competency codes: `MAN-01`, `man 01`. */
export function competencyField(heading: string): string | undefined {
  const match = /^([A-Za-z]{2,}(?:[ .-][A-Za-z0-9]+)*[ .-]?\d{1,3})$/.exec(heading.trim());
  return match ? `${LEVEL_FIELD}${match[1]!.toUpperCase().replace(/ /g, '-')}` : undefined;
}

/** Standards as a table: a row a position (or a type), a column a competency. */
@Injectable()
export class StandardImport implements TableKind {
  readonly name = STANDARD_FILE;
  readonly scope = 'competency:write';
  readonly columns = [
    { field: 'title', headings: ['jabatan', 'nama jabatan', 'position'], required: true },
    { field: 'type', headings: ['jenis jabatan', 'position type'] },
    { field: 'legalBasis', headings: ['dasar hukum', 'legal basis'] },
  ];
  readonly fieldOf = competencyField;

  constructor(private readonly standards: JobStandards) {}

  async record(tx: Transaction, rows: readonly ImportRow[], { uploadedBy }: ImportContext): Promise<RowsRecorded> {
    const { dictionary, competencies } = await this.standards.dictionary(tx);
    const refused: RowRefusal[] = [];
    const read: JobStandard[] = [];
    const seen = new Set<string>();
    for (const row of rows) {
      const result = readStandardRow(row, competencies);
      const problems = Array.isArray(result) ? result : [];
      if (!Array.isArray(result)) {
        const place = `${result.scope}/${result.lookup}`;
        if (seen.has(place)) problems.push({ field: 'title', code: 'row.twice' });
        else read.push({ ...result, dictionaryVersion: dictionary.version });
        seen.add(place);
      }
      if (problems.length > 0) refused.push({ rowNumber: row.rowNumber, problems });
    }
    const standing = new Map((await findStanding(tx, read)).map((row) => [`${row.scope}/${row.lookup}`, row]));
    const written = read.flatMap((standard): JobStandard[] => {
      const before = standing.get(`${standard.scope}/${standard.lookup}`);
      if (!before) return [standard];
      if (sameLevels(before.levels, standard.levels)) return [];
      return [{ ...standard, standardId: before.standardId, version: before.version + 1 }];
    });
    await this.standards.write(tx, written, uploadedBy, 'import-job-standard');
    return { repeated: read.length - written.length, refused };
  }
}

/** A row as the first version of a standard; or what is wrong with it. */
export function readStandardRow(
  row: ImportRow,
  competencies: readonly DictionaryCompetency[],
): JobStandard | RowProblem[] {
  const cells = new CellReader(row);
  const title = cells.text('title', 300);
  const levels: Record<string, number> = {};
  for (const field of Object.keys(row.cells)) {
    if (!field.startsWith(LEVEL_FIELD) || cells.isBlank(field)) continue;
    const level = cells.integer(field, 1, 5);
    if (level !== undefined) levels[field.slice(LEVEL_FIELD.length)] = level;
  }
  const place = title === undefined ? undefined : placeOf(cells, title);
  const legalBasis = cells.optionalText('legalBasis', 300) ?? 'Berkas standar kompetensi jabatan';
  if (cells.problems.length === 0)
    for (const { field, code } of levelProblems(levels, competencies))
      cells.refuse(
        field.replace('levels.', LEVEL_FIELD),
        code.replace('standard.', 'row.').replace('row.empty', 'row.nothing-to-record'),
        { minimum: 1, maximum: 5 },
      );
  if (!title || !place || cells.problems.length > 0) return cells.problems;
  return {
    ...place,
    standardId: newId(),
    version: 1,
    title,
    agencyId: null,
    levels,
    dictionaryVersion: 0,
    origin: 'IMPORT',
    legalBasis,
  };
}

/** A row with a type and no position of its own is the default of that type. */
function placeOf(cells: CellReader, title: string): { scope: StandardScope; lookup: string } | undefined {
  const type = cells.optionalText('type', 100);
  if (type !== null && /^(semua|default|\*)$/i.test(title)) {
    try {
      return { scope: 'TYPE', lookup: PositionType.parse(type).value };
    } catch {
      return cells.refuse('type', 'row.position-type-unknown');
    }
  }
  const lookup = positionKey(title);
  return lookup === null ? cells.refuse('title', 'row.missing') : { scope: 'POSITION', lookup };
}
