import { type ReadSheet, type SqlClient, type UnitOfWork, cellText } from '@betang/platform';
import type { DateRules } from '../employees/person-dates.js';
import { lineOf } from '../roster-file/line-number.js';
import { openRosterFile } from '../roster-file/open-roster-file.js';
import {
  findLostColumn,
  findSheets,
  proposeMapping,
  readRoster,
  sheetsOf,
  type FoundSheet,
  type RosterLine,
  type RosterMapping,
  type SheetMapping,
} from '../roster-file/read-roster.js';
import type { ReadRow } from '../roster-file/roster-entry.js';
import { RosterFileError } from '../roster-file/roster-file.error.js';
import { advance, beginAttempt, findImport, moveOn, readContent, saveLayout } from './import-store.js';
import type { RosterImport } from './roster-import.js';
import { leftOutSheets } from './remembered-mapping.js';
import { findSavedMapping } from './saved-mapping.js';
import { insertRows, refuseAll, type RowToStore } from './row-store.js';

const ROWS_A_TRANSACTION = 1000;

/**
 * Reads a file into rows, a thousand a transaction. A crash begins it anew from the stored file; of two workers the later one goes on and the other one
 * stops without a trace.
 */
export class ImportReading {
  private readonly numbers: string[] = [];
  private readonly firstRowOf = new Map<string, string | number>();
  private rows = 0;

  constructor(
    private readonly unitOfWork: Pick<UnitOfWork, 'run'>,
    private readonly importId: string,
    private readonly attempt: string,
    private readonly dates: DateRules,
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
    if (found.every(({ blank }) => blank === true))
      throw new RosterFileError('roster-file-empty', 'nothing in any sheet');
    const choice = await this.unitOfWork.run((tx) => this.choose(tx, begun.job, found));
    const told = await tellLeftOut(sheets, found, choice, this.dates);
    const { mapping, source } = choice;
    await this.unitOfWork.run((tx) => saveLayout(tx, this.importId, told, mapping, source));
    if (!mapping || sheetsOf(mapping).some(({ sheet }) => !sheets[sheet])) {
      return this.unitOfWork.run((tx) => moveOn(tx, this.importId, this.attempt, 'NEEDS_MAPPING'));
    }
    for (const part of sheetsOf(mapping)) {
      const lines = readRoster(sheets[part.sheet]!, { ...mapping, ...part }, found[part.sheet]?.layout, this.dates);
      if (!(await this.storeAll(lines, part, mapping.further ? found : undefined))) return false;
    }
    if (this.rows === 0) throw new RosterFileError('roster-rows-missing', 'no row of people below the headings');
    return this.end(mapping);
  }

  /** As the officer said for this import, else for an earlier file of the same headings, else as recognised. */
  private async choose(tx: SqlClient, job: RosterImport, found: readonly FoundSheet[]): Promise<Choice> {
    const agency = job.mapping?.agency;
    const settled = settledMapping(job);
    if (settled) {
      const decided = (job.layout ?? []).flatMap(({ leftOut }, sheet) => (leftOut?.decided ? [sheet] : []));
      return { mapping: settled, source: job.mappingSource ?? 'OFFICER', decided: (sheet) => decided.includes(sheet) };
    }
    const saved = await findSavedMapping(tx, found, agency);
    if (!saved) return { mapping: proposeMapping(found, agency), source: 'RECOGNISED', decided: () => false };
    const decided = (sheet: number) => saved.leftOut.includes(found[sheet]!.headings!.fingerprint);
    return { mapping: saved.mapping, source: 'SAVED', decided };
  }

  /** `named`: the sheets, where several are read and a row is told by its sheet too. */
  private async storeAll(
    lines: AsyncIterable<RosterLine>,
    { sheet, map }: SheetMapping,
    named: readonly FoundSheet[] | undefined,
  ): Promise<boolean> {
    let rows: RowToStore[] = [];
    let ignored = 0;
    for await (const line of lines) {
      if (line.kind === 'ignored') ignored += 1;
      else {
        const cells = line.source.cells.map(cellText);
        this.numbers.push(cells[map.employeeNumber ?? -1] ?? '');
        const at = named ? `${named[sheet]!.name} ${line.read.rowNumber}` : line.read.rowNumber;
        const rowNumber = named ? lineOf(sheet, line.read.rowNumber) : line.read.rowNumber;
        rows.push({ read: { ...this.withoutDouble(line.read, at), rowNumber }, cells });
        this.rows += 1;
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
  private withoutDouble(read: ReadRow, at: string | number): ReadRow {
    const { employeeNumber, entry } = read;
    if (employeeNumber === undefined || !entry) return read;
    const first = this.firstRowOf.get(employeeNumber);
    if (first === undefined) {
      this.firstRowOf.set(employeeNumber, at);
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

/** How a file is read, by whose word, and which of the lists that are left out somebody decided on. */
interface Choice {
  readonly mapping: RosterMapping | undefined;
  readonly source: NonNullable<RosterImport['mappingSource']>;
  readonly decided: (sheet: number) => boolean;
}

/** The sheets as found, those that are lists and are not read with how many people they have: they must not be taken for leavers unnoticed. */
async function tellLeftOut(
  sheets: readonly ReadSheet[],
  found: readonly FoundSheet[],
  { mapping, source, decided }: Choice,
  dates: DateRules,
): Promise<FoundSheet[]> {
  const told = [...found];
  for (const part of mapping ? leftOutSheets(found, mapping) : []) {
    let people = 0;
    const { agency } = mapping!;
    const all = { ...part, ...(agency === undefined ? {} : { agency }) };
    const lines = readRoster(sheets[part.sheet]!, all, found[part.sheet]!.layout, dates);
    for await (const { kind } of lines) if (kind === 'row') people += 1;
    const leftOut = { people, decided: source === 'OFFICER' || decided(part.sheet) };
    if (people > 0) told[part.sheet] = { ...found[part.sheet]!, leftOut };
  }
  return told;
}

/** A mapping is settled once it names columns: before that it may hold the agency of the file only. */
function settledMapping(job: RosterImport): RosterMapping | undefined {
  return job.mapping && 'map' in job.mapping ? job.mapping : undefined;
}
