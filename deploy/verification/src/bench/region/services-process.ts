import { NODE_FLAGS } from '@betang/platform';
import { getRepositoryRoot, startGuarded, waitUntil, type GuardedProcess } from '@betang/testing';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { administratorToken } from './administrator-token.js';
import type { BenchRegion } from './bench-region.js';

/** Mode `all` in a process of its own: the very program that an office runs. */
export class ServicesProcess {
  private constructor(
    private readonly process: GuardedProcess,
    readonly region: BenchRegion,
    readonly address: string,
    /** From the start of the process until it says that it is ready. */
    readonly readySeconds: number,
  ) {}

  static async start(region: BenchRegion, settings: Readonly<Record<string, string>> = {}): Promise<ServicesProcess> {
    const environment = { ...(await region.environment()), ...settings };
    const file = join(region.dir, 'bench.settings.json');
    await writeFile(file, JSON.stringify(environment), { mode: 0o600 });
    const began = performance.now();
    const process = await startGuarded({
      command: globalThis.process.execPath,
      args: [...NODE_FLAGS, runner(), file, program()],
      logFile: join(region.dir, 'all.log'),
      endSignal: 'SIGTERM',
    });
    const address = `http://127.0.0.1:${environment['BETANG_HTTP_PORT']}`;
    const isReady = async () => !process.isRunning() || (await fetch(`${address}/ready`)).ok;
    await waitUntil('the region is ready', () => isReady().catch(() => false), { timeoutMs: 60_000, intervalMs: 10 });
    if (!process.isRunning()) throw new Error(await readFile(join(region.dir, 'all.log'), 'utf8'));
    return new ServicesProcess(process, region, address, (performance.now() - began) / 1_000);
  }

  get pid(): number {
    return this.process.pid;
  }

  token(): Promise<string> {
    return administratorToken(this.region);
  }

  async stop(): Promise<void> {
    this.process.signal('SIGTERM');
    await this.process.exited;
  }
}

function runner(): string {
  return join(getRepositoryRoot(), 'deploy', 'local', 'dist', 'supervision', 'run-with-settings.js');
}

function program(): string {
  return join(getRepositoryRoot(), 'services', 'all-in-one', 'dist', 'main.js');
}
