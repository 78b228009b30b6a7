import { AppError, NODE_FLAGS, type ServiceName } from '@betang/platform';
import { getRepositoryRoot, startGuarded, waitUntil, type GuardedProcess } from '@betang/testing';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { LocalRegion } from '../settings/regions.js';

export interface ServiceProcessInput {
  readonly region: LocalRegion;
  /** A service in mode `split`, or `all`. */
  readonly program: ServiceName | 'all';
  /** Folder of its log and its settings file. */
  readonly dir: string;
  readonly environment: Readonly<Record<string, string>>;
}

const READY_SECONDS = 60;
/** A little longer than the process's own deadline. */
const STOP_MS = 25_000;

/** One process of a region's services. It cannot outlive this process. */
export class ServiceProcess {
  private process: GuardedProcess | undefined;

  constructor(private readonly input: ServiceProcessInput) {}

  get name(): string {
    return `${this.input.region.name}: ${this.input.program}`;
  }

  get pid(): number | undefined {
    return this.process?.pid;
  }

  get address(): string {
    return `http://127.0.0.1:${this.input.environment['BETANG_HTTP_PORT']}`;
  }

  get logFile(): string {
    return join(this.input.dir, `${this.input.program}.log`);
  }

  isRunning(): boolean {
    return this.process?.isRunning() === true;
  }

  /** Starts it without waiting until it is ready. */
  async start(): Promise<void> {
    const settingsFile = join(this.input.dir, `${this.input.program}.settings.json`);
    await writeFile(settingsFile, `${JSON.stringify(this.input.environment, null, 2)}\n`, { mode: 0o600 });
    this.process = await startGuarded({
      command: process.execPath,
      args: [...NODE_FLAGS, runner(), settingsFile, programFile(this.input.program)],
      logFile: this.logFile,
      endSignal: 'SIGTERM',
    });
  }

  /** @throws AppError `local.service-not-started` when it gives up, `local.service-not-ready` after a minute */
  async ready(): Promise<void> {
    const params = { service: this.input.program, region: this.input.region.name, log: this.logFile };
    let reason = 'no answer';
    const probe = async () => {
      if (!this.isRunning()) return 'ended';
      const problem = await readinessProblem(this.address);
      reason = problem ?? reason;
      return problem === undefined && 'ready';
    };
    const waited = { timeoutMs: READY_SECONDS * 1_000, intervalMs: 50 };
    const state = await waitUntil(`${this.name} is ready`, probe, waited).catch((cause: unknown) => {
      throw new AppError('local.service-not-ready', { params: { ...params, seconds: READY_SECONDS, reason }, cause });
    });
    if (state === 'ended') throw new AppError('local.service-not-started', { params });
  }

  /** Lets it finish its work; ends it at once when it does not. */
  async stop(): Promise<void> {
    this.process?.signal('SIGTERM');
    const late = new AbortController();
    const deadline = pause(STOP_MS, 'late', { signal: late.signal }).catch(() => 'ended');
    if ((await Promise.race([this.process?.exited, deadline])) === 'late') this.kill();
    late.abort();
    await this.process?.exited;
  }

  kill(): void {
    this.process?.signal('SIGKILL');
  }
}

function runner(): string {
  return join(getRepositoryRoot(), 'deploy', 'local', 'dist', 'supervision', 'run-with-settings.js');
}

function programFile(program: ServiceName | 'all'): string {
  return join(getRepositoryRoot(), 'services', program === 'all' ? 'all-in-one' : program, 'dist', 'main.js');
}

/** Undefined when it may be sent requests. */
async function readinessProblem(address: string): Promise<string | undefined> {
  const answer = await fetch(`${address}/ready`);
  const { state, checks = [] } = (await answer.json()) as {
    state?: string;
    checks?: { name: string; ok: boolean; effect: string; code?: string }[];
  };
  if (answer.ok) return undefined;
  const failed = checks.find(({ ok, effect }) => !ok && effect === 'essential');
  return failed ? `${failed.name} ${failed.code ?? ''}`.trim() : (state ?? `status ${answer.status}`);
}
