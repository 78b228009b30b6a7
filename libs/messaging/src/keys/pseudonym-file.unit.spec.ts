import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createWorkFolder, removeWorkFolder } from '@betang/testing';
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  findPseudonymKeys,
  forgetFormerPseudonymKeys,
  makeFirstPseudonymKey,
  makeNextPseudonymKey,
} from './pseudonym-file.js';
import { readRegionKeys, makeRegionKeys } from './region-keys.js';

const folder = createWorkFolder('pseudonym-file');
afterAll(() => removeWorkFolder(folder));
let dir: string;
let made = 0;
beforeEach(async () => {
  dir = join(folder, String((made += 1)));
  await mkdir(dir);
});
const file = () => join(dir, 'pseudonym.json');

describe('the key of pseudonyms', () => {
  it('is made once for a region, for its owner alone', async () => {
    expect(await findPseudonymKeys(dir)).toBeUndefined();
    await makeFirstPseudonymKey(dir);
    const first = await findPseudonymKeys(dir);
    expect(first).toMatchObject({ version: 1, former: [] });
    expect(first!.secret).toHaveLength(32);
    expect((await stat(file())).mode & 0o777).toBe(0o600);
    await makeFirstPseudonymKey(dir);
    expect(await findPseudonymKeys(dir)).toEqual(first);
  });

  it('is read from a file that knows of no former ones', async () => {
    const secret = Buffer.alloc(32, 5);
    await writeFile(file(), JSON.stringify({ version: 1, secret: secret.toString('base64url') }));
    expect(await findPseudonymKeys(dir)).toEqual({ version: 1, secret, former: [] });
  });

  it('has the ones before beside it until they are forgotten, and readers of before find it where it was', async () => {
    await makeRegionKeys(dir);
    const first = (await findPseudonymKeys(dir))!;
    const second = await makeNextPseudonymKey(dir, first);
    expect(second).toMatchObject({ version: 2, former: [{ version: 1, secret: first.secret }] });
    expect(second.secret).not.toEqual(first.secret);
    expect((await readRegionKeys(dir)).pseudonym).toEqual(second);
    const text = JSON.parse(await readFile(file(), 'utf8')) as object;
    expect(text).toMatchObject({ version: 2, secret: second.secret.toString('base64url') });
    await forgetFormerPseudonymKeys(dir, second);
    expect(await findPseudonymKeys(dir)).toEqual({ ...second, former: [] });
    expect(await readFile(file(), 'utf8')).not.toContain(first.secret.toString('base64url'));
  });

  it('is never made anew over a file that cannot be read', async () => {
    await mkdir(file());
    await expect(makeFirstPseudonymKey(dir)).rejects.toMatchObject({ code: 'EISDIR' });
  });
});
