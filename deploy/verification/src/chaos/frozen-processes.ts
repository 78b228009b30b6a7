import { readdirSync, readFileSync } from 'node:fs';

/**
 * Pids of all processes that work in a folder: whatever names it in its command line, and the children of those (the workers of a Postgres). The guards
 * that started them are left out: they must see their programs end.
 */
export function processesBelow(folder: string): number[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
  const own = new Set(all.filter((pid) => pid !== process.pid && read(pid, 'cmdline').includes(folder)));
  for (let grown = true; grown;) {
    const children = all.filter((pid) => !own.has(pid) && own.has(parentOf(pid)));
    children.forEach((pid) => own.add(pid));
    grown = children.length > 0;
  }
  return [...own].filter((pid) => !read(pid, 'cmdline').startsWith('/bin/sh'));
}

/** Stops them where they stand; nothing of theirs is written any more. */
export function freeze(pids: readonly number[]): void {
  for (const pid of pids) process.kill(pid, 'SIGSTOP');
}

function parentOf(pid: number): number {
  const stat = read(pid, 'stat');
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
}

function read(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return ''; // It has ended.
  }
}
