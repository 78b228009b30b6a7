import { generateKeyPairSync } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  CompletionRevoked,
  HeadsPublished,
  encodeHeaders,
  firstChain,
  newId,
  numberEvent,
  type EventRecord,
} from '@betang/contracts';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect, headers, type NatsConnection } from '@nats-io/transport-node';
import { startRegionUnderTest, waitUntil, type RegionUnderTest, type ServiceUnderTest } from '@betang/testing';
import { signEvent } from '../keys/region-key-ring.js';
import { localConnectionOptions } from '../topology/connection-options.js';
import { readCredentials } from '../topology/credentials.js';
import { localSubject, streamName } from '../topology/subjects.js';
import { topologyPaths } from '../topology/topology-folder.js';
import { leaving, makeSeenTable, recorder, seen, seenCount } from './testing/recorder.js';

describe('what can be wrong in a stream', () => {
  let region: RegionUnderTest;
  let identity: ServiceUnderTest;
  let reader: ServiceUnderTest;
  let operator: NatsConnection;

  beforeEach(async () => {
    region = await startRegionUnderTest('62.03', ['identity', 'training-catalog', 'learning-hours']);
    await makeSeenTable(region, 'learning_hours');
    identity = await region.service('identity');
    reader = await region.service('learning-hours', [recorder().handler]);
    const paths = topologyPaths(join(region.dir, 'nats'));
    operator = await connect(localConnectionOptions(await readCredentials(paths.local('operator'))));
  });
  afterEach(async () => {
    await operator?.close();
    await region?.stop();
  });

  const SUBJECT = localSubject('62.03', 'identity', 'employee-left', 1);
  const allSeen = (expected: number) =>
    waitUntil(`${expected} events took effect`, async () => (await seenCount(reader)) >= expected);
  const watermark = async () => {
    const [row] = await reader.query<{ position: string; state: string }>(
      `SELECT position, state FROM reader_watermark WHERE service = 'identity' AND audience = 'local'`,
    );
    return row;
  };
  const parkedBy = (service: ServiceUnderTest) =>
    service.query<{ reason: string }>('SELECT reason FROM parked ORDER BY ordinal');

  /** An event of identity as a relay would publish it, at whatever position and chain a test wants. */
  const forged = (previous: { position: number; chain: string }, change: Partial<EventRecord> = {}): EventRecord => {
    const { id, subject, time, data } = leaving();
    const event = { id, subject, time: time.toISOString(), body: Buffer.from(JSON.stringify(data)) };
    const rest = {
      type: 'betang.identity.employee-left.v1',
      region: '62.03',
      service: 'identity',
      audience: 'local',
      dataschema: 'urn:betang:schema:identity.employee-left:1',
    } as const;
    return { ...numberEvent({ ...event, ...rest, epoch: region.epoch.epoch, ...change }, previous), ...change };
  };
  const send = async (event: EventRecord, subject = SUBJECT, body = event.body) => {
    const list = headers();
    for (const [name, value] of encodeHeaders(event)) list.set(name, value);
    await operator.request(subject, body, { headers: list, timeout: 5_000 });
  };

  it('asks for what is missing in front of held events and applies all of it in order', async () => {
    identity.start();
    const events = Array.from({ length: 30 }, () => leaving());
    await identity.publish(...events);
    const manager = await jetstreamManager(operator, { checkAPI: false });
    const stream = streamName('62.03');
    await waitUntil('the stream holds them', async () => (await manager.streams.info(stream)).state.messages >= 30);
    for (const sequence of [7, 8, 9, 20]) await manager.streams.deleteMessage(stream, sequence);
    reader.start();
    await allSeen(30);
    expect((await seen(reader)).map(({ id }) => id)).toEqual(events.map(({ id }) => id));
    expect(await reader.query('SELECT 1 FROM reader_held')).toEqual([]);
    expect(await parkedBy(reader)).toEqual([]);
  });

  it('stops an origin whose next event does not follow from the known chain, and no other', async () => {
    const catalog = await region.service('training-catalog');
    identity.start();
    reader.start();
    await identity.publish(leaving(), leaving());
    await allSeen(2);
    const known = await waitUntil('the reader knows identity', watermark);
    await send(forged({ position: Number(known!.position), chain: firstChain('other', 'identity', 'local') }));
    await waitUntil('the fork is noticed', async () => (await watermark())?.state === 'FORKED');
    const incidents = await reader.query<{ kind: string }>('SELECT kind FROM delivery_incident');
    expect(incidents).toEqual([{ kind: 'fork' }]);

    catalog.start();
    const revoked = { completionId: newId(), employeeId: newId(), reason: 'recorded twice' };
    await catalog.publish(CompletionRevoked.create({ subject: revoked.employeeId, data: revoked }));
    await waitUntil('another origin of the same stream still flows', () =>
      [...(reader.delivery.reader?.state.watermarks.values() ?? [])].some(
        ({ service, position }) => service === 'training-catalog' && position === 1,
      ),
    );
    expect(await seenCount(reader)).toBe(2);
  });

  it('skips an event that comes again', async () => {
    identity.start();
    reader.start();
    const event = forged({ position: 0, chain: firstChain(region.epoch.epoch, 'identity', 'local') });
    await send(event);
    await send(event);
    await allSeen(1);
    await send(forged(event));
    await allSeen(2);
    expect(await parkedBy(reader)).toEqual([]);
  });

  it('parks what is no event, lies about its origin, is of the future or too large, once each, and reads on', async () => {
    identity.start();
    reader.start();
    const first = forged({ position: 0, chain: firstChain(region.epoch.epoch, 'identity', 'local') });
    await operator.request(SUBJECT, 'no headers at all');
    await operator.request(SUBJECT, 'no headers at all');
    await send({ ...first, region: '62.71' });
    await send(first, SUBJECT, Buffer.alloc(257 * 1024));
    await send(first);
    const future = forged(first, {
      type: 'betang.identity.employee-left.v9',
      dataschema: 'urn:betang:schema:identity.employee-left:9',
    });
    await send(future);
    const broken = forged(future, { body: Buffer.from('{"employeeId":') });
    await send(broken);
    const incomplete = forged(broken, {
      body: Buffer.from(JSON.stringify({ employeeId: newId(), reason: 'RETIRED' })),
    });
    await send(incomplete);
    const last = forged(incomplete);
    await send(last);
    await allSeen(2);
    expect((await seen(reader)).map(({ id }) => id)).toEqual([first.id, last.id]);
    expect((await parkedBy(reader)).map(({ reason }) => reason)).toEqual([
      'needs-upgrade',
      'event-data-invalid',
      'event-data-invalid',
    ]);
    const garbage = await waitUntil('identity keeps the garbage', async () => {
      const rows = await parkedBy(identity);
      return rows.length >= 3 ? rows : undefined;
    });
    expect(garbage!.map(({ reason }) => reason)).toEqual(['envelope-incomplete', 'wrong-origin', 'event-too-large']);
  });

  it('takes a parked event of delivery itself by itself once its key is known, and tries it no more often than there are new keys', async () => {
    const stranger = generateKeyPairSync('ed25519');
    const heads = HeadsPublished.create({
      subject: '62.03',
      to: 'local',
      data: { epoch: region.epoch.epoch, asOf: new Date().toISOString(), heads: [] },
    });
    const numbered = forged(
      { position: 0, chain: firstChain(region.epoch.epoch, 'identity', 'local') },
      {
        type: HeadsPublished.type,
        dataschema: HeadsPublished.dataschema,
        body: Buffer.from(JSON.stringify(heads.data)),
      },
    );
    const subject = localSubject('62.03', 'identity', 'heads-published', 1);
    await send({ ...numbered, signature: signEvent(numbered, stranger.privateKey) }, subject);
    reader.start();
    await waitUntil('it is parked', async () => (await parkedBy(reader)).length === 1);
    expect(await parkedBy(reader)).toEqual([{ reason: 'signature-invalid' }]);
    const attempts = async () => (await reader.query<{ n: number }>('SELECT attempts AS n FROM parked'))[0]!.n;
    await reader.query(`UPDATE parked SET state = 'RETRY_ASKED'`);
    await waitUntil('it was tried', async () => (await attempts()) === 2);
    await pause(6_000);
    expect(await attempts()).toBe(2);
    const publicKey = JSON.stringify(stranger.publicKey.export({ format: 'jwk' }));
    await region.sql(
      `INSERT INTO betang.region_key (region, key_id, use, public_key, valid_from) VALUES ('62.03', 'late', 'SIGNING', $1, now() - interval '1 hour')`,
      [publicKey],
    );
    await waitUntil('it is applied', async () => {
      const [row] = await reader.query<{ state: string }>('SELECT state FROM parked');
      return row?.state === 'APPLIED';
    });
  });
});
