import type { ReadCell, ReadRow } from '../documents/reading/read-row.js';
import type { AppError, FieldProblem } from '../errors/app-error.js';
import type { Transaction } from '../database/transaction.js';

/** An import of a table file, and how far it is. */
export interface FileImport {
  readonly importId: string;
  readonly kind: string;
  readonly state: 'WORKING' | 'DONE' | 'FAILED';
  readonly fileName: string;
  readonly fileBytes: number;
  readonly contentHash: string;
  /** What the officer said beside the file, such as the fiscal year. */
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly uploadedBy: string;
  readonly uploadedAt: Date;
  /** Headings as the file has them; null until they are read. */
  readonly header: readonly string[] | null;
  /** Rows below the headings, as far as the file tells before it is read; exact once done. Null: it does not tell. */
  readonly rowsTotal: number | null;
  readonly rowsRead: number;
  readonly rowsTaken: number;
  /** On record already, word for word. */
  readonly rowsRepeated: number;
  readonly rowsRefused: number;
  /** Why the import as a whole failed. */
  readonly failureCode: string | null;
  /** What the text of the code names; null where it names nothing. */
  readonly failureParams: AppError['params'] | null;
  readonly finishedAt: Date | null;
}

/** A row that was not taken in: what is wrong with which field, and its cells as they stood. */
export interface RefusedRow {
  readonly rowNumber: number;
  readonly problems: readonly FieldProblem[];
  readonly cells: readonly string[];
}

/** What became of a batch of rows; those neither repeated nor refused were taken in. */
export interface BatchResult {
  readonly repeated: number;
  readonly refused: readonly { readonly row: ReadRow; readonly problems: readonly FieldProblem[] }[];
}

/** Where each field of a kind of file stands: found from the headings of that file. */
export type Columns = Readonly<Record<string, number>>;

/** One kind of file that a service takes in: how its headings are found and what its rows do. */
export interface FileImportKind {
  readonly name: string;
  /** Places of the fields, or undefined while a row is not the row of headings (title lines may stand above). */
  findColumns(cells: readonly ReadCell[]): Columns | undefined;
  /** Headings that a row would need beside those it has, to be the row of headings: for who sent a file without one. */
  missingHeadings(cells: readonly ReadCell[]): readonly string[];
  /** Takes rows in, in the transaction that moves the import on: set-based, and harmless for rows that are known. */
  take(tx: Transaction, rows: readonly ReadRow[], columns: Columns, job: FileImport): Promise<BatchResult>;
  /** In the transaction that ends the import. */
  finished?(tx: Transaction, job: FileImport): Promise<void>;
}
