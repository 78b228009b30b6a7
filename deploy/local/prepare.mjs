// Node built-ins only: this runs in a fresh clone, before any package is installed.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { prepareNatsServer } from '../../libs/testing/nats-server.mjs';
import { runChild } from './child.mjs';
import { buildAndNote, isBuildFresh } from './fresh-build.mjs';
import { withLock } from './lock.mjs';
import { MESSAGES } from './messages.mjs';
import { arePackagesFresh } from './packages.mjs';

export const ROOT = join(import.meta.dirname, '..', '..');
const STATE = join(ROOT, '.betang');
const STAMP = join(STATE, 'build.stamp');

/** A step of the preparation that failed; its text is meant for people. */
export class PreparationError extends Error {}

/**
 * @typedef {{ report: (line: string) => void, output?: 'inherit' | 'stderr' | 'capture' }} Progress
 * `output` is where the programs it calls write; captured output is shown only when they fail.
 */

/** Ends with a clear sentence on a Node that is too old; package.json says which one is needed. */
export function checkNode() {
  const wanted = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).engines.node.replace('>=', '');
  const [have, need] = [process.versions.node, wanted].map((version) => version.split('.').map(Number));
  const difference = have.map((part, i) => part - (need[i] ?? 0)).find((part) => part !== 0) ?? 0;
  if (difference < 0) throw new PreparationError(MESSAGES.node(wanted, process.versions.node));
}

/** Installs the packages of the lock file where node_modules lacks them. @param {Progress} progress */
export function installPackages(progress) {
  if (arePackagesFresh(ROOT)) return Promise.resolve();
  return alone(progress, async () => {
    if (arePackagesFresh(ROOT)) return;
    const [command, ...args] = npm('ci', '--prefer-offline', '--no-audit', '--no-fund');
    await timed(progress, MESSAGES.packages, () => must(MESSAGES.packages, command, args, progress));
  });
}

/** @param {Progress} progress */
export async function prepareNats({ report }) {
  try {
    const found = await prepareNatsServer(report);
    if (found.note) report(found.note);
    return found;
  } catch (error) {
    throw new PreparationError(`${MESSAGES.failed(MESSAGES.nats)}\n${error.message}`);
  }
}

/** Builds every project that has changed; touches nothing where none has. @param {Progress} progress */
export async function build(progress) {
  if (isBuildFresh(ROOT, STAMP)) return;
  await alone(progress, async () => {
    if (isBuildFresh(ROOT, STAMP)) return;
    const work = () => timed(progress, MESSAGES.build, () => buildNow(progress));
    await buildAndNote(ROOT, STAMP, work);
  });
}

async function buildNow(progress) {
  const nx = join(ROOT, 'node_modules', 'nx', 'dist', 'bin', 'nx.js');
  await must(MESSAGES.build, process.execPath, [nx, 'run-many', '-t', 'build', '--output-style=static'], progress);
}

/** Hands over to a built program in this very process, with this one's arguments. @param {string} file */
export async function handOver(file) {
  if (!existsSync(file)) throw new PreparationError(MESSAGES.missing(file));
  process.argv[1] = file;
  await import(pathToFileURL(file).href);
}

/** Two preparations of one folder at once would write the same files. */
function alone({ report }, work) {
  return withLock(join(STATE, 'prepare.lock'), work, () => report(MESSAGES.waiting));
}

async function must(step, command, args, { output = 'capture' }) {
  const ended = await runChild(command, args, { cwd: ROOT, output });
  if (ended.code === 0) return;
  throw new PreparationError(`${ended.output}\n${MESSAGES.failed(step)} (exit ${ended.code})`.trimStart());
}

async function timed({ report }, step, work) {
  const started = performance.now();
  report(`${step} …`);
  await work();
  report(`${step}: ${MESSAGES.done(((performance.now() - started) / 1000).toFixed(1))}`);
}

/** The npm that runs us, else the one beside this Node, else the one on PATH. */
function npm(...args) {
  const own = process.env.npm_execpath;
  if (own && existsSync(own) && /npm-cli\.c?js$/.test(own)) return [process.execPath, own, ...args];
  return [process.platform === 'win32' ? 'npm.cmd' : 'npm', ...args];
}
