import { type SqlClient, type UnitOfWork, cellText } from '@betang/platform';
import { openRosterFile } from '../roster-file/open-roster-file.js';
import {
  findLostColumn,
  findSheets,
  proposeMapping,
  readRoster,
  type FoundSheet,
  type RosterLine,
  type RosterMapping,
} from '../roster-file/read-roster.js';
import type { ReadRow } from '../roster-file/roster-entry.js';
import { advance, beginAttempt, findImport, moveOn, readContent, saveLayout } from './import-store.js';
import type { RosterImport } from './roster-import.js';
import { findSavedMapping } from './saved-mapping.js';
import { insertRows, refuseAll, type RowToStore } from './row-store.js';

const ROWS_A_TRANSACTION = 1000;

/**
 * Reads a file into rows, a thousand a transaction. A crash begins it anew from the stored file; of two workers the later one goes on and the other one
 * stops without a trace.
 */
export class ImportReading {
  private readonly numbers: string[] = [];
  private readonly firstRowOf = new Map<string, number>();

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly importId: string,
    private readonly attempt: string,
  ) {}

  /** False when another worker has taken over. @throws RosterFileError when the file cannot be read at all */
  async run(): Promise<boolean> {
    const begun = await this.unitOfWork.run(async (tx) => {
      if (!(await beginAttempt(tx, this.importId, 'READING', this.attempt))) return undefined;
      return { job: (await findImport(tx, this.importId))!, content: await readContent(tx, this.importId) };
    });
    if (!begun) return false;
    const sheets = await openRosterFile(begun.content);
    const found = await findSheets(sheets);
    const mapping = await this.unitOfWork.run((tx) => this.chooseMapping(tx, begun.job, found));
    if (!mapping || !sheets[mapping.sheet]) {
      return this.unitOfWork.run((tx) => moveOn(tx, this.importId, this.attempt, 'NEEDS_MAPPING'));
    }
    const lines = readRoster(sheets[mapping.sheet]!, mapping, found[mapping.sheet]?.layout);
    return (await this.storeAll(lines, mapping)) && this.end(mapping);
  }

  /** As the officer said for this import, else for an earlier file of the same headings, else as recognised. */
  private async chooseMapping(
    tx: SqlClient,
    job: RosterImport,
    found: readonly FoundSheet[],
  ): Promise<RosterMapping | undefined> {
    const agency = job.mapping?.agency;
    const settled = settledMapping(job);
    const saved = settled ? undefined : await findSavedMapping(tx, found, agency);
    const mapping = settled ?? saved ?? proposeMapping(found, agency);
    const source = settled ? (job.mappingSource ?? 'OFFICER') : saved ? 'SAVED' : 'RECOGNISED';
    await saveLayout(tx, this.importId, found, mapping, source);
    return mapping;
  }

  private async storeAll(lines: AsyncIterable<RosterLine>, mapping: RosterMapping): Promise<boolean> {
    let rows: RowToStore[] = [];
    let ignored = 0;
    for await (const line of lines) {
      if (line.kind === 'ignored') ignored += 1;
      else {
        const cells = line.source.cells.map(cellText);
        this.numbers.push(cells[mapping.map.employeeNumber ?? -1] ?? '');
        rows.push({ read: this.withoutDouble(line.read), cells });
      }
      if (rows.length < ROWS_A_TRANSACTION) continue;
      if (!(await this.store(rows, ignored))) return false;
      [rows, ignored] = [[], 0];
    }
    return this.store(rows, ignored);
  }

  private store(rows: readonly RowToStore[], ignored: number): Promise<boolean> {
    const bad = rows.filter(({ read }) => read.problems.length > 0).length;
    return this.unitOfWork.run(async (tx) => {
      if (!(await advance(tx, this.importId, this.attempt, { read: rows.length, bad, ignored }))) return false;
      if (rows.length > 0) await insertRows(tx, this.importId, rows);
      return true;
    });
  }

  /** Of two rows with one number the first that can be read counts. */
  private withoutDouble(read: ReadRow): ReadRow {
    const { employeeNumber, entry } = read;
    if (employeeNumber === undefined || !entry) return read;
    const first = this.firstRowOf.get(employeeNumber);
    if (first === undefined) {
      this.firstRowOf.set(employeeNumber, read.rowNumber);
      return read;
    }
    const { entry: _, ...rest } = read;
    const { employeeNumber: _number, numberKind: _kind, ...person } = entry;
    return {
      ...rest,
      person,
      warnings: [],
      problems: [{ code: 'roster.duplicate-number', field: 'employeeNumber', params: { row: first } }],
    };
  }

  private end(mapping: RosterMapping): Promise<boolean> {
    const lost = findLostColumn(this.numbers, mapping);
    return this.unitOfWork.run(async (tx) => {
      if (lost) {
        const bad = await refuseAll(tx, this.importId, {
          code: 'roster.column-lost-precision',
          field: 'employeeNumber',
          column: lost.column,
        });
        await advance(tx, this.importId, this.attempt, { bad });
      }
      return moveOn(tx, this.importId, this.attempt, 'COMPARING');
    });
  }
}

/** A mapping is settled once it names columns: before that it may hold the agency of the file only. */
function settledMapping(job: RosterImport): RosterMapping | undefined {
  return job.mapping && 'map' in job.mapping ? job.mapping : undefined;
}
