/** A move (mutasi) of a person as the region knows it that released or received the person. */
export interface PersonMove {
  readonly transferId: string;
  /** The person, as this region names it. */
  readonly employeeId: string;
  readonly kind: 'OUT' | 'IN';
  /** The other region: where the person went, or came from. */
  readonly region: string;
  /** First day in the new region, `YYYY-MM-DD`. */
  readonly day: string;
  /** Tells two moves of one day apart: the later one has the higher number. */
  readonly order: number;
}

/** Something of a person's record, and whether it stands at the moment or was taken back. */
export interface RecordPiece {
  readonly pieceId: string;
  readonly stands: boolean;
}

/**
 * Where what a region still learns of people has to follow, by person: the last move decides. Who came back, or never went, is not in the answer;
 * neither is whose transfer was refused, for that is no move.
 */
export function awayUnder(moves: readonly PersonMove[]): Map<string, PersonMove> {
  const last = new Map<string, PersonMove>();
  for (const move of moves) {
    const known = last.get(move.employeeId);
    if (!known || isLater(move, known)) last.set(move.employeeId, move);
  }
  return new Map([...last].filter(([, { kind }]) => kind === 'OUT'));
}

/**
 * What the new region has yet to be told: what stands and was never told, or was told as taken back; and what was told to stand and no longer does. What
 * came and went without being told is nobody's news.
 */
export function untold<P extends RecordPiece>(pieces: readonly P[], told: ReadonlyMap<string, boolean>): P[] {
  return pieces.filter(({ pieceId, stands }) => (told.get(pieceId) ?? false) !== stands);
}

function isLater(move: PersonMove, other: PersonMove): boolean {
  return move.day === other.day ? move.order > other.order : move.day > other.day;
}
