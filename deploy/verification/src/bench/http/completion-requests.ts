import { randomUUID } from 'node:crypto';
import autocannon from 'autocannon';
import { inventCompletion } from '../load/completions.js';

export interface HttpLoad {
  readonly address: string;
  readonly token: string;
  readonly employeeIds: readonly string[];
  readonly connections: number;
  /** How long, or how many requests. */
  readonly seconds?: number;
  readonly amount?: number;
}

export const PATH = '/api/training-catalog/v1/completions';

/** Posts completions as fast as they are answered, each with a key of its own, as clients do. Throws when one of them is not answered with 201. */
export async function postCompletions(load: HttpLoad): Promise<autocannon.Result> {
  let index = 0;
  const result = await autocannon({
    url: load.address,
    connections: load.connections,
    ...(load.seconds === undefined ? {} : { duration: load.seconds }),
    ...(load.amount === undefined ? {} : { amount: load.amount }),
    requests: [
      {
        method: 'POST',
        path: PATH,
        setupRequest: (request) => ({ ...request, ...requestOf(index++, load) }),
      },
    ],
  });
  const refused = result.non2xx + result.errors + result.timeouts;
  if (refused > 0) throw new Error(`${refused} of ${result.requests.total} requests were not answered with 201`);
  return result;
}

/** Headers and body of the n-th request. */
export function requestOf(index: number, { token, employeeIds }: Pick<HttpLoad, 'token' | 'employeeIds'>) {
  const { employeeId, details } = inventCompletion(index, employeeIds);
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
