// `npm run betang -- <command>`: the operator's command, built first where it is not. Says what it does on stderr: stdout is the command's.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { build, checkNode, handOver, installPackages, PreparationError, ROOT } from './prepare.mjs';

const PROGRAM = join(ROOT, 'deploy', 'cli', 'dist', 'main.js');
const progress = { report: (line) => console.error(line), output: 'capture' };

try {
  checkNode();
  await installPackages(progress);
  if (!existsSync(PROGRAM)) await build(progress);
  await handOver(PROGRAM);
} catch (error) {
  if (!(error instanceof PreparationError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
