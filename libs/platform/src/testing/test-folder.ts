import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';
import { createWorkFolder, removeWorkFolder } from '@betang/testing';

/** Jest loads this module once for each test file, so each has a folder of its own, gone with its last test. */
const BASE = createWorkFolder('platform');
afterAll(() => removeWorkFolder(BASE));

let folders = 0;

/** A new empty folder for the test file at hand. */
export function testFolder(): string {
  folders += 1;
  const folder = join(BASE, String(folders));
  mkdirSync(folder, { mode: 0o700 });
  return folder;
}
