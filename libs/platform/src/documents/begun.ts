type Rows<T> = Iterable<T> | AsyncIterable<T>;

/**
 * The same rows, the first of them fetched: what cannot be read at all (a filter or an order that is none, a database that is away) is refused before
 * an answer begins, with its own status, and not by an answer that breaks off.
 */
export async function begun<T>(rows: Rows<T>): Promise<AsyncIterable<T>> {
  const iterator = Symbol.asyncIterator in rows ? rows[Symbol.asyncIterator]() : rows[Symbol.iterator]();
  return restOf(iterator, await iterator.next());
}

async function* restOf<T>(iterator: Iterator<T> | AsyncIterator<T>, first: IteratorResult<T>): AsyncGenerator<T> {
  try {
    for (let next = first; next.done !== true; next = await iterator.next()) yield next.value;
  } finally {
    await iterator.return?.();
  }
}
