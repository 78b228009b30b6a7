import { maskEmployeeNumbersIn } from '@betang/asn';
import { columnLetter, decodeCursor, findMessage, pageOf, type Page, type SqlClient } from '@betang/platform';
import { problemText, type ProblemText } from '../roster-file/problem-texts.js';
import { sheetsOf } from '../roster-file/read-roster.js';
import type { RowProblem } from '../roster-file/roster-entry.js';
import type { RosterField } from '../roster-file/roster-field.js';
import type { FieldChange } from './decide-row.js';
import { findTwins } from './import-store.js';
import { missingFields } from './missing-fields.js';
import { rowOfLine, sheetOfLine } from '../roster-file/line-number.js';
import type { DifferenceKind, DifferenceQuery, ProblemQuery, RosterImportView } from './roster-import.dto.js';
import type { RosterImport } from './roster-import.js';

/** One problem of one row, with what to do about it. */
export interface RowProblemView extends ProblemText {
  /** Where several sheets were read. */
  readonly sheet: string | null;
  readonly rowNumber: number;
  readonly column: string | null;
  readonly field: string;
  readonly code: string;
}

/** Where a line of an import stands in the file. */
export function placeOfLine(
  { layout, mapping }: Pick<RosterImport, 'layout' | 'mapping'>,
  line: number,
): { readonly sheet: string | null; readonly rowNumber: number } {
  const sheet = mapping?.further ? (layout?.[sheetOfLine(line)]?.name ?? null) : null;
  return { sheet, rowNumber: rowOfLine(line) };
}

function sheetsNotRead({ layout }: RosterImport): RosterImportView['sheetsNotRead'] {
  return (layout ?? []).flatMap(({ name, leftOut }, sheet) => (leftOut ? [{ sheet, name, ...leftOut }] : []));
}

/** Applied rows keep who they were before, rows of a preview what would change. */
const IS_MOVER = `r.good AND r.difference = 'CHANGED' AND (r.changes @> '[{"field": "unit"}]' OR r.changes @> '[{"field": "agency"}]')`;

/** An import with its figures. */
export async function importView(db: SqlClient, job: RosterImport): Promise<RosterImportView> {
  const [counts] = await db.query<Record<string, number>>(
    `SELECT count(*) FILTER (WHERE difference = 'JOINER' AND good)::int AS joiners, count(*) FILTER (WHERE difference = 'RETURNER' AND good)::int AS returners,
            count(*) FILTER (WHERE difference = 'CHANGED' AND good)::int AS changed, count(*) FILTER (WHERE difference = 'SAME' AND good)::int AS same,
            count(*) FILTER (WHERE ${IS_MOVER})::int AS movers,
            count(*) FILTER (WHERE NOT good)::int AS bad, count(*) FILTER (WHERE good AND warnings <> '[]')::int AS warned,
            (SELECT count(*)::int FROM roster_leaver l WHERE l.import_id = $1) AS leavers, (SELECT count(*)::int FROM roster_unit u WHERE u.import_id = $1) AS "newUnits"
       FROM roster_row r WHERE import_id = $1`,
    [job.importId],
  );
  const twins = await findTwins(db, job.importId, job.contentHash);
  const { importId, state, fileName, fileFormat, contentHash, uploadedAt, layout, mapping, mappingSource } = job;
  return {
    ...{ importId, state, fileName, fileFormat, contentHash, uploadedAt, layout, mapping, mappingSource },
    missingFields: missingFields(job),
    sheetsNotRead: sheetsNotRead(job),
    progress: progressOf(job),
    counts: {
      ...counts!,
      read: job.rowsRead,
      ignored: job.rowsIgnored,
      applied: job.rowsApplied,
      leaversApplied: job.leaversApplied,
      events: job.eventsWritten,
      undone: job.rowsUndone,
      kept: job.rowsKept,
    },
    failure:
      job.failureCode === null
        ? null
        : { code: job.failureCode, message: { id: textOf('id', job.failureCode), en: textOf('en', job.failureCode) } },
    sameFileAs: twins.map((twin) => twin.importId),
  };
}

function progressOf(job: RosterImport): RosterImportView['progress'] {
  const good = job.rowsRead - job.rowsBad;
  if (job.state === 'READING') return { phase: job.state, done: job.rowsRead, total: null };
  if (job.state === 'COMPARING') return { phase: job.state, done: job.rowsCompared, total: good };
  if (job.state === 'UNDOING') return { phase: job.state, done: job.rowsUndone + job.rowsKept, total: null };
  if (job.state === 'APPLYING') return { phase: job.state, done: job.rowsApplied, total: good };
  return { phase: job.state, done: job.rowsRead, total: job.rowsRead };
}

function textOf(language: 'id' | 'en', code: string): string {
  return findMessage(language, code) ?? code;
}

/** Problems row by row, a page of rows at a time; the cells themselves are in the file of refused rows only. */
export async function listProblems(
  db: SqlClient,
  job: RosterImport,
  query: ProblemQuery,
): Promise<Page<RowProblemView>> {
  const after = decodeCursor(query.cursor, 1);
  const column = query.severity === 'error' ? 'problems' : 'warnings';
  const rows = await db.query<{ rowNumber: number; found: RowProblem[] }>(
    `SELECT row_number AS "rowNumber", ${column} AS found FROM roster_row
      WHERE import_id = $1 AND row_number > $2 AND good = $3 AND ${column} <> '[]' ORDER BY row_number LIMIT $4`,
    [job.importId, after?.[0] ?? 0, query.severity === 'warning', query.limit + 1],
  );
  const page = pageOf(rows, query.limit, (row) => [row.rowNumber]);
  return {
    ...page,
    items: page.items.flatMap(({ rowNumber, found }) => found.map((problem) => problemView(job, rowNumber, problem))),
  };
}

function problemView(job: RosterImport, line: number, problem: RowProblem): RowProblemView {
  return {
    ...placeOfLine(job, line),
    column: problem.column ?? columnOf(job, line, problem.field),
    field: problem.field,
    code: problem.code,
    ...problemText(problem),
  };
}

/** Where a field stands in the sheet of a line; null where that sheet has no such column. */
function columnOf({ mapping }: Pick<RosterImport, 'mapping'>, line: number, field: RosterField): string | null {
  if (!mapping || !('map' in mapping)) return null;
  const sheet = mapping.further ? sheetOfLine(line) : mapping.sheet;
  const column = sheetsOf(mapping).find((one) => one.sheet === sheet)?.map[field];
  return column === undefined ? null : columnLetter(column);
}

/** What would change, or has changed, of one kind. */
export interface DifferenceView {
  readonly sheet?: string | null;
  readonly rowNumber?: number;
  readonly employeeId?: string;
  readonly name: string;
  readonly maskedNumber?: string;
  readonly agency: string;
  readonly unit?: string | null;
  readonly people?: number;
  readonly changes?: readonly NamedChange[];
}

/** A change; of units and agencies with their names. */
export interface NamedChange extends FieldChange {
  readonly fromName?: string | null;
  readonly toName?: string | null;
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export function listDifferences(
  db: SqlClient,
  job: RosterImport,
  query: DifferenceQuery,
): Promise<Page<DifferenceView>> {
  if (query.kind === 'LEAVER') return listLeavers(db, job.importId, query);
  if (query.kind === 'UNIT') return listUnits(db, job.importId, query);
  return listRows(db, job, query.kind, query);
}

async function listRows(
  db: SqlClient,
  job: RosterImport,
  kind: DifferenceKind,
  query: DifferenceQuery,
): Promise<Page<DifferenceView>> {
  const after = decodeCursor(query.cursor, 1);
  // Once applied the entry is gone and the person is on record.
  const rows = await db.query<
    DifferenceView & { rowNumber: number; employeeNumber: string; changes: FieldChange[] | null }
  >(
    `SELECT r.row_number AS "rowNumber", r.employee_id AS "employeeId", r.name, r.employee_number AS "employeeNumber", coalesce(r.entry->>'agency', a.name) AS agency,
            coalesce(r.entry->>'unit', u.name) AS unit, r.changes
       FROM roster_row r LEFT JOIN employee e USING (employee_id) LEFT JOIN org_unit a ON a.unit_id = e.agency_id LEFT JOIN org_unit u ON u.unit_id = e.unit_id
      WHERE r.import_id = $1 AND r.good AND r.difference = CASE $2 WHEN 'MOVER' THEN 'CHANGED' ELSE $2 END AND ($2 <> 'MOVER' OR ${IS_MOVER}) AND r.row_number > $3 ORDER BY r.row_number LIMIT $4`,
    [job.importId, kind, after?.[0] ?? 0, query.limit + 1],
  );
  const page = pageOf(rows, query.limit, (row) => [row.rowNumber]);
  const nameOf = await unitNames(
    db,
    page.items.flatMap((row) => row.changes ?? []),
  );
  const items = page.items.map(({ employeeNumber, changes, ...row }) => ({
    ...row,
    ...placeOfLine(job, row.rowNumber),
    maskedNumber: maskEmployeeNumbersIn(employeeNumber),
    changes: (changes ?? []).map(nameOf),
  }));
  return { ...page, items };
}

/** Changes of unit and agency with the names beside the ids; a unit that is still to be recorded has its name alone. */
async function unitNames(
  db: SqlClient,
  changes: readonly FieldChange[],
): Promise<(change: FieldChange) => NamedChange> {
  const ofUnits = changes.filter(({ field }) => field === 'unit' || field === 'agency');
  const ids = ofUnits.flatMap(({ from, to }) => [from, to]).filter((value) => value !== null && UUID.test(value));
  const rows =
    ids.length === 0
      ? []
      : await db.query<{ id: string; name: string }>(
          'SELECT unit_id AS id, name FROM org_unit WHERE unit_id = ANY($1::uuid[])',
          [ids],
        );
  const names = new Map(rows.map(({ id, name }) => [id, name]));
  const nameOf = (value: string | null) => (value === null ? null : (names.get(value) ?? value));
  return (change) =>
    ofUnits.includes(change) ? { ...change, fromName: nameOf(change.from), toName: nameOf(change.to) } : change;
}

async function listLeavers(db: SqlClient, importId: string, query: DifferenceQuery): Promise<Page<DifferenceView>> {
  const after = decodeCursor(query.cursor, 1);
  const rows = await db.query<DifferenceView & { employeeId: string }>(
    `SELECT l.employee_id AS "employeeId", e.name, a.name AS agency, u.name AS unit
       FROM roster_leaver l JOIN employee e USING (employee_id) JOIN org_unit a ON a.unit_id = e.agency_id JOIN org_unit u ON u.unit_id = e.unit_id
      WHERE l.import_id = $1 AND ($2::uuid IS NULL OR l.employee_id > $2) ORDER BY l.employee_id LIMIT $3`,
    [importId, after?.[0] ?? null, query.limit + 1],
  );
  return pageOf(rows, query.limit, (row) => [row.employeeId]);
}

async function listUnits(db: SqlClient, importId: string, query: DifferenceQuery): Promise<Page<DifferenceView>> {
  const after = decodeCursor(query.cursor, 2);
  const rows = await db.query<DifferenceView & { agencyKey: string; unitKey: string }>(
    `SELECT coalesce(unit_name, agency_name) AS name, agency_name AS agency, unit_name AS unit, people, agency_key AS "agencyKey", unit_key AS "unitKey"
       FROM roster_unit WHERE import_id = $1 AND ($2::text IS NULL OR (agency_key, unit_key) > ($2, $3)) ORDER BY agency_key, unit_key LIMIT $4`,
    [importId, after?.[0] ?? null, after?.[1] ?? null, query.limit + 1],
  );
  const page = pageOf(rows, query.limit, (row) => [row.agencyKey, row.unitKey]);
  return { ...page, items: page.items.map(({ agencyKey: _, unitKey: _key, ...row }) => row) };
}
