/** Somebody who may have a seat: all approvals are given. */
export interface SeatCandidate {
  readonly enrolmentId: string;
  readonly queueNumber: number;
  /** Home of a guest; null or missing for people of the region itself. */
  readonly homeRegion?: string | null;
}

const NOTHING_HELD: ReadonlyMap<string, number> = new Map();

/**
 * Who gets the free seats: in the order of asking, whoever asked and whenever it was approved, so that neither rank nor a slow approval
 * counts. Seats that are held for a region go to its people alone; who is passed over keeps the place. Where more is held than is free, whoever
 * of those regions asked first sits. Capacity that shrank below the seats taken takes no seat back.
 */
export function fillSeats(
  capacity: number,
  taken: number,
  waiting: readonly SeatCandidate[],
  held: ReadonlyMap<string, number> = NOTHING_HELD,
): { readonly seated: readonly string[]; readonly waiting: readonly string[] } {
  const left = new Map(held);
  let free = Math.max(0, capacity - taken);
  let promised = [...left.values()].reduce((sum, seats) => sum + seats, 0);
  const seated: string[] = [];
  const passed: string[] = [];
  for (const { enrolmentId, homeRegion } of [...waiting].sort((a, b) => a.queueNumber - b.queueNumber)) {
    const own = homeRegion == null ? 0 : (left.get(homeRegion) ?? 0);
    if (free === 0 || (own === 0 && free <= promised)) {
      passed.push(enrolmentId);
      continue;
    }
    if (homeRegion != null && own > 0) {
      left.set(homeRegion, own - 1);
      promised -= 1;
    }
    free -= 1;
    seated.push(enrolmentId);
  }
  return { seated, waiting: passed };
}
