import { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import { withQuotesClosed } from './open-quotes.js';
import { TableFileError } from './table-file.error.js';
import { MAX_COLUMNS, textCell, type ReadSheet, type ReadRow } from './read-row.js';

const DELIMITERS = [';', ',', '\t', '|'];
const SAMPLE_LINES = 40;
const SAMPLE_SIGNS = 256 * 1024;
const MAX_RECORD_BYTES = 128 * 1024;
/** The line by which Excel is told the delimiter. It is no row of the list. */
const STATED_DELIMITER = /^sep=([^\r\n])(?=[\r\n])/i;

/**
 * The one sheet of a .csv file: delimiter found by itself (Indonesian spreadsheets write `;`), UTF-8 with or without mark, UTF-16 with mark, else
 * Windows-1252. `rowNumber` is the row that a spreadsheet shows. Throws TableFileError.
 */
export function openDelimited(file: Buffer): ReadSheet[] {
  const text = decode(file);
  if (text.trim() === '') throw new TableFileError('table-file-empty', 'the file is empty');
  const stated = STATED_DELIMITER.exec(text)?.[1];
  const found = findDelimiter(text);
  return [{ name: 'CSV', rows: () => readRows(text, stated === undefined ? found : layoutBy(stated, text), stated) }];
}

async function* readRows(
  text: string,
  { delimiter, separators }: Delimiters,
  stated: string | undefined,
): AsyncGenerator<ReadRow> {
  const options = {
    delimiter,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: false,
    max_record_size: MAX_RECORD_BYTES,
  } as const;
  const parser = Readable.from(pieces(withQuotesClosed(text, delimiter, separators))).pipe(parse(options));
  let rowNumber = 0;
  try {
    for await (const record of parser as AsyncIterable<string[]>) {
      rowNumber += 1;
      if (rowNumber === 1 && stated !== undefined) continue;
      yield { rowNumber, cells: record.slice(0, MAX_COLUMNS).map(textCell) };
    }
  } catch (cause) {
    throw new TableFileError('table-file-damaged', `line ${rowNumber + 1} does not end`, cause);
  }
}

/** Lines put together: one by one they would take the parser many times as long. */
function* pieces(lines: Iterable<string>): Generator<string> {
  const size = 64 * 1024;
  let piece = '';
  for (const line of lines) {
    piece += line;
    if (piece.length < size) continue;
    yield piece;
    piece = '';
  }
  if (piece !== '') yield piece;
}

function decode(file: Buffer): string {
  if (file[0] === 0xff && file[1] === 0xfe) return new TextDecoder('utf-16le').decode(file);
  if (file[0] === 0xfe && file[1] === 0xff) return new TextDecoder('utf-16be').decode(file);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(file);
  } catch {
    return new TextDecoder('windows-1252').decode(file);
  }
}

interface Delimiters {
  readonly delimiter: string;
  /** How many of them most lines have. */
  readonly separators: number;
}

/** The delimiter that the first lines hold most often, outside quotation marks. */
function findDelimiter(text: string): Delimiters {
  const sample = firstLines(text)
    .join('\n')
    .replace(/"[^"]*"/g, '');
  const counts = DELIMITERS.map((delimiter) => sample.split(delimiter).length);
  return layoutBy(DELIMITERS[counts.indexOf(Math.max(...counts))]!, text);
}

function layoutBy(delimiter: string, text: string): Delimiters {
  const seen = new Map<number, number>();
  for (const line of firstLines(text)) {
    const separators = line.split(delimiter).length - 1;
    if (separators > 0) seen.set(separators, (seen.get(separators) ?? 0) + 1);
  }
  const [usual] = [...seen].sort(([, a], [, b]) => b - a);
  return { delimiter, separators: usual?.[0] ?? 0 };
}

function firstLines(text: string): string[] {
  return text.slice(0, SAMPLE_SIGNS).split(/\r\n|\r|\n/, SAMPLE_LINES);
}
