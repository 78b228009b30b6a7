/** Why a file as a whole cannot be read. Codes are stable; the texts stand in the messages of the import. */
export type RosterFileErrorCode =
  | 'roster-file-not-a-workbook'
  | 'roster-file-encrypted'
  | 'roster-file-damaged'
  | 'roster-file-too-large'
  | 'roster-file-empty'
  | 'roster-file-format-unknown'
  | 'roster-rows-missing';

/** A file that is no roster in any reading; the officer has to bring another one. */
export class RosterFileError extends Error {
  override readonly name = 'RosterFileError';

  constructor(
    readonly code: RosterFileErrorCode,
    message: string,
    cause?: unknown,
  ) {
    super(message, cause === undefined ? undefined : { cause });
  }
}
