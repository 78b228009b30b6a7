import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createWorkFolder, getRepositoryRoot, removeWorkFolder, waitUntil } from '@betang/testing';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const SCRIPTS = join(getRepositoryRoot(), 'deploy', 'local');
const load = async <T>(name: string) => (await import(pathToFileURL(join(SCRIPTS, name)).href)) as T;

let folder: string;
beforeEach(() => {
  folder = createWorkFolder('with space');
});
afterEach(() => removeWorkFolder(folder));

describe('arePackagesFresh', () => {
  const write = (name: string, packages: object) => {
    mkdirSync(join(folder, 'node_modules'), { recursive: true });
    writeFileSync(join(folder, name), JSON.stringify({ packages }));
  };
  const isFresh = async () =>
    (await load<{ arePackagesFresh(root: string): boolean }>('packages.mjs')).arePackagesFresh(folder);

  it('asks for an installation in a fresh clone and after a cut-off one', async () => {
    expect(await isFresh()).toBe(false);
    write('package-lock.json', { '': {}, 'node_modules/a': { version: '1.0.0' } });
    expect(await isFresh()).toBe(false);
  });

  it.each([
    ['holds all', { 'node_modules/a': { version: '1.0.0' } }, true],
    ['holds another version', { 'node_modules/a': { version: '1.0.1' } }, false],
    ['lacks a package', {}, false],
  ])('compares with the lock file: node_modules %s', async (_title, present, fresh) => {
    write('package-lock.json', {
      '': { version: '9' },
      'node_modules/a': { version: '1.0.0' },
      'node_modules/other-platform': { version: '2.0.0', optional: true },
    });
    write(join('node_modules', '.package-lock.json'), present);
    expect(await isFresh()).toBe(fresh);
  });
});

describe('isBuildFresh', () => {
  interface Build {
    isBuildFresh(root: string, stamp: string): boolean;
    buildAndNote(root: string, stamp: string, work: () => Promise<void>): Promise<void>;
  }
  const at = (...names: string[]) => join(folder, ...names);
  const stamp = () => at('.betang', 'build.stamp');
  let build: Build;

  const write = (file: string, text: string) => {
    mkdirSync(dirname(at(file)), { recursive: true });
    writeFileSync(at(file), text);
  };
  const compile = async () => write('libs/asn/dist/index.js', readFileSync(at('libs/asn/src/index.ts'), 'utf8'));
  const isFresh = () => build.isBuildFresh(folder, stamp());

  beforeEach(async () => {
    build = await load<Build>('fresh-build.mjs');
    for (const file of ['package-lock.json', 'tsconfig.base.json', 'nx.json', 'libs/asn/tsconfig.json'])
      write(file, '{}');
    write('libs/asn/src/index.ts', 'export {};');
  });

  it('holds from a build until a source is another', async () => {
    expect(isFresh()).toBe(false);
    await build.buildAndNote(folder, stamp(), compile);
    expect(isFresh()).toBe(true);
    write('libs/asn/src/index.ts', 'export const a = 1;');
    expect(isFresh()).toBe(false);
    write('libs/asn/src/index.ts', 'export {};');
    expect(isFresh()).toBe(true);
    write('libs/asn/src/deep/new.ts', '');
    expect(isFresh()).toBe(false);
  });

  it.each([
    ['a program is gone', () => rmSync(at('libs/asn/dist/index.js'))],
    ['a program is another', () => write('libs/asn/dist/index.js', 'export const other = 1;')],
    ['packages are others', () => write('package-lock.json', '{ "packages": {} }')],
  ])('ends when %s', async (_title, change) => {
    await build.buildAndNote(folder, stamp(), compile);
    change();
    expect(isFresh()).toBe(false);
  });

  it('does not hold for what was changed while it was built, nor after a build that failed', async () => {
    await build.buildAndNote(folder, stamp(), async () => {
      await compile();
      write('libs/asn/src/index.ts', 'export const b = 2;');
    });
    expect(isFresh()).toBe(false);
    await expect(build.buildAndNote(folder, stamp(), () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(isFresh()).toBe(false);
  });
});

describe('withLock', () => {
  type Lock = { withLock<T>(file: string, work: () => Promise<T>, onWait: () => void): Promise<T> };

  it('lets one in at a time and tells the other that it waits', async () => {
    const { withLock } = await load<Lock>('lock.mjs');
    const file = join(folder, 'deep', 'lock');
    const events: string[] = [];
    let told!: () => void;
    const waiting = new Promise<void>((resolve) => (told = resolve));
    const first = withLock(
      file,
      () => waiting.then(() => events.push('first')),
      () => undefined,
    );
    const second = withLock(file, async () => events.push('second'), told);
    await Promise.all([first, second]);
    expect(events).toEqual(['first', 'second']);
    expect(existsSync(file)).toBe(false);
  });

  it('takes over a lock that a power cut left empty, or whose process number another program has now', async () => {
    const { withLock } = await load<Lock>('lock.mjs');
    const file = join(folder, 'lock');
    const nobody = () => undefined;
    const left = await withLock(file, async () => readFileSync(file, 'utf8'), nobody);
    for (const text of ['', left.replace(String(process.pid), String(process.ppid))]) {
      writeFileSync(file, text);
      expect(await withLock(file, () => Promise.resolve('in'), nobody)).toBe('in');
    }
  }, 10_000);

  it('takes over the lock of a process that has died', async () => {
    const { withLock } = await load<Lock>('lock.mjs');
    const file = join(folder, 'lock');
    const dead = spawn(process.execPath, ['-e', '']);
    await once(dead, 'exit');
    writeFileSync(file, String(dead.pid));
    expect(
      await withLock(
        file,
        () => Promise.resolve('in'),
        () => undefined,
      ),
    ).toBe('in');
  });
});

describe('runChild', () => {
  type Child = {
    runChild(command: string, args: string[], options: object): Promise<{ code: number; output: string }>;
  };

  it('gives back exit code and captured output, and no stdin', async () => {
    const { runChild } = await load<Child>('child.mjs');
    const script = `process.stdin.on('end', () => { console.log(process.argv[1]); process.exitCode = 7; }).resume()`;
    const ended = await runChild(process.execPath, ['-e', script, 'an argument'], { cwd: folder, output: 'capture' });
    expect(ended).toEqual({ code: 7, output: 'an argument\n' });
  });

  it('leaves neither the program nor its children when the caller is killed', async () => {
    // The grandchild writes its pid and stays; it is no group leader, as Jest's workers are none.
    const grandchild = `require('fs').writeFileSync('pid', String(process.pid)); setInterval(() => {}, 1000)`;
    const child = `require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(grandchild)}]); setInterval(() => {}, 1000)`;
    const caller = `import { runChild } from ${JSON.stringify(pathToFileURL(join(SCRIPTS, 'child.mjs')).href)};
      await runChild(process.execPath, ['-e', ${JSON.stringify(child)}], { cwd: process.cwd() });`;
    const parent = spawn(process.execPath, ['--input-type=module', '-e', caller], { cwd: folder, stdio: 'ignore' });
    const pid = await waitUntil(
      'the grandchild runs',
      () => Number(readFileSync(join(folder, 'pid'), 'utf8')) || undefined,
    );
    parent.kill('SIGKILL');
    await waitUntil('the grandchild is gone', () => isGone(pid));
  });
});

describe('the reporter that counts for `npm test`', () => {
  type Reporter = { default: new (config: object) => { onRunComplete(contexts: unknown, results: object): void } };

  it('counts a suite that could not be loaded as failed, and names what was skipped', async () => {
    const { default: CountTests } = await load<Reporter>('count-tests.mjs');
    const file = join(folder, 'counts.json');
    process.env['BETANG_TEST_COUNTS'] = file;
    const testResults = [
      { status: 'passed', fullName: 'works' },
      { status: 'pending', fullName: 'pages — skipped: no browser' },
    ];
    const suite = { testFilePath: '/repo/libs/a.spec.ts', testResults };
    const results = { numPassedTests: 4, numFailedTests: 2, numRuntimeErrorTestSuites: 1, testResults: [suite] };
    new CountTests({ rootDir: '/repo' }).onRunComplete(new Set(), results);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({
      passed: 4,
      failed: 3,
      skipped: ['libs/a.spec.ts: pages — skipped: no browser'],
    });
  });
});

function isGone(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return existsSync(`/proc/${pid}/stat`) && / Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return true;
  }
}
