import { AppError } from '@betang/platform';
import { effectiveDay, todayIn } from '../organisation/effective-day.js';
import { formatOf, type RosterFileFormat } from '../roster-file/open-roster-file.js';
import { RosterFileError } from '../roster-file/roster-file.error.js';
import type { ApplyRosterDto } from './roster-import.dto.js';
import type { ApplyOrder, RosterImport } from './roster-import.js';

/** Columns may be corrected until an import is applied. */
export const mayMap = ({ state, applyOrder }: RosterImport): boolean =>
  state === 'NEEDS_MAPPING' || state === 'PREVIEWED' || (state === 'FAILED' && applyOrder === null);

/** A preview is applied; so is the rest of an import that failed on its way. */
export const mayApply = ({ state, applyOrder, undoOrder }: RosterImport): boolean =>
  state === 'PREVIEWED' || (state === 'FAILED' && applyOrder !== null && undoOrder === null);

/** What was applied, whole or in part, is taken back; so is the rest of an undo that failed on its way. */
export const mayUndo = ({ state, applyOrder }: RosterImport): boolean =>
  state === 'APPLIED' || (state === 'FAILED' && applyOrder !== null);

/** What is half applied cannot be cancelled: it is undone. */
export const mayCancel = ({ state, applyOrder }: RosterImport): boolean =>
  state === 'READING' ||
  state === 'NEEDS_MAPPING' ||
  state === 'COMPARING' ||
  state === 'PREVIEWED' ||
  (state === 'FAILED' && applyOrder === null);

/**
 * Whom a list does not name can be said to have left only once it is clear which sheets are the list.
 * @throws AppError `roster-sheets-undecided` naming the sheets
 */
export function assertListWhole({ layout }: Pick<RosterImport, 'layout'>, applyLeavers: boolean): void {
  const undecided = (layout ?? []).filter(({ leftOut }) => leftOut && !leftOut.decided).map(({ name }) => name);
  if (applyLeavers && undecided.length > 0)
    throw new AppError('roster-sheets-undecided', {
      status: 409,
      field: 'applyLeavers',
      params: { sheets: undecided.join(', ') },
    });
}

/** The order of an officer with today, in the zone of the region, where no day was named. */
export function applyOrderOf(input: ApplyRosterDto, now: Date, region: string): ApplyOrder {
  const { applyLeavers, leaveReason, newUnits } = input;
  const today = todayIn(region, now);
  const effectiveOn = effectiveDay(input.effectiveOn, today);
  return { applyLeavers, leaveReason, newUnits, leftOn: input.leftOn ?? today, effectiveOn };
}

/** @throws AppError with the code of the file's error */
export function fileFormatOf(content: Buffer): RosterFileFormat {
  try {
    return formatOf(content);
  } catch (cause) {
    if (cause instanceof RosterFileError) throw new AppError(cause.code, { status: 400, field: 'file', cause });
    throw cause;
  }
}

/** The name for people to recognise the file by, without path and without what might be a person's number. */
export function plainFileName(name: string): string {
  const base = name.split(/[\\/]/).at(-1) ?? '';
  return (
    base
      .replace(/[^\p{L}\p{N} ._()-]/gu, '_')
      .replace(/\d{9,}/g, '…')
      .slice(0, 200) || 'roster'
  );
}
