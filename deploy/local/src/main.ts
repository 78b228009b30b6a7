import { getRepositoryRoot } from '@betang/testing';
import { exitCodeOf, runLocal } from './federation/run-local.js';
import type { LocalFederation } from './federation/local-federation.js';
import { errorText } from './messages/local-messages.js';
import { USAGE } from '../usage.mjs';
import { showFederation } from './proof/show-federation.js';
import { Progress } from './progress/progress.js';
import { readSettings, type LocalSettings } from './settings/local-settings.js';
import { listenForInterrupts } from './supervision/interrupts.js';

// A closed terminal ends the run by its own signal; writing to it must not.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

// Three nats-servers share one small machine: above this much each gives memory back sooner.
process.env['GOMEMLIMIT'] ??= '48MiB';

process.exitCode = await main();

async function main(): Promise<number> {
  const settings = settingsOrUsage();
  if (settings === undefined) return 2;
  if (settings.help) {
    console.log(USAGE);
    return 0;
  }
  return run(settings);
}

async function run(settings: LocalSettings): Promise<number> {
  const progress = new Progress(process.stdout);
  let federation: LocalFederation | undefined;
  const interrupts = listenForInterrupts(() => {
    void (federation?.kill() ?? Promise.resolve()).finally(() => process.exit(1));
  });
  const running = runLocal({
    settings,
    progress,
    signal: interrupts.signal,
    onStarted: (started) => (federation = started),
    work: (started, signal) => showFederation({ federation: started, progress, signal, ...settings }),
  });
  // Neither the servers nor their guards keep this process alive.
  const alive = setInterval(() => undefined, 2 ** 30);
  const code = await exitCodeOf(running, progress);
  clearInterval(alive);
  interrupts.close();
  return code;
}

function settingsOrUsage(): LocalSettings | undefined {
  try {
    return readSettings(process.argv.slice(2), process.env, getRepositoryRoot());
  } catch (error) {
    console.error(`${errorText(error)}\n\n${USAGE}`);
    return undefined;
  }
}
