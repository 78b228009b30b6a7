import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createServer, type Server } from 'node:net';
import { basename } from 'node:path';
import { findFreePort, findFreePorts, isPortFree } from './free-port.js';
import { createWorkFolder, removeWorkFolder } from './work-folder.js';

describe('ports for servers of tests', () => {
  const run = process.env['BETANG_TEST_RUN'];
  let folder = '';

  beforeAll(() => {
    delete process.env['BETANG_TEST_RUN'];
    folder = createWorkFolder('ports');
    process.env['BETANG_TEST_RUN'] = basename(folder);
  });
  afterAll(() => {
    if (run === undefined) delete process.env['BETANG_TEST_RUN'];
    else process.env['BETANG_TEST_RUN'] = run;
    removeWorkFolder(folder);
  });

  it('are given out once in a run, though nobody listens on them yet', async () => {
    // A fifth of all there are: drawn freely, some would come twice.
    const rows = [];
    for (let row = 0; row < 25; row++) rows.push(await findFreePorts(100));
    const all = rows.flatMap((first) => Array.from({ length: 100 }, (_, index) => first + index));
    expect(new Set(all).size).toBe(all.length);
    const single = await findFreePort();
    expect(all).not.toContain(single);
  });

  it('are not given out where somebody listens', async () => {
    const port = await findFreePort();
    const server = await new Promise<Server>((resolve) => {
      const listening = createServer().listen(port, '127.0.0.1', () => resolve(listening));
    });
    expect(await isPortFree(port)).toBe(false);
    await new Promise((resolve) => server.close(resolve));
    expect(await isPortFree(port)).toBe(true);
  });
});
