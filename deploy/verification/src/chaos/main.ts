import { writeFile } from 'node:fs/promises';
import { CHAOS_USAGE, readChaosSettings, type ChaosSettings } from './chaos-settings.js';
import { figuresOf, verdictText } from './chaos-report.js';
import { isSound } from './quiescence.js';
import { runChaos } from './run-chaos.js';

process.exitCode = await main();

async function main(): Promise<number> {
  const settings = readOrExplain();
  if (!settings) return 2;
  if (settings.help) {
    console.log(CHAOS_USAGE);
    return 0;
  }
  // Neither the servers nor their guards keep this process alive.
  const alive = setInterval(() => undefined, 2 ** 30);
  try {
    const verdict = await runChaos({ ...settings, say: (line) => console.log(`${new Date().toISOString()} ${line}`) });
    if (settings.json)
      await writeFile(settings.json, `${JSON.stringify(figuresOf(verdict, settings.faults), null, 2)}\n`);
    console.log(verdictText(verdict, settings));
    return isSound(verdict) ? 0 : 1;
  } catch (error) {
    console.error(error);
    console.error(
      `Tidak selesai / Not finished. Again with: npm run chaos -- --seed ${settings.seed} --faults ${settings.faults}`,
    );
    return 1;
  } finally {
    clearInterval(alive);
  }
}

function readOrExplain(): ChaosSettings | undefined {
  try {
    return readChaosSettings(process.argv.slice(2));
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${CHAOS_USAGE}`);
    return undefined;
  }
}
