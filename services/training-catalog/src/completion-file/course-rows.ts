import { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import { CourseFileError } from './course-file.error.js';

/** A line of the file, numbered as a spreadsheet shows it. */
export interface FileRow {
  readonly rowNumber: number;
  readonly cells: readonly string[];
}

const DELIMITERS = [';', ',', '\t', '|'];
const SAMPLE_LINES = 20;
const PIECE = 64 * 1024;
const LONGEST_RECORD = 128 * 1024;

/**
 * The rows of a .csv file, blank ones left out: UTF-8 with or without mark, else Windows-1252; the delimiter found by itself, for
 * Indonesian spreadsheets write `;`. Throws CourseFileError.
 */
export async function* courseRows(file: Buffer): AsyncGenerator<FileRow> {
  const text = decode(file);
  if (text.trim() === '') throw new CourseFileError('course-file-empty');
  const options = {
    delimiter: delimiterOf(text),
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: false,
    max_record_size: LONGEST_RECORD,
  };
  const parser = Readable.from(pieces(text)).pipe(parse(options));
  let rowNumber = 0;
  try {
    for await (const cells of parser as AsyncIterable<string[]>) {
      rowNumber += 1;
      if (cells.some((cell) => cell.trim() !== '')) yield { rowNumber, cells };
    }
  } catch (cause) {
    throw new CourseFileError('course-file-damaged', { row: rowNumber + 1 }, cause);
  }
}

/** Lines of the file, to show how far an import is; a line break inside quotation marks makes it a little more. */
export function countLines(file: Buffer): number {
  let lines = 0;
  for (let at = file.indexOf(10); at >= 0; at = file.indexOf(10, at + 1)) lines += 1;
  return file.length > 0 && file[file.length - 1] !== 10 ? lines + 1 : lines;
}

function* pieces(text: string): Generator<string> {
  for (let at = 0; at < text.length; at += PIECE) yield text.slice(at, at + PIECE);
}

function decode(file: Buffer): string {
  try {
    // The decoder drops the byte order mark.
    return new TextDecoder('utf-8', { fatal: true }).decode(file);
  } catch {
    return new TextDecoder('windows-1252').decode(file);
  }
}

function delimiterOf(text: string): string {
  const sample = text
    .split('\n', SAMPLE_LINES)
    .join('\n')
    .replace(/"[^"]*"/g, '');
  const counts = DELIMITERS.map((delimiter) => sample.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ',';
}
