import ExcelJS from 'exceljs';
import type { RosterColumn, RosterLayout } from './roster-layout.js';
import type { RosterRow } from './roster-row.js';

const TITLE_ROWS = 3;
/** Two rows of headings stand below the title and an empty row. */
const HEADING_ROW = TITLE_ROWS + 2;
/** Rows before the first person: title, empty row, headings, and the row that numbers the columns. */
export const ROWS_BEFORE_DATA = HEADING_ROW + 2;
const BORDER = {
  top: { style: 'thin' },
  left: { style: 'thin' },
  bottom: { style: 'thin' },
  right: { style: 'thin' },
} as const;
const HEADING_STYLE = {
  font: { bold: true },
  alignment: { horizontal: 'center', vertical: 'middle', wrapText: true },
  border: BORDER,
} as const;
const FIXED_TIME = new Date('2020-01-01T00:00:00Z');

export interface RosterSheet {
  readonly layout: RosterLayout;
  readonly regionName: string;
  readonly year: number;
  readonly rows: readonly RosterRow[];
}

/** Writes the roster as offices exchange it: title, merged headings in two rows, numbered columns, people, and a signature at the end. */
export async function writeRosterFile(path: string, sheet: RosterSheet): Promise<void> {
  const workbook = new TimelessWriter({ filename: path, useStyles: true, useSharedStrings: false });
  const { columns } = sheet.layout;
  const worksheet = workbook.addWorksheet('DUK');
  worksheet.columns = columns.map(({ width }) => ({ width }));
  writeTitle(worksheet, sheet);
  writeHeadings(worksheet, columns);
  sheet.rows.forEach((row, index) => writePerson(worksheet, columns, row, index));
  writeSignature(worksheet, sheet);
  worksheet.commit();
  await workbook.commit();
}

function writeTitle(worksheet: ExcelJS.Worksheet, { layout, regionName, year }: RosterSheet): void {
  const lines = [layout.title, `PEMERINTAH ${regionName.toUpperCase()}`, `KEADAAN 1 JANUARI ${year}`];
  lines.forEach((line, index) => {
    worksheet.mergeCells(index + 1, 1, index + 1, layout.columns.length);
    const cell = worksheet.getCell(index + 1, 1);
    cell.value = line;
    cell.style = { font: { bold: true, size: 13 }, alignment: { horizontal: 'center' } };
  });
}

function writeHeadings(worksheet: ExcelJS.Worksheet, columns: readonly RosterColumn[]): void {
  const below = HEADING_ROW + 1;
  columns.forEach(({ group, heading }, index) => {
    const column = index + 1;
    worksheet.getCell(HEADING_ROW, column).value = group ?? heading;
    if (group) worksheet.getCell(below, column).value = heading;
    worksheet.getCell(HEADING_ROW, column).style = HEADING_STYLE;
    worksheet.getCell(below, column).style = HEADING_STYLE;
    worksheet.getCell(below + 1, column).value = column;
    worksheet.getCell(below + 1, column).style = HEADING_STYLE;
  });
  for (const [from, to] of groupSpans(columns)) {
    if (columns[from - 1]!.group) worksheet.mergeCells(HEADING_ROW, from, HEADING_ROW, to);
    else worksheet.mergeCells(HEADING_ROW, from, below, to);
  }
  worksheet.getRow(below + 1).commit();
}

/** First and last column of every heading in the upper row, counted from 1. */
function groupSpans(columns: readonly RosterColumn[]): [number, number][] {
  const spans: [number, number][] = [];
  columns.forEach(({ group }, index) => {
    const last = spans.at(-1);
    if (last && group && columns[index - 1]!.group === group) last[1] = index + 1;
    else spans.push([index + 1, index + 1]);
  });
  return spans;
}

function writePerson(
  worksheet: ExcelJS.Worksheet,
  columns: readonly RosterColumn[],
  row: RosterRow,
  index: number,
): void {
  const line = worksheet.getRow(ROWS_BEFORE_DATA + index + 1);
  columns.forEach((column, position) => {
    const value = column.cell(row.cells, index + 1);
    if (value === '') return;
    const cell = line.getCell(position + 1);
    cell.value = value;
    if (value instanceof Date) cell.numFmt = 'dd-mm-yyyy';
  });
  line.commit();
}

/** Place, date and name of who signs, two rows below the last person and under the last columns, as on every official list. */
function writeSignature(worksheet: ExcelJS.Worksheet, { layout, rows, year }: RosterSheet): void {
  const lines = [
    `Ditetapkan pada tanggal 2 Januari ${year}`,
    'Kepala Badan Kepegawaian,',
    '',
    'ttd',
    '(..............................)',
  ];
  lines.forEach((text, index) => {
    const line = worksheet.getRow(ROWS_BEFORE_DATA + rows.length + 3 + index);
    if (text) line.getCell(layout.columns.length - 1).value = text;
    line.commit();
  });
}

interface ZipOfWriter {
  readonly zip: { append(source: unknown, data: { name: string; date?: Date }): unknown };
}

/**
 * The library stamps every part of the file with the present: equal rosters must be equal files, byte by byte. It adds the first parts, the themes before all
 * others, while it is being constructed.
 */
class TimelessWriter extends ExcelJS.stream.xlsx.WorkbookWriter {
  override addThemes(): Promise<void> {
    this.created = FIXED_TIME;
    this.modified = FIXED_TIME;
    const { zip } = this as unknown as ZipOfWriter;
    const append = zip.append.bind(zip);
    zip.append = (source, data) => append(source, { ...data, date: FIXED_TIME });
    return super.addThemes();
  }
}
