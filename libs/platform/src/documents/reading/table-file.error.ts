import { AppError } from '../../errors/app-error.js';

/** Why a file as a whole cannot be read as a table. */
export type TableFileErrorCode =
  | 'table-file-not-a-workbook'
  | 'table-file-encrypted'
  | 'table-file-damaged'
  | 'table-file-too-large'
  | 'table-file-empty'
  | 'table-file-format-unknown';

/** A file that is no table in any reading (422); whoever sent it has to bring another one. */
export class TableFileError extends AppError {
  constructor(code: TableFileErrorCode, message: string, cause?: unknown) {
    super(code, { status: 422, cause: new Error(message, cause === undefined ? undefined : { cause }) });
  }
}
