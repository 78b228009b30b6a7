import { environmentOf } from '@betang/cli';
import { getRepositoryRoot, startGuarded, waitUntil, type GuardedProcess } from '@betang/testing';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ChaosError } from './chaos-error.js';

const READY_MS = 90_000;
/** Short intervals, so that a run measures what happens and not how long it was waited for. */
const SETTINGS = {
  BETANG_HTTP_REQUESTS_PER_MINUTE: '0',
  BETANG_STATEMENT_SECONDS: '1',
  BETANG_HEADS_SECONDS: '1',
  BETANG_DATABASE_POOL_SIZE: '6',
};

/** All services of a region in one process, as it is deployed, to be killed and started again at will. */
export class RegionProcess {
  private process: GuardedProcess | undefined;

  constructor(
    private readonly dir: string,
    readonly address: string,
  ) {}

  get logFile(): string {
    return join(this.dir, 'logs', 'all.log');
  }

  isRunning(): boolean {
    return this.process?.isRunning() === true;
  }

  async start(): Promise<void> {
    await mkdir(join(this.dir, 'logs'), { recursive: true });
    const program = join(getRepositoryRoot(), 'services', 'all-in-one', 'dist', 'main.js');
    const settings = { ...(await environmentOf(this.dir)), ...SETTINGS };
    const assignments = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
    this.process = await startGuarded({
      command: 'env',
      args: [...assignments, process.execPath, '--max-semi-space-size=8', program],
      logFile: this.logFile,
      endSignal: 'SIGTERM',
    });
  }

  /** @throws ChaosError `service-not-ready` */
  async ready(): Promise<void> {
    let reason = 'no answer';
    const probe = async () => {
      if (!this.isRunning()) return 'ended';
      const answer = await fetch(`${this.address}/ready`, { signal: AbortSignal.timeout(5_000) });
      reason = await answer.text();
      return answer.ok && 'ready';
    };
    const state = await waitUntil('the region is ready', probe, { timeoutMs: READY_MS, intervalMs: 50 }).catch(
      (cause: unknown) => {
        throw new ChaosError('service-not-ready', `${this.address} is not ready: ${reason}`, { cause });
      },
    );
    if (state === 'ended') throw new ChaosError('service-not-ready', `the process ended, see ${this.logFile}`);
  }

  /** Waits until readiness names this code, such as a doubt about the epoch. */
  async unready(code: string): Promise<void> {
    const probe = async () => {
      const answer = await fetch(`${this.address}/ready`, { signal: AbortSignal.timeout(5_000) });
      return !answer.ok && (await answer.text()).includes(code);
    };
    await waitUntil(`readiness names ${code}`, probe, { timeoutMs: READY_MS, intervalMs: 50 });
  }

  async kill(): Promise<void> {
    this.process?.signal('SIGKILL');
    await this.process?.exited;
  }

  async stop(): Promise<void> {
    this.process?.signal('SIGTERM');
    await this.process?.exited;
  }
}
