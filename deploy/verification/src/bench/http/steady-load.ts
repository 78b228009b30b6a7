import { Agent, request, type RequestOptions } from 'node:http';
import { openLoop } from '../load/open-loop.js';
import { PATH, requestOf, type HttpLoad } from './completion-requests.js';

/**
 * Posts so many completions a second, evenly over time and whatever becomes of those before, and answers how long each took, in milliseconds
 * from when it was due. The load generator for full load cannot do this: it sends all that a rate allows at the beginning of each second.
 * Throws when one of them is not answered with 201.
 */
export async function postSteadily(
  load: Omit<HttpLoad, 'seconds' | 'amount'>,
  seconds: number,
  perSecond: number,
): Promise<number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: load.connections });
  const latencies: number[] = [];
  const began = performance.now();
  await openLoop(seconds, perSecond, async (index) => {
    const due = began + (index * 1_000) / perSecond;
    const { headers, body } = requestOf(load);
    const status = await post(`${load.address}${PATH}`, { method: 'POST', agent, headers }, body);
    if (status !== 201) throw new Error(`a request was answered with ${status}`);
    latencies.push(performance.now() - due);
  });
  agent.destroy();
  return latencies;
}

function post(url: string, options: RequestOptions, body: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request(url, options, (answer) => {
      answer.resume();
      answer.on('end', () => resolve(answer.statusCode));
      answer.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
