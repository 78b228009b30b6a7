/** Completions of which a line of the ledger is new, in the order in which they were marked. */
export interface Mark {
  readonly mark: string;
  readonly completionIds: readonly string[];
}

/** What a turn takes: marks that it settles, and the one of which some is left for the next turn. */
export interface Taken {
  readonly completionIds: readonly string[];
  readonly settled: readonly string[];
  readonly begun?: Mark;
}

/** Takes so many completions of the oldest marks at most; a mark can hold those of a whole import. Pure. */
export function takeMarks(marks: readonly Mark[], most: number): Taken {
  const completionIds: string[] = [];
  const settled: string[] = [];
  for (const { mark, completionIds: marked } of marks) {
    const room = most - completionIds.length;
    completionIds.push(...marked.slice(0, room));
    if (marked.length > room) return { completionIds, settled, begun: { mark, completionIds: marked.slice(room) } };
    settled.push(mark);
  }
  return { completionIds, settled };
}
