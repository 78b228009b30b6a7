import { createWorkFolder, flushesOf, removeWorkFolder } from '@betang/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { IdentityKeys } from './identity-keys.js';

describe('the keys of the sign-in', () => {
  let folder = '';
  beforeAll(() => {
    folder = createWorkFolder('identity-keys');
  });
  afterAll(() => removeWorkFolder(folder));

  const onLinux = process.platform === 'linux' ? it : it.skip;
  onLinux('have their name on the disk before anything is sealed by them', async () => {
    const keys = join(folder, 'keys');
    const file = join(keys, 'identity-keys.json');
    const flushed = await flushesOf(
      () => IdentityKeys.open(keys),
      () => [file],
    );
    expect(flushed).toContainEqual({ path: folder, names: [] });
    expect(flushed.at(-1)).toEqual({ path: keys, names: [file] });
  });

  it('are those of the first of two processes that make them at once', async () => {
    const keys = join(folder, 'bersama');
    const [one, other] = await Promise.all([IdentityKeys.open(keys), IdentityKeys.open(keys)]);
    expect(other.current).toEqual(one.current);
    expect(await readdir(keys)).toEqual(['identity-keys.json']);
  });
});
