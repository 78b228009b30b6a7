import { AppError } from '../errors/app-error.js';
import type { Logger } from '../logging/logger.js';
import { AfterStart } from './after-start.js';

/** Where a process is in its life. It only ever moves to the right. */
export const LIFE_STATES = [
  'starting',
  'running',
  'notReady',
  'stopPulling',
  'draining',
  'closing',
  'stopped',
] as const;
export type LifeState = (typeof LIFE_STATES)[number];

/** What a part of the process does while it stops; each phase of all parts ends before the next begins. */
export interface StopPhases {
  /** Take no new work: stop fetching from the bus, stop claiming jobs. */
  stopPulling?(): void | Promise<void>;
  /** Finish what is in hand. */
  drain?(): void | Promise<void>;
  /** Let go of connections and files. */
  close?(): void | Promise<void>;
}

interface Part {
  readonly name: string;
  readonly phases: StopPhases;
}

type Phase = keyof StopPhases;
const PHASE_OF_STATE = { stopPulling: 'stopPulling', draining: 'drain', closing: 'close' } as const;

/**
 * The life of one process: ordered start steps, then a stop in named states under one deadline. Parts stop in the
 * reverse order of their registration, which is the order of their start.
 */
export class Lifecycle {
  private current: LifeState = 'starting';
  private readonly parts: Part[] = [];
  private readonly afterStart: AfterStart;
  private stopping: Promise<void> | undefined;

  constructor(
    private readonly logger: Logger,
    private readonly stopMs: number,
    private readonly clock: () => number = () => performance.now(),
  ) {
    this.afterStart = new AfterStart(logger);
    this.onStop('work after the start', { stopPulling: () => this.afterStart.stop() });
  }

  get state(): LifeState {
    return this.current;
  }

  /** Runs one named step of the start; its error names the step (`start-failed`). */
  async step<T>(name: string, work: () => T | Promise<T>): Promise<T> {
    const began = this.clock();
    try {
      const result = await work();
      this.logger.info('start step done', { step: name, ms: Math.round(this.clock() - began) });
      return result;
    } catch (cause) {
      throw new AppError('start-failed', { params: { step: name }, cause });
    }
  }

  /** Registers what has just been started, to be stopped with the process. */
  onStop(name: string, phases: StopPhases): void {
    this.parts.push({ name, phases });
  }

  /** Does something once the process runs, beside its work, until it succeeds. */
  onceRunning(name: string, work: () => Promise<unknown>): void {
    this.afterStart.add(name, work);
  }

  /** All steps are done: the process may be sent work. */
  running(): void {
    this.enter('running');
    if (this.current === 'running') this.afterStart.begin();
  }

  /** Stops everything, once. Rejects with `stop-deadline-passed`, naming what did not end, or `stop-failed`. */
  stop(): Promise<void> {
    this.stopping ??= this.stopInOrder();
    return this.stopping;
  }

  private async stopInOrder(): Promise<void> {
    const deadline = deadlineAfter(this.stopMs);
    const failures: string[] = [];
    try {
      this.enter('notReady');
      for (const [state, phase] of Object.entries(PHASE_OF_STATE) as [keyof typeof PHASE_OF_STATE, Phase][]) {
        this.enter(state);
        for (const part of [...this.parts].reverse()) await this.runPhase(part, phase, deadline.passed, failures);
      }
    } finally {
      deadline.cancel();
    }
    this.enter('stopped');
    if (failures.length > 0) throw new AppError('stop-failed', { params: { parts: failures.join(', ') } });
  }

  /** A part that fails to stop must not keep the others from stopping; a deadline that passed ends it all. */
  private async runPhase(part: Part, phase: Phase, passed: Promise<'passed'>, failures: string[]): Promise<void> {
    const work = part.phases[phase]?.bind(part.phases);
    if (work === undefined) return;
    const outcome = await Promise.race([attempt(work), passed]);
    if (outcome === 'passed')
      throw new AppError('stop-deadline-passed', { params: { part: part.name, phase, ms: this.stopMs } });
    if (outcome === undefined) return;
    failures.push(`${part.name} (${phase})`);
    this.logger.error('stop failed', { part: part.name, phase, error: outcome.error });
  }

  private enter(state: LifeState): void {
    if (LIFE_STATES.indexOf(state) <= LIFE_STATES.indexOf(this.current)) return;
    this.current = state;
    this.logger.info('process state', { state });
  }
}

async function attempt(work: () => void | Promise<void>): Promise<{ error: unknown } | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    return { error };
  }
}

function deadlineAfter(ms: number): { passed: Promise<'passed'>; cancel: () => void } {
  let timer: NodeJS.Timeout | undefined;
  const passed = new Promise<'passed'>((resolve) => {
    timer = setTimeout(() => resolve('passed'), ms);
  });
  return { passed, cancel: () => clearTimeout(timer) };
}
