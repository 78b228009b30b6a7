/** One row of the relay's log, as far as merging looks at it. Positions and sequence numbers fit a number. */
export interface LoggedStretch {
  readonly epoch: string;
  readonly audience: string;
  readonly first: number;
  readonly last: number;
  readonly generations: readonly [first: number, last: number];
  readonly seqs: readonly [first: number, last: number];
  readonly previousChain: string;
  readonly chain: string;
}

/** Rows of the log, from `first.last` to `last.last`, that become one. */
export interface Merge {
  readonly epoch: string;
  readonly audience: string;
  /** Last position of the first row and of the last one: the rows' keys. */
  readonly from: number;
  readonly to: number;
}

/** A merged row has at most so many positions, unless a single batch had more: to find one of them all of its outbox rows are hashed again. */
export const MOST_POSITIONS = 500;
/**
 * And at most so many outbox rows of any audience lie between its ends, by their numbering: what is said to one region now and then stands among a
 * million rows for others, which all would be read.
 */
export const MOST_ROWS = 20_000;

/**
 * Which neighbouring rows of the log may become one: of one line, each following from the one before it, within both bounds. `rows` come in the
 * order of line and position. Pure.
 */
export function planMerges(rows: readonly LoggedStretch[]): Merge[] {
  const merges: Merge[] = [];
  let group: LoggedStretch[] = [];
  const close = (): void => {
    const [first, last] = [group[0], group.at(-1)];
    if (first && last && group.length > 1)
      merges.push({ epoch: first.epoch, audience: first.audience, from: first.last, to: last.last });
    group = [];
  };
  for (const row of rows) {
    if (!mayJoin(group, row)) close();
    group.push(row);
  }
  close();
  return merges;
}

function mayJoin(group: readonly LoggedStretch[], row: LoggedStretch): boolean {
  const [first, last] = [group[0], group.at(-1)];
  if (!first || !last) return true;
  const follows =
    row.epoch === last.epoch &&
    row.audience === last.audience &&
    row.first === last.last + 1 &&
    row.previousChain === last.chain &&
    // Numbers of another generation say nothing about how far apart rows are.
    [...first.generations, ...row.generations].every((generation) => generation === first.generations[0]);
  const seqs = [...group, row].flatMap((stretch) => stretch.seqs);
  return follows && row.last - first.first < MOST_POSITIONS && Math.max(...seqs) - Math.min(...seqs) < MOST_ROWS;
}
