import { afterEach, describe, expect, it } from '@jest/globals';
import { waitUntil } from '@betang/testing';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { findPlace, processesOf, startLocal, waitForNone, type LocalRun } from '../testing/local-run.js';

const PATIENCE = { timeoutMs: 80_000, intervalMs: 50 };
const leftovers: (() => Promise<void>)[] = [];

async function started(people: number): Promise<LocalRun> {
  const place = await findPlace('supervision');
  const run = startLocal(place, '--people', String(people));
  leftovers.push(async () => {
    run.signal('SIGKILL');
    await waitForNone(run);
    place.remove();
  });
  await waitUntil('everything runs', () => run.output().includes('Perangkat daerah'), PATIENCE);
  return run;
}

const isReady = async (run: LocalRun) => (await fetch(`http://127.0.0.1:${run.portBase}/ready`)).ok;
const only = (run: LocalRun, part: string) => {
  const [pid] = processesOf(run, part);
  return pid;
};

/** Kills the process and waits until another one does its work. */
async function killAndWait(run: LocalRun, part: string): Promise<void> {
  const before = only(run, part)!;
  process.kill(before, 'SIGKILL');
  await waitUntil(`${part} runs again`, () => ![undefined, before].includes(only(run, part)), PATIENCE);
  await waitUntil('the province is ready', () => isReady(run), PATIENCE);
}

afterEach(async () => {
  for (const end of leftovers.splice(0)) await end();
});

describe('the local federation', () => {
  it('starts again what crashes, ends in order on Ctrl-C and leaves nothing running', async () => {
    const run = await started(0);
    await killAndWait(run, join('62', 'logs'));
    await killAndWait(run, join('62', 'nats'));
    await killAndWait(run, join('62', 'postgres'));
    expect(run.output().match(/started again/g)).toHaveLength(3);

    run.signal('SIGINT');
    expect(await run.exited).toBe(0);
    expect(run.output()).toContain('Stopped.');
    expect(processesOf(run)).toEqual([]);
    expect(existsSync(join(run.dir, 'running.json'))).toBe(false);
  }, 120_000);

  it('leaves nothing running after kill -9, refuses a folder in use, and starts again on the same data', async () => {
    const run = await started(50);
    expect(run.output()).toMatch(/62\.03 +62 .*equal/);
    const second = startLocal(run);
    expect(await second.exited).toBe(1);
    expect(second.output()).toContain(run.dir);

    expect(processesOf(run).length).toBeGreaterThanOrEqual(9);
    run.signal('SIGKILL');
    await waitForNone(run);

    const again = startLocal(run, '--once');
    expect(await again.exited).toBe(0);
    expect(again.output()).not.toContain('roster import');
    expect(again.output()).toMatch(/Kabupaten Kapuas +\d\d\*? /);
    expect(processesOf(run)).toEqual([]);
  }, 120_000);
});
