import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findNatsServer, prepareNatsServer } from '../../nats-server.mjs';
import { createWorkFolder, removeWorkFolder } from './work-folder.js';

const VARIABLES = ['PATH', 'NATS_SERVER', 'BETANG_CACHE_DIR'] as const;
const aptExists = existsSync('/usr/bin/apt-get') && existsSync('/usr/share/keyrings/debian-archive-keyring.gpg');
const [whereAptIs, why] = aptExists ? [it, ''] : [it.skip, ' — skipped: no apt with a Debian keyring here'];

describe('findNatsServer', () => {
  let folder: string;
  let before: Partial<Record<(typeof VARIABLES)[number], string | undefined>>;
  beforeEach(() => {
    folder = createWorkFolder('nats-discovery');
    before = Object.fromEntries(VARIABLES.map((name) => [name, process.env[name]]));
    delete process.env['NATS_SERVER'];
    process.env['PATH'] = join(folder, 'path');
    process.env['BETANG_CACHE_DIR'] = join(folder, 'cache');
  });
  afterEach(() => {
    for (const name of VARIABLES) {
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
    }
    removeWorkFolder(folder);
  });

  /** A program that knows its version only. */
  function addProgram(place: string, text: string): string {
    const path = join(folder, place);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `#!/bin/sh\n${text}\n`);
    chmodSync(path, 0o755);
    return path;
  }
  const addServer = (place: string, version: string) => addProgram(place, `echo "nats-server: v${version}"`);
  function addCached(version: string, sha256?: string): string {
    const path = addServer(`cache/nats-server/${version}/nats-server`, version);
    const actual = createHash('sha256').update(readFileSync(path)).digest('hex');
    writeFileSync(join(dirname(path), 'nats-server.json'), JSON.stringify({ version, sha256: sha256 ?? actual }));
    return path;
  }

  it('takes NATS_SERVER before PATH before the cache', () => {
    const cached = addCached('2.15.2');
    expect(findNatsServer()).toMatchObject({ path: cached, source: 'cache' });
    const onPath = addServer('path/nats-server', '2.15.1');
    expect(findNatsServer()).toEqual({ path: onPath, version: '2.15.1', source: 'PATH', note: undefined });
    process.env['NATS_SERVER'] = addServer('named', '2.15.0');
    expect(findNatsServer()).toMatchObject({ path: process.env['NATS_SERVER'], source: 'NATS_SERVER' });
  });

  it('passes over one that is too old or broken, and says so of one that is newer than tested', () => {
    addServer('path/nats-server', '2.9.10');
    expect(findNatsServer()).toBeUndefined();
    addProgram('path/nats-server', 'exit 3');
    expect(findNatsServer()).toBeUndefined();
    addServer('path/nats-server', '2.16.0');
    expect(findNatsServer()?.note).toContain('2.16.0');
  });

  it('compares versions by number and refuses a cached program that has changed since it was fetched', () => {
    const newest = addCached('2.15.10');
    addCached('2.15.9');
    expect(findNatsServer()?.path).toBe(newest);
    addCached('2.15.11', 'another checksum');
    expect(findNatsServer()?.path).toBe(newest);
  });

  whereAptIs(
    `fetches through apt into the cache, from the next suite when the first has an old one${why}`,
    async () => {
      addProgram(
        'path/apt-get',
        'case "$*" in *download*) echo "$*" | grep -o "/unstable/" >suite; touch nats-server.deb;; esac',
      );
      const version = 'if grep -q unstable suite; then v=2.15.1; else v=2.9.10; fi';
      const make = 'mkdir -p out/usr/sbin && printf "#!/bin/sh\\necho nats-server: v$v\\n" >out/usr/sbin/nats-server';
      addProgram('path/dpkg', `PATH=/usr/bin:/bin; ${version}; ${make}; chmod +x out/usr/sbin/nats-server`);
      process.env['PATH'] = `${join(folder, 'path')}:/usr/bin:/bin`;
      const said: string[] = [];
      const found = await prepareNatsServer((line) => said.push(line));
      const place = join(folder, 'cache', 'nats-server', '2.15.1');
      expect(found).toEqual({ path: join(place, 'nats-server'), version: '2.15.1', source: 'cache', note: undefined });
      const record = JSON.parse(readFileSync(join(place, 'nats-server.json'), 'utf8')) as object;
      expect(record).toMatchObject({
        version: '2.15.1',
        suite: 'unstable',
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      });
      expect(said).toHaveLength(2);
      expect(existsSync(join(folder, 'cache', 'nats-server', '2.9.10'))).toBe(false);
    },
  );

  it('says what to install where it cannot be fetched', async () => {
    addProgram('path/apt-get', 'exit 100');
    await expect(prepareNatsServer()).rejects.toThrow(/2\.14 or newer.*\n[^]*brew install nats-server[^]*NATS_SERVER/);
  });
});
