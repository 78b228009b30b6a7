import { regionPaths } from '@betang/cli';
import { waitUntil } from '@betang/testing';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BenchRegion } from './bench-region.js';

/** The token with every right in the region, which identity keeps in a file for the operator's tool. */
export function administratorToken(region: BenchRegion): Promise<string> {
  const file = join(regionPaths(region.dir).files, 'administrator.token');
  return waitUntil('the administrator has a token', async () => (await readFile(file, 'utf8')).trim());
}
