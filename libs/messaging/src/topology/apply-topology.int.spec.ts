import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createWorkFolder, findFreePort, startNats } from '@betang/testing';
import { jetstream } from '@nats-io/jetstream';
import type { JetStreamClient } from '@nats-io/jetstream';
import { applyTopology } from './apply-topology.js';
import { HUB_JETSTREAM_OPTIONS } from './connection-options.js';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startHub } from './testing/hub-under-test.js';
import type { HubUnderTest, Launcher } from './testing/hub-under-test.js';
import { verifyTopology } from './verify-topology.js';

export const launcher: Launcher = {
  createFolder: () => createWorkFolder('hub'),
  findPort: findFreePort,
  start: ({ dir, port }) => startNats({ dir, port, jetstream: false, config: readFileSync(join(dir, 'nats.conf'), 'utf8') }),
};

describe('topology on a running hub', () => {
  let hub: HubUnderTest;
  beforeAll(async () => {
    hub = await startHub(launcher, ['62.03', '62.71']);
  });
  afterAll(() => hub.stop());

  it('changes nothing the second time and finds no difference', async () => {
    expect(await applyTopology(hub.dir)).toEqual({ changed: [], remaining: [] });
    expect(await verifyTopology(hub.dir)).toEqual([]);
  });

  it('lets a region publish and fetch through its own account', async () => {
    const js = jetstream(await hub.connectAs('62.03'), HUB_JETSTREAM_OPTIONS);
    const ack = await js.publish('share.r6203.province.identity.unit-opened.v1', 'x');
    expect(ack).toMatchObject({ stream: 'FEDERATION', seq: 1 });
  });
});
