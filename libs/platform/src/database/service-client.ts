import pg from 'pg';

type Answered = (error: Error | null, result: pg.QueryResult) => void;

/**
 * The driver's client, asked by callbacks. Its own promises hang a function literal on each query; V8 takes a literal that is assigned to a property
 * for a method and makes it old at birth, so that the query with its parameters and rows stays in memory until the whole heap is collected.
 */
export class ServiceClient extends pg.Client {
  override query = ask as pg.Client['query'];
}

function ask(this: pg.Client, query: unknown, values?: unknown, answered?: unknown): unknown {
  const send = pg.Client.prototype.query as (...query: unknown[]) => unknown;
  if (typeof values === 'function' || typeof answered === 'function' || isSubmittable(query))
    return send.call(this, query, values, answered);
  return asked((answer) => send.call(this, query, values, answer));
}

async function asked(send: (answer: Answered) => void): Promise<pg.QueryResult> {
  try {
    return await new Promise((resolve, reject) => {
      const answer: Answered = (error, result) => (error ? reject(error) : resolve(result));
      send(answer);
    });
  } catch (error) {
    // The driver's stack ends at the socket; this one leads to who asked.
    if (error instanceof Error) Error.captureStackTrace(error);
    throw error;
  }
}

/** A query that is its own driver, such as a cursor: it answers by itself. */
function isSubmittable(query: unknown): boolean {
  return typeof (query as { submit?: unknown } | null)?.submit === 'function';
}
