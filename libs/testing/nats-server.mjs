// Node built-ins only: the entry scripts use this file before any package is installed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

const LOWEST = [2, 14];
const TESTED = [2, 15];

/** @typedef {import('./nats-server.d.mts').NatsServerBinary} NatsServerBinary */

export function cacheFolder() {
  return process.env.BETANG_CACHE_DIR || join(homedir(), '.cache', 'betang');
}

/** @returns {NatsServerBinary | undefined} */
export function findNatsServer() {
  const named = process.env.NATS_SERVER;
  if (named) return usable(named, 'NATS_SERVER');
  return onPath() ?? inCache();
}

/** @returns {NatsServerBinary | undefined} */
function onPath() {
  const name = process.platform === 'win32' ? 'nats-server.exe' : 'nats-server';
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const found = folder && existsSync(join(folder, name)) && usable(join(folder, name), 'PATH');
    if (found) return found;
  }
}

/** @returns {NatsServerBinary | undefined} */
function inCache() {
  const folder = join(cacheFolder(), 'nats-server');
  if (!existsSync(folder)) return undefined;
  const versions = readdirSync(folder).filter((name) => /^\d/.test(name));
  return versions
    .sort((a, b) => compare(parse(b), parse(a)))
    .map((version) => recorded(join(folder, version)))
    .find((found) => found !== undefined);
}

/** A cached program counts only while it still has the checksum recorded when it was fetched. */
function recorded(folder) {
  try {
    const { sha256 } = JSON.parse(readFileSync(join(folder, 'nats-server.json'), 'utf8'));
    const path = join(folder, 'nats-server');
    return sha256Of(path) === sha256 ? usable(path, 'cache') : undefined;
  } catch {
    return undefined; // A fetch that was cut off leaves no record.
  }
}

/** @returns {NatsServerBinary | undefined} */
function usable(path, source) {
  const version = versionOf(path);
  if (!version || compare(parse(version), LOWEST) < 0) return undefined;
  const tested = compare(parse(version).slice(0, 2), TESTED) === 0;
  const note = tested ? undefined : `nats-server ${version} is outside the tested range ${TESTED.join('.')}.x`;
  return { path, version, source, note };
}

export function versionOf(path) {
  const answer = spawnSync(path, ['-v'], { encoding: 'utf8' });
  return /v(\d+\.\d+\.\d+)/.exec(answer.stdout ?? '')?.[1];
}

export function sha256Of(path) {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}

function parse(version) {
  return version.split('.').map(Number);
}

function compare(a, b) {
  const length = Math.max(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** @param {(line: string) => void} report */
export async function prepareNatsServer(report = () => undefined) {
  const found = findNatsServer();
  if (found) return found;
  const { fetchNatsServer } = await import('./nats-server.fetch.mjs');
  await fetchNatsServer(join(cacheFolder(), 'nats-server'), report);
  const fetched = inCache();
  if (!fetched) throw new Error('The fetched nats-server does not run here');
  return fetched;
}
