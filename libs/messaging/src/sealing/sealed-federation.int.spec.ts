import { copyFile, mkdir, readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CompetencyRecordHandedOver, RegionKeysPublished, newId, type EventContract } from '@betang/contracts';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { startRegionUnderTest, waitUntil, type RegionUnderTest, type ServiceUnderTest } from '@betang/testing';
import type { EventHandler, ReceivedEvent } from '../handling/handler-registry.js';
import { makeRegionKeys } from '../keys/region-keys.js';
import { applyTopology } from '../topology/apply-topology.js';
import { hubConnectionOptions, localConnectionOptions } from '../topology/connection-options.js';
import { readCredentials } from '../topology/credentials.js';
import { issueRegion } from '../topology/region-registry.js';
import { FEDERATION_STREAM, HUB_API_PREFIX } from '../topology/subjects.js';
import { topologyPaths } from '../topology/topology-folder.js';

const ASSESSOR = 'Balai Penilaian Kahayan (contoh)';

const handOver = (to: 'to.r6271' | 'to.r6299' = 'to.r6271', transferId = newId()) =>
  CompetencyRecordHandedOver.create({
    subject: transferId,
    to,
    data: {
      transferId,
      employeeId: newId(),
      part: 1,
      parts: 1,
      evidence: [
        {
          evidenceId: newId(),
          competencyCode: 'MAN-05',
          level: 3,
          method: 'ASSESSMENT_CENTER',
          assessor: ASSESSOR,
          observedOn: '2026-03-05',
          validUntil: null,
          reference: 'AC-2026-17',
        },
      ],
    },
  });

describe('what one region tells another alone', () => {
  let province: RegionUnderTest;
  let kapuas: RegionUnderTest;
  let palangkaRaya: RegionUnderTest;
  let sender: ServiceUnderTest;
  let receiver: ServiceUnderTest;
  const taken: ReceivedEvent<typeof CompetencyRecordHandedOver>[] = [];
  const handler: EventHandler = {
    contract: CompetencyRecordHandedOver as unknown as EventContract,
    kind: 'process',
    handle: async (events, { transaction }) => {
      transaction.afterCommit(() => taken.push(...(events as unknown as typeof taken)));
    },
  };
  const SERVICES = ['identity', 'competency-mapping'] as const;

  beforeAll(async () => {
    province = await startRegionUnderTest('62', { services: ['identity'], role: 'hub' });
    kapuas = await startRegionUnderTest('62.03', { services: SERVICES, hub: province });
    palangkaRaya = await startRegionUnderTest('62.71', { services: SERVICES, hub: province });
    for (const region of [province, kapuas, palangkaRaya]) (await region.service('identity')).start();
    sender = await kapuas.service('competency-mapping');
    receiver = await palangkaRaya.service('competency-mapping', [handler]);
    sender.start();
    receiver.start();
    await known(1);
  });
  afterAll(async () => {
    await Promise.all([kapuas?.stop(), palangkaRaya?.stop()]);
    await province?.stop();
  });

  /** The sender's region has heard of so many encryption keys of the receiver. */
  const known = (count: number) =>
    waitUntil('the province made the keys known', async () => {
      const rows = await kapuas.sql(`SELECT 1 FROM betang.region_key WHERE region = '62.71' AND use = 'ENCRYPTION'`);
      return rows.length >= count;
    });
  const arrived = (transferId: string) =>
    waitUntil('the receiver took it in', () => taken.find(({ subject }) => subject === transferId));
  const parked = () =>
    receiver.query<{ reason: string; type: string; body: Buffer }>(
      `SELECT reason, type, body FROM parked WHERE state = 'PARKED' ORDER BY ordinal`,
    );

  it('is refused, and with it the whole transaction, while the receiver has no key', async () => {
    const before = await sender.query('SELECT id FROM outbox');
    const fine = handOver();
    await expect(sender.publish(fine, handOver('to.r6299'))).rejects.toMatchObject({ code: 'receiver-key-unknown' });
    expect(await sender.query('SELECT id FROM outbox')).toEqual(before);
  });

  it('arrives whole, with its sender, and lies nowhere in the clear', async () => {
    const event = handOver();
    await sender.publish(event);
    const received = await arrived(event.subject);
    expect(received).toMatchObject({ id: event.id, region: '62.03', service: 'competency-mapping', data: event.data });

    const outbox = await sender.query<{ type: string; subject: string; body: Buffer }>(
      'SELECT type, subject, body FROM outbox WHERE id = $1',
      [event.id],
    );
    const archive = await waitUntil('it is archived', async () => {
      const rows = await receiver.query<{ type: string; subject: string; body: Buffer }>(
        'SELECT type, subject, body FROM archive WHERE id = $1',
        [event.id],
      );
      return rows.length > 0 ? rows : undefined;
    });
    for (const rows of [outbox, archive]) {
      expect(rows).toEqual([{ type: 'betang.delivery.directed.v1', subject: event.id, body: expect.any(Buffer) }]);
      expect(rows[0]!.body.toString()).not.toMatch(/Kahayan|MAN-05|evidence/);
    }
    expect(archive[0]!.body.equals(outbox[0]!.body)).toBe(true);
  });

  it('is ciphertext for the hub, and not even that for a third region with its own credentials', async () => {
    const event = handOver();
    await sender.publish(event);
    await arrived(event.subject);
    const hub = join(province.dir, 'nats');
    const operator = await connect(localConnectionOptions(await readCredentials(topologyPaths(hub).hubOperator)));
    const manager = await jetstreamManager(operator);
    const { state } = await manager.streams.info(FEDERATION_STREAM);
    let directed = 0;
    for (let seq = state.first_seq; seq <= state.last_seq; seq += 1) {
      const message = await manager.streams.getMessage(FEDERATION_STREAM, { seq });
      const whole = `${message?.subject} ${[...(message?.header ?? [])].join(' ')} ${message?.string()}`;
      expect(whole).not.toMatch(/Kahayan|MAN-05|competency-record/);
      if (message?.subject === 'share.r6203.to.r6271.competency-mapping.directed.v1') directed += 1;
    }
    expect(directed).toBeGreaterThanOrEqual(2);

    const credentials = await issueRegion(hub, '62.05', province.nats.url);
    await applyTopology(hub);
    const third = await connect(hubConnectionOptions(credentials));
    const info = await third.request(`${HUB_API_PREFIX}.CONSUMER.INFO.${FEDERATION_STREAM}.r6205`, '');
    const { num_pending: pending } = info.json<{ num_pending: number }>();
    let forAll = 0;
    for (let seq = state.first_seq; seq <= state.last_seq; seq += 1) {
      const message = await manager.streams.getMessage(FEDERATION_STREAM, { seq });
      if (message?.subject.split('.')[2] === 'federation') forAll += 1;
    }
    expect(pending).toBeGreaterThanOrEqual(forAll);
    expect(pending).toBeLessThan(state.messages);
    const refused = third.request(`$JS.API.STREAM.MSG.GET.${FEDERATION_STREAM}`, JSON.stringify({ seq: 1 }), {
      timeout: 1_000,
    });
    await expect(refused).rejects.toThrow();
    await Promise.all([third.close(), operator.close()]);
  });

  it('waits for a key that has not come, and goes on by itself when it has', async () => {
    const coming = join(palangkaRaya.dir, 'coming');
    await mkdir(coming);
    await makeRegionKeys(coming);
    const name = (await readdir(coming)).find((file) => file.startsWith('encryption-'))!;
    const key = JSON.parse(await readFile(join(coming, name), 'utf8')) as { keyId: string; publicKey: string };
    await province.sql(
      `UPDATE betang.region_key SET valid_to = now() - interval '1 minute' WHERE region = '62.71' AND use = 'ENCRYPTION'`,
    );
    await province.sql(
      `INSERT INTO betang.region_key (region, key_id, use, public_key, valid_from) VALUES ('62.71', $1, 'ENCRYPTION', $2, now() - interval '1 minute')`,
      [key.keyId, key.publicKey],
    );
    await known(2);
    const transferId = newId();
    const [first, second] = [handOver('to.r6271', transferId), handOver('to.r6271', transferId)];
    await sender.publish(first, second);
    const rows = await waitUntil('both wait for the key', async () => {
      const found = await parked();
      return found.length === 2 ? found : undefined;
    });
    for (const row of rows) {
      expect(row).toMatchObject({ reason: 'key-missing', type: 'betang.delivery.directed.v1' });
      expect(row.body.toString()).not.toMatch(/Kahayan/);
    }
    await copyFile(join(coming, name), join(palangkaRaya.dir, 'keys', name));
    await waitUntil('both were taken in', () => taken.filter(({ subject }) => subject === transferId).length === 2);
    expect(taken.slice(-2).map(({ id }) => id)).toEqual([first.id, second.id]);
    await waitUntil('nothing is parked any more', async () => (await parked()).length === 0);
  });

  it('takes no list of keys from a region that is no province', async () => {
    const list = { asOf: new Date().toISOString(), regions: [] };
    const identity = await kapuas.service('identity');
    await identity.publish(RegionKeysPublished.create({ subject: '62.03', data: list }));
    await waitUntil('the receiver notes it', async () => {
      const found = await receiver.query(
        `SELECT 1 FROM delivery_incident WHERE kind = 'foreign-key-list' AND region = '62.03'`,
      );
      return found.length === 1;
    });
  });
});
