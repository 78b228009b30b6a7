import { describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { waitUntil } from '../probes/wait-until.js';
import { childrenOf, isAlive } from './process-table.js';
import { createWorkFolder, getRepositoryRoot, removeWorkFolder } from './work-folder.js';

interface Started {
  readonly pids: number[];
  readonly temporary: string[];
}

/** A process that starts a Postgres and a NATS in work folders and a Postgres in a folder that is kept, and then just stays. */
const PARENT = `
  import { startNats, startPostgres } from '@betang/testing';
  const servers = await Promise.all([startPostgres(), startNats(), startPostgres({ dir: process.argv[1] })]);
  const [postgres, nats] = servers;
  console.log(JSON.stringify({ pids: servers.map(({ pid }) => pid), temporary: [postgres.dir, nats.dir] }));
  process.stdin.resume();
`;

async function startParent(keptDir: string) {
  const parent = spawn(process.execPath, ['--input-type=module', '-e', PARENT, keptDir], {
    cwd: getRepositoryRoot(),
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: parent.stdout });
  // A parent that fails ends its lines: the parse fails at once, and its error stands on stderr.
  const [line = 'the parent gave no line'] = (await Promise.race([once(lines, 'line'), once(lines, 'close')])) as [
    string?,
  ];
  const started = JSON.parse(line) as Started;
  const guards = childrenOf(parent.pid ?? 0);
  return { parent, started, processes: [...started.pids, ...guards, ...started.pids.flatMap(childrenOf)] };
}

describe('servers of a process that has died', () => {
  const kept = createWorkFolder('orphans');

  it.each(['SIGKILL', 'SIGTERM'] as const)('end after its %s, with their work folders', async (signal) => {
    const { parent, started, processes } = await startParent(kept);
    try {
      // Two Postgres with their workers, a nats-server, three guards.
      expect(processes.filter(isAlive).length).toBeGreaterThan(10);
      parent.kill(signal);
      await once(parent, 'exit');
      await waitUntil('every process is gone', () => !processes.some(isAlive));
      await waitUntil('the work folders are gone', () => !started.temporary.some((dir) => existsSync(dir)));
      expect(existsSync(kept)).toBe(true);
    } finally {
      parent.kill('SIGKILL');
      removeWorkFolder(kept);
    }
  });
});
