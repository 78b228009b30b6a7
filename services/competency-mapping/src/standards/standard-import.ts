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
import { loadAgenciesByName, type AgenciesByName } from './known-agencies.js';
import { findStanding } from './standard-store.js';
import { levelProblems, sameLevels } from './standard.decision.js';
import { JobStandards } from './standards.js';

export const STANDARD_FILE = 'JOB_STANDARDS';
export const LEVEL_FIELD = 'level:';

const TAKE_PLACES = `INSERT INTO standard_file_place (import_id, place) SELECT $1, p FROM unnest($2::text[]) AS p
  ON CONFLICT DO NOTHING RETURNING place`;

/** Headings that are competency codes: `MAN-01`, `man 01`. */
export function competencyField(heading: string): string | undefined {
  const match = /^([A-Za-z]{2,}(?:[ .-][A-Za-z0-9]+)*[ .-]?\d{1,3})$/.exec(heading.trim());
  return match ? `${LEVEL_FIELD}${match[1]!.toUpperCase().replace(/ /g, '-')}` : undefined;
}

/** Standards as a table: a row a position (or a type), of the whole region or of the agency that it names; a column a competency. */
@Injectable()
export class StandardImport implements TableKind {
  readonly name = STANDARD_FILE;
  readonly scope = 'competency:write';
  readonly columns = [
    { field: 'title', headings: ['jabatan', 'nama jabatan', 'position'], required: true },
    { field: 'type', headings: ['jenis jabatan', 'position type'] },
    { field: 'agency', headings: ['perangkat daerah', 'opd', 'skpd', 'instansi', 'agency'] },
    { field: 'legalBasis', headings: ['dasar hukum', 'legal basis'] },
  ];
  readonly fieldOf = competencyField;

  constructor(private readonly standards: JobStandards) {}

  async record(
    tx: Transaction,
    rows: readonly ImportRow[],
    { importId, uploadedBy }: ImportContext,
  ): Promise<RowsRecorded> {
    const { dictionary, competencies } = await this.standards.dictionary(tx);
    const agencies = await loadAgenciesByName(tx);
    const refused: RowRefusal[] = [];
    const read = new Map<string, JobStandard>();
    const rowsOf = new Map<string, ImportRow[]>();
    for (const row of rows) {
      const result = readStandardRow(row, competencies, agencies);
      if (Array.isArray(result)) {
        refused.push({ rowNumber: row.rowNumber, problems: result });
        continue;
      }
      const place = placeKey(result);
      rowsOf.set(place, [...(rowsOf.get(place) ?? []), row]);
      if (!read.has(place)) read.set(place, { ...result, dictionaryVersion: dictionary.version });
    }
    const first = await this.takePlaces(tx, importId, [...read.keys()]);
    for (const [place, same] of rowsOf)
      for (const { rowNumber } of first.has(place) ? same.slice(1) : same)
        refused.push({ rowNumber, problems: [{ field: 'title', code: 'row.twice' }] });
    const told = [...read].flatMap(([place, standard]) => (first.has(place) ? [standard] : []));
    const written = await this.changed(tx, told);
    await this.standards.write(tx, written, uploadedBy, 'import-job-standard');
    return { repeated: told.length - written.length, refused };
  }

  /** Which places no earlier row of the file has told: the same position twice would make two versions, of which the last of the file held. */
  private async takePlaces(tx: Transaction, importId: string, places: readonly string[]): Promise<Set<string>> {
    const rows = await tx.query<{ place: string }>(TAKE_PLACES, [importId, places]);
    return new Set(rows.map(({ place }) => place));
  }

  /** What the file says otherwise than what stands, as the next versions. */
  private async changed(tx: Transaction, told: readonly JobStandard[]): Promise<JobStandard[]> {
    const standing = new Map((await findStanding(tx, told)).map((row) => [placeKey(row), row]));
    return told.flatMap((standard): JobStandard[] => {
      const before = standing.get(placeKey(standard));
      if (!before) return [standard];
      if (sameLevels(before.levels, standard.levels)) return [];
      return [{ ...standard, standardId: before.standardId, version: before.version + 1 }];
    });
  }
}

function placeKey({ scope, lookup, agencyId }: Pick<JobStandard, 'scope' | 'lookup' | 'agencyId'>): string {
  return `${scope}/${lookup}/${agencyId ?? ''}`;
}

/** A row as the first version of a standard; or what is wrong with it. */
export function readStandardRow(
  row: ImportRow,
  competencies: readonly DictionaryCompetency[],
  agencies: AgenciesByName,
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
  const agencyId = cells.isBlank('agency') ? null : agencyOf(cells, agencies);
  const legalBasis = cells.optionalText('legalBasis', 300) ?? 'Berkas standar kompetensi jabatan';
  if (cells.problems.length === 0)
    for (const { field, code } of levelProblems(levels, competencies))
      cells.refuse(
        field.replace('levels.', LEVEL_FIELD),
        code.replace('standard.', 'row.').replace('row.empty', 'row.nothing-to-record'),
        { minimum: 1, maximum: 5 },
      );
  if (!title || !place || agencyId === undefined || cells.problems.length > 0) return cells.problems;
  return {
    ...place,
    standardId: newId(),
    version: 1,
    title,
    agencyId,
    levels,
    dictionaryVersion: 0,
    origin: 'IMPORT',
    legalBasis,
  };
}

/** The agency by its name, spelling aside: two of one name are told apart by hand. */
function agencyOf(cells: CellReader, agencies: AgenciesByName): string | undefined {
  const name = cells.text('agency', 300);
  if (name === undefined) return undefined;
  return agencies.get(positionKey(name) ?? '') ?? cells.refuse('agency', 'row.agency-unknown');
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
