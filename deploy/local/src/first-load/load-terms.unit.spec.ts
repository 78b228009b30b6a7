import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createWorkFolder, removeWorkFolder } from '@betang/testing';
import { termsOf } from './load-terms.js';

describe('the terms of a first load', () => {
  let dir: string;
  beforeEach(() => {
    dir = createWorkFolder('terms');
  });
  afterEach(() => removeWorkFolder(dir));

  it('stay those with which it was begun', async () => {
    expect(await termsOf(dir, { people: 200, seed: '1' })).toEqual({ people: 200, seed: '1' });
    expect(await termsOf(dir, { people: 300, seed: '2' })).toEqual({ people: 200, seed: '1' });
  });
});
