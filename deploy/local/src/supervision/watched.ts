import { setTimeout as pause } from 'node:timers/promises';

/** Something that runs and may end by itself. */
export interface Watchable {
  isRunning(): boolean;
}

export interface WatchPorts {
  readonly name: string;
  /** Starts it again; may fail, and is then tried again. */
  readonly restart: () => Promise<void>;
  readonly onRestart: (name: string) => void;
  readonly onProblem: (name: string, error: unknown) => void;
}

const LOOK_MS = 250;
const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 10_000;
/** Whoever ran this long did not fail at its start. */
const SETTLED_MS = 30_000;

/** Starts it again whenever it has ended, each time after a longer wait while it keeps ending soon, until aborted. */
export async function keepRunning(watched: Watchable, ports: WatchPorts, signal: AbortSignal): Promise<void> {
  let wait = FIRST_WAIT_MS;
  let since = performance.now();
  while (await look(signal)) {
    if (watched.isRunning()) continue;
    wait = performance.now() - since > SETTLED_MS ? FIRST_WAIT_MS : Math.min(wait * 2, LONGEST_WAIT_MS);
    if (!(await waited(wait, signal))) return;
    try {
      await ports.restart();
      ports.onRestart(ports.name);
    } catch (error) {
      ports.onProblem(ports.name, error);
    }
    since = performance.now();
  }
}

function look(signal: AbortSignal): Promise<boolean> {
  return waited(LOOK_MS, signal);
}

/** False when aborted before the time was up. */
async function waited(milliseconds: number, signal: AbortSignal): Promise<boolean> {
  try {
    await pause(milliseconds, undefined, { signal });
    return true;
  } catch {
    return false;
  }
}
