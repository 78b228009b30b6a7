import { readFileSync, readdirSync } from 'node:fs';

/** Linux counts in hundredths of a second whatever its kernel's own clock is. */
const TICKS_PER_SECOND = 100;

interface Stat {
  readonly parent: number;
  readonly seconds: number;
  /** Of these, those of children that have ended. */
  readonly endedSeconds: number;
  readonly residentPages: number;
}

/** Processor seconds that a process, its present children and its ended ones have used so far. Linux only: reads /proc. */
export function cpuSecondsOf(pid: number): number {
  return membersOf(pid).reduce((sum, member) => sum + (statOf(member)?.seconds ?? 0), 0);
}

/**
 * The same, to the nanosecond for the threads that are there: the clock behind {@link cpuSecondsOf} looks a hundred times a second who runs, and
 * misses or doubles a process at rest that wakes on the same beat. Of what has ended nothing else is known.
 */
export function threadSecondsOf(pid: number): number {
  const members = membersOf(pid);
  const nanoseconds = members.flatMap((member) =>
    threadsOf(member).map((thread) => Number(readOr(`/proc/${member}/task/${thread}/schedstat`).split(' ')[0])),
  );
  const ended = members.reduce((sum, member) => sum + (statOf(member)?.endedSeconds ?? 0), 0);
  return nanoseconds.reduce((sum, ns) => sum + ns, 0) / 1e9 + ended;
}

/** Megabytes that a process holds in memory by itself (RSS), without its children. */
export function residentMbOf(pid: number): number {
  return ((statOf(pid)?.residentPages ?? 0) * 4096) / 1024 ** 2;
}

/** Megabytes of a process and its children by share (PSS): memory that several of them map counts once. */
export function proportionalMbOf(pid: number): number {
  const kilobytes = membersOf(pid).map((member) => {
    const found = /^Pss:\s+(\d+) kB/m.exec(readOr(`/proc/${member}/smaps_rollup`));
    return Number(found?.[1] ?? 0);
  });
  return kilobytes.reduce((sum, kb) => sum + kb, 0) / 1024;
}

function membersOf(pid: number): number[] {
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return [pid, ...all.map(Number).filter((other) => statOf(other)?.parent === pid)];
}

function threadsOf(pid: number): readonly string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
}

/** Fields of /proc/<pid>/stat are counted behind the name, which may hold spaces and brackets. */
function statOf(pid: number): Stat | undefined {
  const text = readOr(`/proc/${pid}/stat`);
  if (text === '') return undefined;
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [user, system, childrenUser, childrenSystem] = fields.slice(11, 15).map(Number);
  const ended = (childrenUser! + childrenSystem!) / TICKS_PER_SECOND;
  return {
    parent: Number(fields[1]),
    seconds: (user! + system!) / TICKS_PER_SECOND + ended,
    endedSeconds: ended,
    residentPages: Number(fields[21]),
  };
}

/** Empty for a process that has just ended. */
function readOr(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
