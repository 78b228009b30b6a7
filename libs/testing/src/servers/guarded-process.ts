import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { ServerLaunchError } from './server-launch.error.js';

/** What to run and how to end it when the process that asked for it is gone. */
export interface GuardedCommand {
  readonly command: string;
  readonly args: readonly string[];
  /** Receives the program's stdout and stderr, appended. */
  readonly logFile: string;
  /** Signal of an orderly end, sent when the asking process dies; SIGKILL follows after ten seconds. */
  readonly endSignal: NodeJS.Signals;
  /** Folder removed once the program was ended because its asker died. */
  readonly removeWhenOrphaned?: string;
}

/** A running program that cannot outlive the process that started it, even one killed with `kill -9`. */
export interface GuardedProcess {
  readonly pid: number;
  /** Resolves with the exit code (128 + signal number when a signal ended it). */
  readonly exited: Promise<number>;
  isRunning(): boolean;
  signal(signal: NodeJS.Signals): void;
}

/**
 * The guard: starts the program, tells its pid, and waits. Its stdin is a pipe that only the asking process holds, so end of
 * file means that this process is gone. Plain POSIX sh: works as root and as a normal user, on Linux and macOS.
 */
const GUARD = `
signal=$1 remove=$2; shift 2
exec 4<&0
"$@" </dev/null >&3 2>&1 3>&- 4<&- &
program=$!
echo "$program"
exec >/dev/null 2>&1 3>&-
(
  while read -r _; do :; done
  trap '' TERM
  kill -"$signal" "$program"
  tries=0
  while kill -0 "$program" && [ "$tries" -lt 100 ]; do sleep 0.1; tries=$((tries + 1)); done
  kill -KILL "$program"
  if [ -n "$remove" ]; then rm -rf "$remove" || { sleep 1; rm -rf "$remove"; }; fi
) <&4 &
watcher=$!
exec 4<&- </dev/null
wait "$program"
code=$?
kill -TERM "$watcher"
exit "$code"
`;

/**
 * Starts a program under the guard. Neither it nor its guard keeps the asking process alive.
 * @throws ServerLaunchError `testing.program-not-started` when it cannot be started at all.
 */
export async function startGuarded(command: GuardedCommand): Promise<GuardedProcess> {
  const log = openSync(command.logFile, 'a', 0o600);
  try {
    // No POSIX shell on Windows: the program is then ended by an orderly stop only.
    return process.platform === 'win32' ? await startBare(command, log) : await startUnderGuard(command, log);
  } finally {
    closeSync(log);
  }
}

async function startUnderGuard(command: GuardedCommand, log: number): Promise<GuardedProcess> {
  const guardArgs = [command.endSignal.replace('SIG', ''), command.removeWhenOrphaned ?? ''];
  const guard = spawn('/bin/sh', ['-c', GUARD, 'guard', ...guardArgs, command.command, ...command.args], {
    stdio: ['pipe', 'pipe', 'ignore', log],
    // Its own session: Ctrl-C in a terminal reaches the asking process alone, which then stops things in order.
    detached: true,
  });
  const exited = exitOf(guard);
  guard.stdin?.on('error', () => undefined);
  const pid = await firstNumber(guard, exited);
  guard.unref();
  unrefStream(guard.stdin);
  guard.stdout?.destroy();
  return handle(pid, exited);
}

async function startBare(command: GuardedCommand, log: number): Promise<GuardedProcess> {
  const child = spawn(command.command, command.args, { stdio: ['ignore', log, log], windowsHide: true });
  const exited = exitOf(child);
  if (child.pid === undefined) throw notStarted(await exited.catch((cause: unknown) => cause));
  child.unref();
  return handle(child.pid, exited);
}

function exitOf(child: ChildProcess): Promise<number> {
  const exited = new Promise<number>((resolve, reject) => {
    child.once('error', (cause) => reject(notStarted(cause)));
    child.once('exit', (code) => resolve(code ?? 128));
  });
  exited.catch(() => undefined);
  return exited;
}

async function firstNumber(guard: ChildProcess, exited: Promise<number>): Promise<number> {
  const { stdout } = guard;
  if (!stdout) throw notStarted(await exited);
  const lines = createInterface({ input: stdout });
  const line = new Promise<string>((resolve) => lines.once('line', resolve));
  const first = await Promise.race([line, exited]);
  lines.close();
  if (typeof first === 'number') throw notStarted(`guard exited with ${first}`);
  return Number(first);
}

function handle(pid: number, exited: Promise<number>): GuardedProcess {
  let running = true;
  const ended = () => (running = false);
  exited.then(ended, ended);
  return {
    pid,
    exited,
    isRunning: () => running,
    signal: (signal) => {
      if (running) process.kill(pid, signal);
    },
  };
}

function unrefStream(stream: unknown): void {
  (stream as { unref?: () => void } | null)?.unref?.();
}

function notStarted(cause: unknown): ServerLaunchError {
  return new ServerLaunchError('testing.program-not-started', 'The program could not be started', cause);
}
