import { existsSync, readlinkSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';

/** A file or folder that was flushed, and which of the names asked for were there by then. */
export interface Flush {
  readonly path: string;
  readonly names: readonly string[];
}

/** What a piece of work flushes to the disk, in its order. Linux alone tells the path of a handle. */
export async function flushesOf(work: () => Promise<unknown>, names: () => readonly string[]): Promise<Flush[]> {
  const handle = await open(import.meta.filename);
  await handle.close();
  const handles = Object.getPrototypeOf(handle) as { sync: (this: FileHandle) => Promise<void> };
  const { sync } = handles;
  const flushed: Flush[] = [];
  handles.sync = function () {
    flushed.push({ path: readlinkSync(`/proc/self/fd/${this.fd}`), names: names().filter((name) => existsSync(name)) });
    return sync.call(this);
  };
  try {
    await work();
  } finally {
    handles.sync = sync;
  }
  return flushed;
}
