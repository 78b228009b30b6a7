import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { encodeHeaders, firstChain, numberEvent } from '@betang/contracts';
import { connect, headers } from '@nats-io/transport-node';
import { startRegionUnderTest, waitUntil, type RegionUnderTest, type ServiceUnderTest } from '@betang/testing';
import { leaving, makeSeenTable, recorder, seenCount } from '../engine/testing/recorder.js';
import { localConnectionOptions } from '../topology/connection-options.js';
import { readCredentials } from '../topology/credentials.js';
import { localSubject } from '../topology/subjects.js';
import { topologyPaths } from '../topology/topology-folder.js';

describe('events of an epoch that is not open yet', () => {
  let region: RegionUnderTest;
  let identity: ServiceUnderTest;
  let reader: ServiceUnderTest;

  beforeEach(async () => {
    region = await startRegionUnderTest('62.03', ['identity', 'learning-hours']);
    await makeSeenTable(region, 'learning_hours');
    identity = await region.service('identity');
    reader = await region.service('learning-hours', [recorder().handler]);
  });
  afterEach(async () => region?.stop());

  /** The very first event of a later epoch: the relay of one service can be faster than identity's news of it. */
  const sendFirstOf = async (epoch: string): Promise<void> => {
    const { id, subject, time, data } = leaving();
    const event = {
      id,
      subject,
      time: time.toISOString(),
      body: Buffer.from(JSON.stringify(data)),
      type: 'betang.identity.employee-left.v1',
      dataschema: 'urn:betang:schema:identity.employee-left:1',
      region: '62.03',
      service: 'identity',
      audience: 'local',
      epoch,
    } as const;
    const list = headers();
    const numbered = numberEvent(event, { position: 0, chain: firstChain(epoch, 'identity', 'local') });
    for (const [name, value] of encodeHeaders(numbered)) list.set(name, value);
    const credentials = await readCredentials(topologyPaths(join(region.dir, 'nats')).local('operator'));
    const operator = await connect(localConnectionOptions(credentials));
    await operator.request(localSubject('62.03', 'identity', 'employee-left', 1), event.body, {
      headers: list,
      timeout: 5_000,
    });
    await operator.close();
  };

  it('are held, and hold up nothing else', async () => {
    await sendFirstOf('9.0123456789ab');
    reader.start();
    identity.start();
    await identity.publish(leaving(), leaving());
    await waitUntil('others take effect', async () => (await seenCount(reader)) === 2);
    expect(await reader.query('SELECT epoch, position FROM reader_held')).toEqual([
      { epoch: '9.0123456789ab', position: '1' },
    ]);
  });
});
