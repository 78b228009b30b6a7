import { AppError, MAX_COLUMNS } from '@betang/platform';
import { isComplete } from '../roster-file/headings.js';
import type { FoundSheet, RosterMapping, SheetMapping } from '../roster-file/read-roster.js';
import { rosterFields, type RosterField } from '../roster-file/roster-field.js';
import type { RosterMappingDto, SheetMappingDto } from './roster-import.dto.js';

/**
 * An officer's mapping, checked.
 * @throws AppError `roster-mapping-sheet-unknown`, `roster-mapping-sheet-twice`, `roster-mapping-field-unknown`, `roster-mapping-column-invalid`, `roster-mapping-column-twice`, `roster-mapping-incomplete`
 */
export function mappingOf(input: RosterMappingDto, found: readonly FoundSheet[] | null): RosterMapping {
  const { agency, further = [] } = input;
  const sheets = [input, ...further].map((sheet) => sheetOf(sheet, agency, found));
  if (new Set(sheets.map(({ sheet }) => sheet)).size < sheets.length)
    throw new AppError('roster-mapping-sheet-twice', { status: 400, field: 'further' });
  return {
    ...sheets[0]!,
    ...(agency === undefined ? {} : { agency }),
    ...(further.length === 0 ? {} : { further: sheets.slice(1) }),
  };
}

function sheetOf(
  input: SheetMappingDto,
  agency: string | undefined,
  found: readonly FoundSheet[] | null,
): SheetMapping {
  if (found && !found[input.sheet])
    throw new AppError('roster-mapping-sheet-unknown', {
      status: 400,
      field: 'sheet',
      params: { sheets: found.length },
    });
  const entries = Object.entries(input.columns);
  for (const [field, column] of entries) {
    const at = { status: 400, field: `columns.${field}` };
    if (!(rosterFields as readonly string[]).includes(field))
      throw new AppError('roster-mapping-field-unknown', { status: 400, field: 'columns' });
    if (!Number.isInteger(column) || column < 0 || column >= MAX_COLUMNS)
      throw new AppError('roster-mapping-column-invalid', at);
    if (entries.some(([other, same]) => other !== field && same === column))
      throw new AppError('roster-mapping-column-twice', at);
  }
  const map: Partial<Record<RosterField, number>> = input.columns;
  if (!isComplete(map) || (map.agency === undefined && agency === undefined))
    throw new AppError('roster-mapping-incomplete', { status: 400, field: 'columns' });
  return { sheet: input.sheet, firstDataRow: input.firstDataRow, map };
}
