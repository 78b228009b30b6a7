// Node built-ins only: used before any package is installed.
import { readFileSync } from 'node:fs';

/** Whether a process with this number runs, of whatever user. @param {number} pid */
export function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** The parent of a process, where /proc tells it. @param {number} pid */
export function parentOf(pid) {
  try {
    return Number(statOf(pid)[1]);
  } catch {
    return undefined;
  }
}

/**
 * The machine's start and the process's since then, where /proc tells them; else nothing. A number alone names another program one day.
 * @param {number} pid
 */
export function birthOf(pid) {
  try {
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${statOf(pid)[19]}`;
  } catch {
    return '';
  }
}

function statOf(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}
