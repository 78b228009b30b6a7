const COUNTS_AN_EPOCH = 1_000_000_000_000;

/**
 * One number by which facts of one origin can be told older from newer: the generation of its epoch (`<generation>.<random>`), then what
 * counts up within it, a position or a statement's own number.
 */
export function orderOf(epoch: string, count: number): number {
  return Number.parseInt(epoch, 10) * COUNTS_AN_EPOCH + count;
}

/** The newest of each key, since a statement may touch a row only once. */
export function newestOf<T>(items: readonly T[], key: (item: T) => string, order: (item: T) => number): T[] {
  const newest = new Map<string, T>();
  for (const item of items) {
    const known = newest.get(key(item));
    if (known === undefined || order(item) > order(known)) newest.set(key(item), item);
  }
  return [...newest.values()];
}

/** The order of an event among those of its region, service and audience. */
export function positionOf({ epoch, position }: { readonly epoch: string; readonly position: number }): number {
  return orderOf(epoch, position);
}
