import { chmod } from 'node:fs/promises';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { readCredentials, readTopology, topologyPaths, type NewTopology } from '@betang/messaging';
import { createWorkFolder, removeWorkFolder } from '@betang/testing';
import { prepareTopology } from './region-topology.js';

let folder: string;
beforeEach(() => {
  folder = createWorkFolder('moved-bus');
});
afterEach(() => removeWorkFolder(folder));

const at = (port: number): NewTopology => ({
  region: '62',
  role: 'hub',
  mode: 'all',
  services: ['identity'],
  listen: { host: '127.0.0.1', port },
});

it('a bus whose move to another address was cut short is moved whole when it is asked for again', async () => {
  await prepareTopology(folder, at(4222));
  const paths = topologyPaths(folder);
  const files = [paths.system, paths.hub, paths.hubOperator, paths.check('62'), paths.local('all')];
  // One that cannot be read stands for the moment of the kill.
  await chmod(paths.system, 0o644);
  await expect(prepareTopology(folder, at(4333))).rejects.toMatchObject({ code: 'credentials-exposed' });
  await chmod(paths.system, 0o600);
  await prepareTopology(folder, at(4333));
  expect((await readTopology(folder)).listen.port).toBe(4333);
  await expect(prepareTopology(folder, { ...at(4444), listen: { host: '0.0.0.0', port: 4444 } })).rejects.toMatchObject(
    {
      code: 'topology-invalid',
    },
  );
  const urls = await Promise.all(files.map(async (file) => (await readCredentials(file)).url));
  expect(new Set(urls)).toEqual(new Set(['nats://127.0.0.1:4333']));
});
