import { environmentOf } from '@betang/cli';
import { NODE_FLAGS, type ServiceName } from '@betang/platform';
import { getRepositoryRoot, lastLines, startGuarded, waitUntil, type GuardedProcess } from '@betang/testing';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ChaosError } from './chaos-error.js';

const READY_MS = 90_000;
/** Connections of a service's pool: three regions share one small machine. */
export const POOL_SIZE = 6;
/** Short intervals, so that a run measures what happens and not how long it was waited for. */
const SETTINGS = {
  BETANG_HTTP_REQUESTS_PER_MINUTE: '0',
  BETANG_STATEMENT_SECONDS: '1',
  BETANG_HEADS_SECONDS: '1',
  BETANG_DATABASE_POOL_SIZE: String(POOL_SIZE),
};

/** `all`, or one service in mode `split`, and where it answers. */
export interface Program {
  readonly program: ServiceName | 'all';
  readonly port: number;
}

/** The services of a region as they are deployed, in one process or in one each, to be killed and started again at will. */
export class RegionProcess {
  private readonly running = new Map<Program['program'], GuardedProcess>();
  /** What its operator set beyond the usual; from the next start on. */
  settings: Readonly<Record<string, string>> = {};

  constructor(
    private readonly dir: string,
    readonly programs: readonly Program[],
  ) {}

  logFile(program: Program['program']): string {
    return join(this.dir, 'logs', `${program}.log`);
  }

  /** Starts whatever does not run. */
  async start(): Promise<void> {
    await mkdir(join(this.dir, 'logs'), { recursive: true });
    for (const { program } of this.programs) if (!this.isRunning(program)) await this.startOne(program);
  }

  /** @throws ChaosError `service-not-ready` */
  async ready(): Promise<void> {
    for (const one of this.programs) await this.readyOne(one);
  }

  /** Waits until readiness of any of them names this code, such as a doubt about the epoch. */
  async unready(code: string): Promise<void> {
    const probe = async () => {
      for (const { port } of this.programs) {
        const answer = await fetch(readyAt(port), { signal: AbortSignal.timeout(5_000) });
        if (!answer.ok && (await answer.text()).includes(code)) return true;
      }
      return false;
    };
    await waitUntil(`readiness names ${code}`, probe, { timeoutMs: READY_MS, intervalMs: 50 });
  }

  /** One program, or all of them. */
  async kill(program?: Program['program']): Promise<void> {
    await this.end('SIGKILL', program);
  }

  async stop(): Promise<void> {
    await this.end('SIGTERM');
  }

  private isRunning(program: Program['program']): boolean {
    return this.running.get(program)?.isRunning() === true;
  }

  private async startOne(program: Program['program']): Promise<void> {
    const folder = program === 'all' ? 'all-in-one' : program;
    const settings = { ...(await environmentOf(this.dir, program)), ...SETTINGS, ...this.settings };
    const assignments = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
    const main = join(getRepositoryRoot(), 'services', folder, 'dist', 'main.js');
    const started = await startGuarded({
      command: 'env',
      args: [...assignments, process.execPath, ...NODE_FLAGS, main],
      logFile: this.logFile(program),
      endSignal: 'SIGTERM',
    });
    this.running.set(program, started);
  }

  private async readyOne({ program, port }: Program): Promise<void> {
    let reason = 'no answer';
    const probe = async () => {
      if (!this.isRunning(program)) return 'ended';
      const answer = await fetch(readyAt(port), { signal: AbortSignal.timeout(5_000) });
      reason = await answer.text();
      return answer.ok && 'ready';
    };
    const state = await waitUntil(`${program} is ready`, probe, { timeoutMs: READY_MS, intervalMs: 50 }).catch(
      (cause: unknown) => {
        throw new ChaosError('service-not-ready', `${program} of ${this.dir} is not ready: ${reason}`, { cause });
      },
    );
    if (state === 'ended')
      throw new ChaosError(
        'service-not-ready',
        `${program} of ${this.dir} ended:\n${lastLines(this.logFile(program))}`,
      );
  }

  private async end(signal: 'SIGKILL' | 'SIGTERM', program?: Program['program']): Promise<void> {
    const wanted = [...this.running].filter(([name]) => program === undefined || name === program);
    for (const [, running] of wanted) running.signal(signal);
    await Promise.all(wanted.map(([, running]) => running.exited));
  }
}

function readyAt(port: number): string {
  return `http://127.0.0.1:${port}/ready`;
}
