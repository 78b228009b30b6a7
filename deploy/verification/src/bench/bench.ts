/** A measured value under its published name. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
}

/** One line of the printed table: what was measured, and what it is compared with. */
export interface Row {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  /** The target in words, or whose limit or result this is. */
  readonly note?: string;
}

export interface BenchResult {
  readonly figures: readonly Figure[];
  readonly rows: readonly Row[];
}

export interface BenchOptions {
  /** Part of the full load, 0 to 1: 1 for figures to quote, less to try the bench itself. */
  readonly scale: number;
  readonly say: (line: string) => void;
  /** People of the larger region, for `reporting`; default one million. */
  readonly people?: number;
}

/** One measurement, from an empty region to its figures; leaves nothing running and no files. */
export type Bench = (options: BenchOptions) => Promise<BenchResult>;

/** A full load scaled down, at least `least`. */
export function scaled(full: number, { scale }: Pick<BenchOptions, 'scale'>, least = 100): number {
  return Math.max(least, Math.round(full * scale));
}
