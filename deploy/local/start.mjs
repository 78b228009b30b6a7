// `npm start`: prepares what is missing and hands over to the local deployment. Node built-ins only.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build, checkNode, handOver, installPackages, prepareNats, PreparationError, ROOT } from './prepare.mjs';
import { USAGE } from './usage.mjs';

const PROGRAM = join(ROOT, 'deploy', 'local', 'dist', 'main.js');
const progress = { report: (line) => console.log(line), output: 'capture' };

const { values } = parseArgs({ options: { help: { type: 'boolean' } }, strict: false });
if (values.help) {
  console.log(USAGE);
  process.exit();
}

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
