import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createWorkFolder, removeWorkFolder } from '@betang/testing';
import { betang } from '../testing/run-betang.js';
import { chooseRegion, chooseRegions } from './find-region.js';
import { regionPaths } from './region-paths.js';

let root: string;
const folderOf = (place: string, region: string) => join(root, '.betang', place, region);

beforeAll(() => {
  root = createWorkFolder('two federations');
  for (const [place, region] of [
    ['local', '62'],
    ['local', '62.03'],
    ['local-9000', '62.03'],
    ['local-9000', '62.71'],
  ] as const) {
    const { settings } = regionPaths(folderOf(place, region));
    mkdirSync(dirname(settings), { recursive: true });
    writeFileSync(settings, '{}');
  }
});
afterAll(() => removeWorkFolder(root));

const choose = (region?: string) =>
  chooseRegion({ root, environment: {}, ...(region === undefined ? {} : { region }) });

describe('a machine with two federations', () => {
  it('has a region by its code where only one of them has it', async () => {
    expect(await choose('62')).toBe(folderOf('local', '62'));
    expect(await chooseRegions({ root, environment: {}, region: '62.71' })).toEqual([folderOf('local-9000', '62.71')]);
  });

  it('names both folders of a region that is in both, and how to choose one', async () => {
    const both = [folderOf('local', '62.03'), folderOf('local-9000', '62.03')];
    await expect(choose('62.03')).rejects.toMatchObject({ code: 'region-in-several-folders' });
    const { exitCode, errors } = await betang(['status', '--region', '62.03', '--language', 'en'], { root });
    expect(exitCode).toBe(2);
    for (const folder of both) expect(errors).toContain(folder);
    expect(errors).toContain('--data FOLDER');
    for (const data of both) expect(await chooseRegion({ root, environment: {}, data })).toBe(data);
  });

  it('names each code once where none is given', async () => {
    await expect(choose()).rejects.toMatchObject({
      code: 'region-not-chosen',
      params: { regions: '62, 62.03, 62.71' },
    });
  });
});
