import type { ReadCell, Scope, Transaction } from '@betang/platform';

/** A column that an import reads, by any of the headings it is known under; compared without case, blanks and punctuation. */
export interface ImportColumn {
  readonly field: string;
  readonly headings: readonly string[];
  readonly required?: boolean;
}

/** Why a row cannot be recorded. Params never hold what the cell says: it may be personal data. */
export interface RowProblem {
  /** Field of the column at fault. */
  readonly field: string;
  readonly code: string;
  readonly params?: Readonly<Record<string, string | number>>;
}

/** A row of the file, its cells by field. */
export interface ImportRow {
  /** As a spreadsheet shows it. */
  readonly rowNumber: number;
  readonly cells: Readonly<Record<string, ReadCell>>;
}

export interface RowRefusal {
  readonly rowNumber: number;
  readonly problems: readonly RowProblem[];
}

/** What became of a batch; rows neither repeated nor refused were recorded. */
export interface RowsRecorded {
  /** On record already. */
  readonly repeated: number;
  readonly refused: readonly RowRefusal[];
}

export interface ImportContext<P = Readonly<Record<string, unknown>>> {
  readonly importId: string;
  readonly uploadedBy: string;
  readonly parameters: P;
}

/** What one kind of file is, and how its rows are recorded. Recording is idempotent: the same row again adds nothing. */
export interface TableKind<P = Readonly<Record<string, unknown>>> {
  readonly name: string;
  /** The right that its officer needs in the whole region. */
  readonly scope: Scope;
  readonly columns: readonly ImportColumn[];
  /** The field of a heading that is none of the columns, such as a year or a competency; undefined: the column is passed over. */
  readonly fieldOf?: (heading: string) => string | undefined;
  record(tx: Transaction, rows: readonly ImportRow[], context: ImportContext<P>): Promise<RowsRecorded>;
}
