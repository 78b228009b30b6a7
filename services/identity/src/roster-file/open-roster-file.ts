import { openDelimited } from './delimited-rows.js';
import { RosterFileError } from './roster-file.error.js';
import type { Sheet } from './sheet-row.js';
import { openWorkbook } from './workbook-rows.js';

export type RosterFileFormat = 'XLSX' | 'CSV';

/** `%PDF`: text enough at its beginning to pass for a list. */
const PDF = '25504446';

/**
 * The format by the content, not by the name: offices rename files. A zip or an OLE container is a workbook, text is CSV.
 * @throws RosterFileError `roster-file-empty`, `roster-file-format-unknown`
 */
export function formatOf(content: Buffer): RosterFileFormat {
  if (content.length === 0) throw new RosterFileError('roster-file-empty', 'the file is empty');
  const mark = content.subarray(0, 4).toString('hex');
  if (mark === '504b0304' || mark === 'd0cf11e0') return 'XLSX';
  if (mark === PDF) throw new RosterFileError('roster-file-format-unknown', 'a PDF');
  const utf16 = /^(fffe|feff)/.test(mark);
  if (!utf16 && content.subarray(0, 8192).includes(0))
    throw new RosterFileError('roster-file-format-unknown', 'neither a workbook nor text');
  return 'CSV';
}

/** The sheets of a file. @throws RosterFileError */
export async function openRosterFile(content: Buffer, format: RosterFileFormat): Promise<Sheet[]> {
  return format === 'XLSX' ? openWorkbook(content) : openDelimited(content);
}
