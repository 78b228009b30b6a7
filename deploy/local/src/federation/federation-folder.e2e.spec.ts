import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createWorkFolder, removeWorkFolder } from '@betang/testing';
import { findPlace, startLocal, type LocalPlace } from '../testing/local-run.js';
import { claimFolder } from './federation-folder.js';

let folder: string;
let place: LocalPlace;

beforeAll(async () => {
  folder = createWorkFolder('no data folder');
  writeFileSync(join(folder, 'berkas'), 'isi');
  place = await findPlace('ports alone');
});
afterAll(() => {
  place.remove();
  removeWorkFolder(folder);
});

/** As who may write everywhere too: no permission helps there. */
const CASES: readonly (readonly [string, () => string])[] = [
  ['a place that takes no folders', () => '/proc/x'],
  ['one deep below such a place', () => '/proc/x/y/z'],
  ['a system that is only read', () => '/sys/betang'],
  ['a file', () => join(folder, 'berkas')],
  ['a folder below a file', () => join(folder, 'berkas', 'data')],
];

describe('the start, with a data folder that cannot be had', () => {
  it.each(CASES)('ends at once and names folder, setting and way out: %s', async (_title, at) => {
    const run = startLocal({ dir: at(), portBase: place.portBase }, '--once');
    expect(await run.exited).toBe(1);
    expect(run.output()).toContain(`Folder ${at()} cannot be made or written to (E`);
    expect(run.output()).toContain('npm start -- --dir FOLDER (or BETANG_LOCAL_DIR)');
    expect(run.output()).not.toContain('    at ');
  });

  it('leaves a folder of somebody else as it is', async () => {
    mkdirSync(join(folder, 'orang-lain', 'isi'), { recursive: true });
    await expect(claimFolder(join(folder, 'orang-lain'))).rejects.toMatchObject({ code: 'local.folder-foreign' });
    expect(readdirSync(join(folder, 'orang-lain'))).toEqual(['isi']);
  });
});
