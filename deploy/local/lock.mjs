// Node built-ins only: used before any package is installed.
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { birthOf, isRunning } from './processes.mjs';

const WRITTEN_MS = 500;

/**
 * Runs `work` while no other process holds the lock file; the lock of a process that has died is taken over.
 * @template T
 * @param {string} file
 * @param {() => Promise<T>} work
 * @param {() => void} onWait called once when another process holds it
 * @returns {Promise<T>}
 */
export async function withLock(file, work, onWait) {
  mkdirSync(dirname(file), { recursive: true });
  for (let told = false; !take(file); told = true) {
    if (!told) onWait();
    await pause(200);
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

function take(file) {
  try {
    writeFileSync(file, `${process.pid} ${birthOf(process.pid)}`, { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  if (isAbandoned(file)) rmSync(file, { force: true });
  return false;
}

function isAbandoned(file) {
  const text = read(file);
  if (text === undefined) return false;
  // Its owner is about to write its number, or a power cut has taken it.
  if (text === '') return Math.abs(Date.now() - statSync(file, { throwIfNoEntry: false })?.mtimeMs) > WRITTEN_MS;
  const [pid, birth] = text.split(' ');
  return !isRunning(Number(pid)) || (birth !== undefined && birth !== birthOf(Number(pid)));
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}
