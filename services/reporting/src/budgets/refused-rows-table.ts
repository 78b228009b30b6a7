import {
  cellProblemTexts,
  findMessage,
  refusalsOf,
  type CellValue,
  type FieldProblem,
  type FileImport,
  type Language,
  type SqlClient,
  type TableExport,
} from '@betang/platform';

/** Refused rows as a table with the file's own headings, row and reason behind them: corrected there, the same file can be uploaded again. */
export function refusedRowsTable(
  db: SqlClient,
  { importId, header, finishedAt, uploadedAt }: FileImport,
  language: Language,
): TableExport {
  const headings = header ?? [];
  const text = (code: string): string => findMessage(language, code) ?? code;
  return {
    name: `baris-ditolak-${importId}`,
    language,
    issuedAt: finishedAt ?? uploadedAt,
    columns: [...headings, text('refused-row.number'), text('refused-row.reason')].map((heading) => ({ heading })),
    rows: refusedCells(db, importId, headings.length, language),
  };
}

async function* refusedCells(
  db: SqlClient,
  importId: string,
  width: number,
  language: Language,
): AsyncGenerator<CellValue[]> {
  for await (const { rowNumber, problems, cells } of refusalsOf(db, importId)) {
    const own = Array.from({ length: width }, (_, index) => cells[index] ?? '');
    yield [...own, String(rowNumber), problems.map((problem) => reasonOf(problem, language)).join(' ')];
  }
}

function reasonOf({ field, code }: FieldProblem, language: Language): string {
  const name = findMessage(language, `budget-field.${field}`) ?? field;
  const ofCell = cellProblemTexts[code as keyof typeof cellProblemTexts];
  if (ofCell) return `${name}: ${ofCell.message[language]} ${ofCell.remedy[language]}`;
  return `${name}: ${findMessage(language, code) ?? findMessage(language, `field.${code}`) ?? code}`;
}
