import { newId } from '@betang/contracts';
import type { Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { CellReader } from '../file-import/cell-reader.js';
import type {
  ImportContext,
  ImportRow,
  RowProblem,
  RowRefusal,
  RowsRecorded,
  TableKind,
} from '../file-import/table-kind.js';
import { findByNumbers } from '../people/person-directory.js';
import { MappingContexts, type MappingContext } from '../profiles/mapping-context.js';
import { ProfileComputation } from '../profiles/profile-computation.js';
import type { Method } from '../rules/dated-rule.js';
import { LEVEL_FIELD, competencyField } from '../standards/standard-import.js';
import { contradictions, validUntilOf, type RecordedResult } from '../evidence/evidence.decision.js';
import type { EvidenceRecord } from '../evidence/evidence-record.js';
import { findRecorded, insertEvidence } from '../evidence/evidence-store.js';

export const ASSESSMENT_FILE = 'ASSESSMENTS';
/** Of whatever competency. */
const HIGHEST = 5;

/** What all rows of the file have in common. */
export interface AssessmentFileParameters {
  readonly method: Method;
  readonly assessor: string;
  readonly observedOn: string | null;
}

interface AssessmentRow {
  readonly rowNumber: number;
  readonly employeeNumber: string;
  readonly observedOn: string;
  readonly reference: string | null;
  readonly results: readonly { readonly code: string; readonly level: number }[];
}

/** Results of an assessment centre or of BKN's computer-assisted test (CACT) as a table: a row a person, a column a competency. */
@Injectable()
export class AssessmentImport implements TableKind<AssessmentFileParameters> {
  readonly name = ASSESSMENT_FILE;
  readonly scope = 'assessments:write';
  readonly columns = [
    {
      field: 'employeeNumber',
      headings: ['nip', 'nip baru', 'nip/ni pppk', 'ni pppk', 'employee number'],
      required: true,
    },
    { field: 'observedOn', headings: ['tanggal penilaian', 'tanggal', 'tgl', 'date'] },
    { field: 'reference', headings: ['nomor laporan', 'no laporan', 'report number'] },
  ];

  constructor(
    private readonly contexts: MappingContexts,
    private readonly computation: ProfileComputation,
  ) {}

  /** Codes, and the names of the competencies as the recap sheets of assessments head them. */
  readonly fieldOf = (heading: string): string | undefined => competencyField(heading) ?? NAMES.get(keyOf(heading));

  async record(
    tx: Transaction,
    rows: readonly ImportRow[],
    { importId, uploadedBy, parameters }: ImportContext<AssessmentFileParameters>,
  ): Promise<RowsRecorded> {
    const context = await this.contexts.load(tx);
    const refused: RowRefusal[] = [];
    const read: AssessmentRow[] = [];
    for (const row of rows) {
      const result = readAssessmentRow(row, parameters, context);
      if (Array.isArray(result)) refused.push({ rowNumber: row.rowNumber, problems: result });
      else read.push(result);
    }
    const people = await findByNumbers(
      tx,
      read.map(({ employeeNumber }) => employeeNumber),
    );
    const found = read.flatMap((row): FoundRow[] => {
      const employeeId = people.get(row.employeeNumber);
      const { rowNumber } = row;
      if (employeeId !== undefined) return [{ rowNumber, records: recordsOf(row, employeeId, parameters, context) }];
      refused.push({ rowNumber, problems: [{ field: 'employeeNumber', code: 'row.person-unknown' }] });
      return [];
    });
    const recorded = await findRecorded(
      tx,
      found.flatMap(({ records }) => records),
      parameters.method,
    );
    const records = consistent(found, recorded, refused);
    // What was entered by hand has another key, and is the same result all the same.
    const standing = new Set(recorded.flatMap((result) => (result.revoked ? [] : [resultKey(result)])));
    const unknown = records.filter((record) => !standing.has(resultKey(record)));
    const added = await insertEvidence(tx, unknown, uploadedBy);
    const changed = [...new Set(added.map(({ employeeId }) => employeeId))];
    const cause = { actor: uploadedBy, correlationId: importId };
    await this.computation.compute(
      tx,
      changed.map((employeeId) => ({ employeeId, cause: 'ASSESSMENT' as const })),
      cause,
    );
    const taken = new Set(records.map(({ employeeId }) => employeeId)).size;
    return { repeated: taken - changed.length, refused };
  }
}

/** The same person, day, competency and level; the method is that of the whole file. */
function resultKey({ employeeId, observedOn, code, level }: Omit<RecordedResult, 'revoked'>): string {
  return [employeeId, observedOn, code, level].join('|');
}

interface FoundRow {
  readonly rowNumber: number;
  readonly records: readonly EvidenceRecord[];
}

/** Results of the rows that contradict nothing on record, nor a row above them; the other rows are refused. */
function consistent(
  rows: readonly FoundRow[],
  recorded: readonly RecordedResult[],
  refused: RowRefusal[],
): EvidenceRecord[] {
  const byPerson = new Map<string, RecordedResult[]>();
  for (const result of recorded) byPerson.set(result.employeeId, [...(byPerson.get(result.employeeId) ?? []), result]);
  return rows.flatMap(({ rowNumber, records }) => {
    const employeeId = records[0]!.employeeId;
    const known = byPerson.get(employeeId) ?? [];
    const problems = contradictions(records, known).map(({ code, problem }) => ({
      field: `${LEVEL_FIELD}${code}`,
      code: problem,
    }));
    if (problems.length > 0) {
      refused.push({ rowNumber, problems });
      return [];
    }
    byPerson.set(employeeId, [...known, ...records.map((record) => ({ ...record, revoked: false }))]);
    return records;
  });
}

/** A row with its results; or what is wrong with it. */
function readAssessmentRow(
  row: ImportRow,
  parameters: AssessmentFileParameters,
  { competencies, currentCodes, today }: Pick<MappingContext, 'competencies' | 'currentCodes' | 'today'>,
): AssessmentRow | RowProblem[] {
  const cells = new CellReader(row);
  const employeeNumber = cells.employeeNumber('employeeNumber');
  const observedOn = cells.isBlank('observedOn')
    ? (parameters.observedOn ?? cells.day('observedOn'))
    : cells.day('observedOn');
  const reference = cells.optionalText('reference', 300);
  const results: { code: string; level: number }[] = [];
  for (const field of Object.keys(row.cells)) {
    if (!field.startsWith(LEVEL_FIELD) || cells.isBlank(field)) continue;
    const code = field.slice(LEVEL_FIELD.length);
    const highest = competencies.get(code)?.maxLevel ?? highestFormer(code, currentCodes);
    const level =
      highest === undefined ? cells.refuse(field, 'row.competency-unknown') : cells.integer(field, 0, highest);
    if (level !== undefined) results.push({ code, level });
  }
  if (results.length === 0 && cells.problems.length === 0) cells.refuse('employeeNumber', 'row.nothing-to-record');
  if (observedOn !== undefined && observedOn > today) cells.refuse('observedOn', 'row.in-future');
  if (!employeeNumber || !observedOn || cells.problems.length > 0) return cells.problems;
  return { rowNumber: row.rowNumber, employeeNumber, observedOn, reference, results };
}

/** Who measures knows the national codes alone: one that the region's dictionary took over is evidence of what took its place. */
function highestFormer(code: string, currentCodes: MappingContext['currentCodes']): number | undefined {
  return currentCodes.get(code)?.currentCode == null ? undefined : HIGHEST;
}

/** The same person, method, day and competency is the same result, whichever file it comes in. */
function recordsOf(
  row: AssessmentRow,
  employeeId: string,
  { method, assessor }: AssessmentFileParameters,
  { profileRule }: MappingContext,
): EvidenceRecord[] {
  const assessmentId = newId();
  const validUntil = validUntilOf(row.observedOn, profileRule.content.methods[method]);
  return row.results.map(({ code, level }) => ({
    evidenceId: newId(),
    employeeId,
    code,
    level,
    method,
    assessor,
    observedOn: row.observedOn,
    validUntil,
    reference: row.reference,
    assessmentId,
    source: 'IMPORT',
    sourceKey: `result:${employeeId}:${method}:${row.observedOn}:${code}:${level}`,
    ruleVersion: profileRule.ruleVersion,
  }));
}

const NAMES = new Map(
  Object.entries({
    integritas: 'MAN-01',
    kerjasama: 'MAN-02',
    komunikasi: 'MAN-03',
    orientasipadahasil: 'MAN-04',
    pelayananpublik: 'MAN-05',
    pengembangandiridanoranglain: 'MAN-06',
    mengelolaperubahan: 'MAN-07',
    pengambilankeputusan: 'MAN-08',
    perekatbangsa: 'SOS-01',
  }).map(([name, code]) => [name, `${LEVEL_FIELD}${code}`]),
);

function keyOf(heading: string): string {
  return heading.toLowerCase().replace(/[^a-z]/g, '');
}
