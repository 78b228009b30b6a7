import { TableFileError, openTable, tableFormatOf, type ReadRow, type ReadSheet } from '@betang/platform';
import { RosterFileError, type RosterFileErrorCode } from './roster-file.error.js';

export type { TableFileFormat as RosterFileFormat } from '@betang/platform';

/** The format by the content, not by the name. @throws RosterFileError `roster-file-empty`, `roster-file-format-unknown` */
export function formatOf(content: Buffer): ReturnType<typeof tableFormatOf> {
  try {
    return tableFormatOf(content);
  } catch (error) {
    throw asRosterError(error);
  }
}

/** The sheets of a file. @throws RosterFileError, also while the rows are read */
export async function openRosterFile(content: Buffer): Promise<ReadSheet[]> {
  try {
    const sheets = await openTable(content);
    return sheets.map(({ name, rows }) => ({ name, rows: () => rowsOf(rows()) }));
  } catch (error) {
    throw asRosterError(error);
  }
}

async function* rowsOf(rows: AsyncIterable<ReadRow>): AsyncGenerator<ReadRow> {
  try {
    yield* rows;
  } catch (error) {
    throw asRosterError(error);
  }
}

/** The roster's own codes are published: they stay what they are. */
function asRosterError(error: unknown): unknown {
  if (!(error instanceof TableFileError)) return error;
  const code = error.code.replace(/^table-/, 'roster-') as RosterFileErrorCode;
  return new RosterFileError(code, error.code, error.cause);
}
