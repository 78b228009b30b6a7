// `npm run chaos`: prepares what is missing and hands over to the chaos run. Node built-ins only.
import { join } from 'node:path';
import { build, checkNode, handOver, installPackages, prepareNats, PreparationError, ROOT } from './prepare.mjs';

const PROGRAM = join(ROOT, 'deploy', 'verification', 'dist', 'chaos', 'main.js');
const progress = { report: (line) => console.log(line), output: 'capture' };

try {
  checkNode();
  await installPackages(progress);
  await prepareNats(progress);
  await build(progress);
  await handOver(PROGRAM);
} catch (error) {
  if (!(error instanceof PreparationError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
