import { flushesOf } from '@betang/testing';
import { describe, expect, it } from '@jest/globals';
import { mkdir, open, readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { testFolder } from '../testing/test-folder.js';
import { flushFolders, makePrivateFolder, putInPlace, writePrivateFile } from './durable-files.js';

const folder = testFolder();
const onLinux = process.platform === 'linux' ? it : it.skip;

describe('a file that has to be there after a power cut', () => {
  onLinux('is flushed before it has its name, and its folder after that, with the folders made for it', async () => {
    const file = join(folder, 'keys', 'old', 'kunci.json');
    const flushed = await flushesOf(
      () => writePrivateFile(file, 'kunci'),
      () => [file],
    );
    const draft = flushed.find(({ path }) => path.startsWith(`${file}.`))!;
    expect(flushed).toEqual([
      { path: join(folder, 'keys'), names: [] },
      { path: folder, names: [] },
      { path: draft.path, names: [] },
      { path: join(folder, 'keys', 'old'), names: [file] },
    ]);
  });

  it('is for its owner alone, replaces the one before whole, and leaves no draft', async () => {
    const file = join(folder, 'sandi.json');
    await writePrivateFile(file, 'lama, dan lebih panjang');
    await writePrivateFile(file, 'baru');
    expect(await readFile(file, 'utf8')).toBe('baru');
    if (process.platform !== 'win32') expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await readdir(folder)).filter((name) => name.startsWith('sandi'))).toEqual(['sandi.json']);
  });

  it('leaves what was there, and no draft, where it cannot be put in its place', async () => {
    const file = join(folder, 'menghalangi');
    await mkdir(join(file, 'isi'), { recursive: true });
    await expect(writePrivateFile(file, 'isi')).rejects.toThrow();
    expect((await readdir(folder)).filter((name) => name.startsWith('menghalangi'))).toEqual(['menghalangi']);
  });

  onLinux('has the folders above it flushed as far as it is said', async () => {
    const [draft, file] = [join(folder, 'draf'), join(folder, 'a', 'b', 'berkas')];
    await writeFile(draft, 'isi');
    await mkdir(join(folder, 'a', 'b'), { recursive: true });
    const flushed = await flushesOf(
      () => putInPlace(draft, file, folder),
      () => [file],
    );
    const all = [join(folder, 'a', 'b'), join(folder, 'a'), folder];
    expect(flushed).toEqual(all.map((path) => ({ path, names: [file] })));
    expect(
      await flushesOf(
        () => makePrivateFolder(join(folder, 'a')),
        () => [],
      ),
    ).toEqual([]);
  });
});

describe('a folder that cannot be made', () => {
  onLinux.each([
    ['below a file', (file: string) => join(file, 'a', 'b'), 'EEXIST'],
    ['where a file is', (file: string) => file, 'EEXIST'],
    ['where the system takes none', () => '/proc/betang/a', 'ENOENT'],
  ])('is refused at once with what the system says: %s', async (_title, at, code) => {
    const file = join(folder, 'bukan-folder');
    await writeFile(file, 'isi');
    await expect(makePrivateFolder(at(file))).rejects.toMatchObject({ code, syscall: 'mkdir' });
    expect(await readFile(file, 'utf8')).toBe('isi');
  });

  it('is made once by two at the same time', async () => {
    const deep = join(folder, 'dua', 'proses', 'sekaligus');
    await Promise.all([makePrivateFolder(deep), makePrivateFolder(deep), makePrivateFolder(deep)]);
    expect((await stat(deep)).isDirectory()).toBe(true);
  });
});

describe('a folder that cannot be flushed', () => {
  it('is passed by on Windows, and where the file system does not know how', async () => {
    const real = process.platform;
    Object.defineProperty(process, 'platform', { value: 'win32' });
    try {
      await flushFolders(join(folder, 'tidak-ada'));
    } finally {
      Object.defineProperty(process, 'platform', { value: real });
    }
    await refusing('EINVAL', () => flushFolders(folder));
  });

  it('is told of where the disk failed', async () => {
    await expect(refusing('EIO', () => flushFolders(folder))).rejects.toThrow('EIO');
  });
});

/** A file system that answers each flush with an error. */
async function refusing(code: string, work: () => Promise<void>): Promise<void> {
  const handle = await open(import.meta.filename);
  await handle.close();
  const handles = Object.getPrototypeOf(handle) as { sync: () => Promise<void> };
  const { sync } = handles;
  handles.sync = () => Promise.reject(Object.assign(new Error(code), { code }));
  try {
    await work();
  } finally {
    handles.sync = sync;
  }
}
