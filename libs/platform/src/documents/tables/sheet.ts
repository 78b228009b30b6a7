/** What a cell holds. Texts stay texts, however much they look like numbers; numbers, dates and truth values keep their type. */
export type CellValue = string | number | boolean | Date | null;

export interface SheetColumn {
  readonly heading: string;
  /** Width in characters; default by kind. */
  readonly width?: number;
  /** How numbers and dates show. Default: texts as they are, numbers with as many decimals as they have. */
  readonly kind?: 'text' | 'integer' | 'decimal' | 'percent' | 'rupiah' | 'date';
}

/** A table as a file: rows may be made one by one while they are written. */
export interface Sheet {
  /** At most 31 characters are shown. */
  readonly name: string;
  /** Lines above the headings: title, region, period. */
  readonly title?: readonly string[];
  readonly columns: readonly SheetColumn[];
  readonly rows: Iterable<readonly CellValue[]> | AsyncIterable<readonly CellValue[]>;
  /** Lines below the rows: as-of time, missing regions, sources. */
  readonly notes?: readonly string[];
}

/** Without signs that XML 1.0 forbids, which would make a whole file unreadable. */
export function cleanText(text: string): string {
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '').replace(/\p{Surrogate}/gu, '\ufffd');
}
