import { AsnError, EmployeeNumber } from '@betang/asn';
import {
  AppError,
  cellText,
  statedDigits,
  unreadableCell,
  withCovered,
  type ReadSheet,
  type ReadRow,
} from '@betang/platform';
import { openRosterFile } from '../roster-file/open-roster-file.js';
import { nameKey, tidyText } from '../organisation/name-key.js';
import type { UnitLine } from './unit-lines.js';

type UnitField = 'name' | 'parent' | 'code' | 'headNumber';

/** Headings of offices and of SIASN for a column, as {@link nameKey} writes them. */
const SYNONYMS: Readonly<Record<UnitField, readonly string[]>> = {
  name: [
    'nama unit kerja',
    'nama unit',
    'unit kerja',
    'nama unor',
    'unor nama',
    'nama',
    'unit organisasi',
    'nama perangkat daerah',
    'perangkat daerah',
    'opd',
  ],
  parent: [
    'unit induk',
    'induk',
    'unor induk',
    'unit atasan',
    'nama unit induk',
    'unit kerja induk',
    'atasan',
    'diatasan',
    'kode induk',
    'id atasan',
  ],
  code: ['kode', 'kode unit', 'kode unor', 'unor id', 'id unor', 'id', 'kode unit kerja'],
  headNumber: ['nip pimpinan', 'nip kepala', 'nip pejabat', 'nip kepala unit'],
};

const HEADING_ROWS = 20;
const MOST_LINES = 5_000;

/**
 * Reads a file of units (daftar unit kerja, struktur organisasi): the first sheet that has a column with their names.
 * @throws RosterFileError; AppError `unit-file-heading-missing`, `unit-file-too-long`
 */
export async function readUnitFile(content: Buffer): Promise<UnitLine[]> {
  for (const sheet of await openRosterFile(content)) {
    const lines = await readSheet(sheet);
    if (lines) return lines;
  }
  throw new AppError('unit-file-heading-missing', { status: 400, field: 'file' });
}

async function readSheet(sheet: ReadSheet): Promise<UnitLine[] | undefined> {
  let columns: Partial<Record<UnitField, number>> | undefined;
  const lines: UnitLine[] = [];
  for await (const row of sheet.rows()) {
    if (!columns) {
      if (row.rowNumber > HEADING_ROWS) return undefined;
      columns = columnsOf(row);
      continue;
    }
    const line = lineOf(withCovered(row), columns);
    if (line) lines.push(line);
    if (lines.length > MOST_LINES)
      throw new AppError('unit-file-too-long', { status: 413, field: 'file', params: { rows: MOST_LINES } });
  }
  return columns && lines;
}

function columnsOf(row: ReadRow): Partial<Record<UnitField, number>> | undefined {
  const columns: Partial<Record<UnitField, number>> = {};
  for (const field of Object.keys(SYNONYMS) as UnitField[]) {
    // The most telling name wins where several columns could be meant.
    for (const synonym of SYNONYMS[field]) {
      const column = row.cells.findIndex((cell) => nameKey(cellText(cell)) === synonym);
      if (column < 0 || Object.values(columns).includes(column)) continue;
      columns[field] = column;
      break;
    }
  }
  const found = Object.keys(columns).length;
  return columns.name !== undefined && found >= 2 ? columns : undefined;
}

function lineOf(row: ReadRow, columns: Partial<Record<UnitField, number>>): UnitLine | undefined {
  const text = (field: UnitField) => {
    const column = columns[field];
    const value = column === undefined ? '' : tidyText(cellText(row.cells[column])).slice(0, 300);
    return value === '' || value === '-' ? undefined : value;
  };
  const name = text('name');
  if (name === undefined) return undefined;
  const [parent, code] = [text('parent'), text('code')?.slice(0, 64)];
  const headNumber = text('headNumber');
  const told = (['name', 'parent', 'code'] as const).map((field) => row.cells[columns[field] ?? -1]);
  const isUnreadable = told.some((cell) => unreadableCell(cell) !== undefined);
  return {
    rowNumber: row.rowNumber,
    name,
    ...(parent === undefined ? {} : { parent }),
    ...(code === undefined ? {} : { code }),
    ...(headNumber === undefined ? {} : headOf(headNumber)),
    ...(isUnreadable ? { unreadable: true } : {}),
  };
}

/** The number of a head as offices write it; one that no reading makes whole is told, not left out. */
function headOf(text: string): Pick<UnitLine, 'headNumber' | 'headUnreadable'> {
  try {
    return { headNumber: EmployeeNumber.parse(statedDigits(text)).digits };
  } catch (error) {
    if (error instanceof AsnError) return { headUnreadable: true };
    throw error;
  }
}
