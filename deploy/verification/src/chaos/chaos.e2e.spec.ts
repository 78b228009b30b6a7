import { describe, expect, it } from '@jest/globals';
import { isSound } from './quiescence.js';
import { verdictText } from './chaos-report.js';
import { runChaos } from './run-chaos.js';

/** A run that has a little of everything: processes, disks, events and a region that goes back in time. */
const RUN = {
  seed: 'ci',
  faults: 4,
  people: 25,
  only: ['service-killed', 'hub-disk-lost', 'malformed-and-oversized-events', 'careless-copy-noticed'],
  mode: 'all' as const,
  keep: false,
};

describe('the federation under faults', () => {
  it('loses nothing and doubles nothing of what it accepted over HTTP', async () => {
    const lines: string[] = [];
    const verdict = await runChaos({ ...RUN, say: (line) => lines.push(line) });
    if (!isSound(verdict)) throw new Error([...lines, verdictText(verdict, RUN)].join('\n'));
    expect(verdict).toMatchObject({ lost: [], doubled: [], reports: [], chains: [], held: [], strangers: [] });
    expect(verdict.accepted).toBeGreaterThanOrEqual(100);
    expect(verdict.parked).toBeGreaterThanOrEqual(4);
  }, 240_000);
});
