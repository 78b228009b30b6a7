import { setMaxListeners } from 'node:events';
import { readFileSync } from 'node:fs';

/** A signal that comes right behind the first is the same one: npm passes on what the terminal has sent already. */
const SAME_MS = 500;
const LOOK_MS = 500;

export interface Interrupts {
  /** Aborted when the run shall end. */
  readonly signal: AbortSignal;
  close(): void;
}

/**
 * Listens for what ends a run: Ctrl-C, SIGTERM, a closed terminal, or the end of the npm that asked for it (killed, it tells nobody). A second
 * signal calls `onSecond`.
 */
export function listenForInterrupts(onSecond: () => void): Interrupts {
  const end = new AbortController();
  // Every request and every wait of the run listens to it.
  setMaxListeners(0, end.signal);
  let first = 0;
  const heard = () => {
    const now = performance.now();
    if (!end.signal.aborted) {
      first = now;
      end.abort();
    } else if (now - first > SAME_MS) onSecond();
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, heard);
  const npm = watchNpm(() => end.abort());
  return {
    signal: end.signal,
    close: () => {
      clearInterval(npm);
      for (const signal of signals) process.off(signal, heard);
    },
  };
}

/** Between npm and this process stands a shell, which may outlive it. */
function watchNpm(onGone: () => void): NodeJS.Timeout | undefined {
  if (process.env['npm_lifecycle_event'] === undefined || process.platform !== 'linux') return undefined;
  const [shell, npm] = [process.ppid, parentOf(process.ppid)];
  return setInterval(() => {
    if (process.ppid !== shell || parentOf(shell) !== npm) onGone();
  }, LOOK_MS).unref();
}

function parentOf(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return undefined;
  }
}
