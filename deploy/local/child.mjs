// Node built-ins only: used before any package is installed.
import { spawn } from 'node:child_process';
import { join } from 'node:path';

/**
 * Runs the program in a process group of its own and ends the whole group when the pipe on stdin closes, that is when the
 * process that asked for it is gone, however it ended.
 */
const GROUP = `
exec 4<&0
"$@" </dev/null 4<&- &
program=$!
( while read -r _; do :; done; kill -KILL -$$ ) <&4 >/dev/null 2>&1 &
watcher=$!
exec 4<&-
wait "$program"
code=$?
kill -KILL "$watcher" 2>/dev/null
exit "$code"
`;

const ROOT = join(import.meta.dirname, '..', '..');

/** Keeps what nx and swc remember inside the repository: by default it goes to the home and the temporary folder. */
const INSIDE = {
  NX_DAEMON: 'false',
  NX_TUI: 'false',
  NX_ISOLATE_PLUGINS: 'false',
  NX_CACHE_DIRECTORY: join(ROOT, '.nx', 'cache'),
  NX_WORKSPACE_DATA_DIRECTORY: join(ROOT, '.nx', 'workspace-data'),
  NX_NATIVE_FILE_CACHE_DIRECTORY: join(ROOT, '.nx', 'native'),
  SWC_NATIVE_BINDING_CACHE: join(ROOT, '.betang', 'cache', 'swc'),
  // It would refuse a folder below one that others may write to; node_modules lies in the same place.
  SWC_NATIVE_BINDING_CACHE_SKIP_SECURITY_CHECK: '1',
};

/**
 * Runs a program to its end with no stdin and nothing left behind.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd: string, env?: Record<string, string>, output?: 'inherit' | 'stderr' | 'capture' }} options
 * @returns {Promise<{ code: number, output: string }>} exit code, and what was captured of stdout and stderr
 */
export function runChild(command, args, { cwd, env = {}, output = 'inherit' }) {
  const windows = process.platform === 'win32';
  const line = windows ? [command, ...args] : ['/bin/sh', '-c', GROUP, 'group', command, ...args];
  const streams = { inherit: ['inherit', 'inherit'], stderr: [2, 2], capture: ['pipe', 'pipe'] }[output];
  const child = spawn(line[0], line.slice(1), {
    cwd,
    env: { ...process.env, ...INSIDE, ...env },
    stdio: [windows ? 'ignore' : 'pipe', ...streams],
    detached: !windows,
    windowsHide: true,
  });
  return ended(child);
}

function ended(child) {
  const captured = [];
  child.stdin?.on('error', () => undefined);
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (bytes) => captured.push(bytes));
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ code: 127, output: String(error) }));
    child.once('close', (code) => resolve({ code: code ?? 128, output: Buffer.concat(captured).toString() }));
  });
}
