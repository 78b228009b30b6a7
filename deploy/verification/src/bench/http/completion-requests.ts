import { randomUUID } from 'node:crypto';
import autocannon from 'autocannon';
import { inventCompletion } from '../load/completions.js';

export interface HttpLoad {
  readonly address: string;
  readonly token: string;
  readonly employeeIds: readonly string[];
  /** The number of the next completion, over all stretches of a run: no two are alike. */
  readonly nextIndex: () => number;
  readonly connections: number;
  /** How long, or how many requests. */
  readonly seconds?: number;
  readonly amount?: number;
}

export const PATH = '/api/training-catalog/v1/completions';

/** Posts completions as fast as they are answered, each with a key of its own, as clients do. Throws when one of them is not answered with 201. */
export async function postCompletions(load: HttpLoad): Promise<autocannon.Result> {
  const result = await autocannon({
    url: load.address,
    connections: load.connections,
    ...(load.seconds === undefined ? {} : { duration: load.seconds }),
    ...(load.amount === undefined ? {} : { amount: load.amount }),
    requests: [
      {
        method: 'POST',
        path: PATH,
        setupRequest: (request) => ({ ...request, ...requestOf(load) }),
      },
    ],
  });
  const refused = result.non2xx + result.errors + result.timeouts;
  if (refused > 0) throw new Error(`${refused} of ${result.requests.total} requests were not answered with 201`);
  return result;
}

/** Headers and body of the next request. */
export function requestOf({ token, employeeIds, nextIndex }: Pick<HttpLoad, 'token' | 'employeeIds' | 'nextIndex'>) {
  const { employeeId, details } = inventCompletion(nextIndex(), employeeIds);
  const { programmeId: _programme, sessionId: _session, ...rest } = details;
  return {
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
    },
    body: JSON.stringify({ employeeId, ...rest }),
  };
}
