// `npm test`: everything, from a fresh clone. Ends with a line `N passed, N failed`. Node built-ins only.
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { runChild } from './child.mjs';
import { build, checkNode, installPackages, prepareNats, PreparationError, ROOT } from './prepare.mjs';
import { isRunning, parentOf } from './processes.mjs';

const filters = process.argv.slice(2);
const node = (file, ...args) => runChild(process.execPath, [join(ROOT, 'node_modules', file), ...args], { cwd: ROOT });
const progress = { report: (line) => console.log(line), output: 'capture' };

/** Counts of the run; a step that fails counts as one failed test. */
const counts = { passed: 0, failed: 0 };

/** A step whose failure does not keep the others from running. Returns whether it held. */
async function step(name, work) {
  try {
    await work();
    return true;
  } catch (error) {
    counts.failed++;
    console.log(`FAIL ${name}: ${error instanceof PreparationError ? error.message : error.stack}`);
    return false;
  }
}

async function holds(name, running) {
  await step(name, async () => {
    const { code } = await running;
    if (code !== 0) throw new PreparationError(`exit ${code}`);
  });
}

async function checkSources() {
  console.log('Checking types and lint …');
  await holds('types', node('typescript-native/bin/tsc', '-p', 'tsconfig.eslint.json', '--noEmit'));
  await holds('lint', node('eslint/bin/eslint.js', '.'));
}

/** Removes the folders of runs that were killed; their servers have ended by themselves. */
function sweep(folder) {
  const killed = readdirSync(folder).filter((name) => /^run-\d+-/.test(name) && !isRunning(Number(name.split('-')[1])));
  for (const name of killed) rmSync(join(folder, name), { recursive: true, force: true });
}

/** One Jest for all suites: each start costs over a second. */
async function runTests() {
  const run = `run-${process.pid}-${randomBytes(3).toString('hex')}`;
  const folder = join(ROOT, '.betang', 'test', run);
  mkdirSync(folder, { recursive: true });
  sweep(dirname(folder));
  const results = join(folder, 'counts.json');
  const jest = [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js'),
    '--reporters=default',
    `--reporters=${join(ROOT, 'deploy', 'local', 'count-tests.mjs')}`,
    // Not right before the filters: Jest would take them for more reporters.
    '--maxWorkers=2',
    // A test that fails may leave a connection open, and Jest in one process would wait for it without end.
    '--forceExit',
    // Jest's default lies in the system's temporary folder.
    `--cacheDirectory=${join(ROOT, '.betang', 'cache', 'jest')}`,
    ...filters,
  ];
  const env = { BETANG_TEST_RUN: run, BETANG_TEST_COUNTS: results };
  const { code } = await runChild(process.execPath, jest, { cwd: ROOT, env });
  try {
    count(results, code);
  } finally {
    await leaveNothing(folder, results);
  }
}

function count(file, code) {
  if (!existsSync(file)) throw new PreparationError(`Jest ended without a result (exit ${code})`);
  const { passed, failed, skipped } = JSON.parse(readFileSync(file, 'utf8'));
  counts.passed += passed;
  // Jest also fails where no test did, as when a filter finds nothing.
  counts.failed += failed === 0 && code !== 0 ? 1 : failed;
  for (const test of skipped) console.log(`skipped: ${test}`);
}

/** The servers of Jest's workers end, and their folders go, shortly after the workers: what stays is a test's mistake. */
async function leaveNothing(folder, results) {
  rmSync(results, { force: true });
  rmSync(join(folder, 'ports'), { recursive: true, force: true });
  for (let tries = 0; tries < 100 && readdirSync(folder).length > 0; tries++) await pause(100);
  const left = readdirSync(folder);
  if (left.length > 0) console.log(`left behind by tests, removed now: ${left.join(', ')}`);
  rmSync(folder, { recursive: true, force: true });
}

/**
 * Ends this run, and with it all it has started, when the npm that asked for it is gone: killed with -9 it tells nobody.
 * Between npm and this process stands a shell, which outlives it.
 */
function endWithNpm() {
  if (process.env.npm_lifecycle_event === undefined) return;
  const [shell, npm] = [process.ppid, parentOf(process.ppid)];
  const isGone = () => process.ppid !== shell || parentOf(shell) !== npm;
  setInterval(() => isGone() && process.exit(1), 500).unref();
}

async function main() {
  endWithNpm();
  checkNode();
  await installPackages(progress);
  // Without nats-server the tests that need it fail one by one, each saying so; the others still count.
  await step('nats-server', () => prepareNats(progress));
  await step('build', () => build(progress));
  if (filters.length === 0) await checkSources();
  await step('jest', runTests);
}

await step('preparation', main);
console.log(`${counts.passed} passed, ${counts.failed} failed`);
process.exitCode = counts.failed === 0 ? 0 : 1;
