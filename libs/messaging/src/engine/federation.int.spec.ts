import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AgencyPublished, newId, type EventContract } from '@betang/contracts';
import { getPassword, migratorRole } from '@betang/platform';
import {
  startLinkProxy,
  startRegionUnderTest,
  waitUntil,
  type LinkProxy,
  type RegionUnderTest,
  type ServiceUnderTest,
} from '@betang/testing';
import pg from 'pg';
import { join } from 'node:path';
import { openEpoch, type RegionEpoch } from '../epoch/region-epoch.js';
import type { EventHandler } from '../handling/handler-registry.js';
import { PARKED_LIMIT } from '../reader/reader-state.js';

const agency = (name: string) => {
  const agencyId = newId();
  return AgencyPublished.create({ subject: agencyId, data: { agencyId, name } });
};

const collector = (into: string[]): EventHandler => ({
  contract: AgencyPublished as unknown as EventContract,
  kind: 'projection',
  // What a transaction took that was begun anew would else be there twice.
  handle: async (events, { transaction }) => transaction.afterCommit(() => into.push(...events.map(({ id }) => id))),
});

describe('a province and its regency', () => {
  let province: RegionUnderTest;
  let proxy: LinkProxy;
  let kapuas: RegionUnderTest;
  let reporting: ServiceUnderTest;
  let kapuasIdentity: ServiceUnderTest;
  const arrived: string[] = [];
  const published: string[] = [];

  beforeAll(async () => {
    province = await startRegionUnderTest('62', { services: ['identity', 'reporting'], role: 'hub' });
    proxy = await startLinkProxy({ target: province.nats.url });
    kapuas = await startRegionUnderTest('62.03', {
      services: ['identity'],
      hub: province,
      hubUrl: proxy.url.replace(/^\w+:/, 'nats:'),
    });
    const provinceIdentity = await province.service('identity');
    reporting = await province.service('reporting', [collector(arrived)]);
    kapuasIdentity = await kapuas.service('identity');
    for (const service of [provinceIdentity, reporting, kapuasIdentity]) service.start();
  });
  afterAll(async () => {
    await kapuas?.stop();
    await proxy?.stop();
    await province?.stop();
  });

  const publish = async (count: number) => {
    const events = Array.from({ length: count }, (_, index) => agency(`Dinas ${index}`));
    published.push(...events.map(({ id }) => id));
    await kapuasIdentity.publish(...events);
  };
  const arrivedAll = () =>
    waitUntil('the province has all that was published', () => arrived.length >= published.length, {
      timeoutMs: 30_000,
    });
  /** What the province confirms of a line, and whether its chain is ours at that position. */
  const confirmed = (position: number) =>
    waitUntil('the province confirms the line with the chain that the regency has', async () => {
      const [receipt] = await kapuas.sql<{ position: string; chain: string }>(
        `SELECT position, chain FROM betang.receipt WHERE receiver = '62' AND reader = 'reporting' AND service = 'identity' AND audience = 'province'
          ORDER BY epoch DESC LIMIT 1`,
      );
      const [head] = await kapuas.sql<{ position: string; chain: string }>(
        `SELECT position, chain FROM identity.relay_head WHERE audience = 'province' ORDER BY epoch DESC LIMIT 1`,
      );
      return (
        receipt &&
        head &&
        Number(receipt.position) >= position &&
        receipt.position === head.position &&
        receipt.chain === head.chain
      );
    });

  it('shares facts, and proves on the sending side that nothing is missing', async () => {
    await publish(700);
    await arrivedAll();
    await confirmed(700);
    expect(arrived).toEqual(published);
  });

  it('goes on with its own work while the link is cut, and catches up when it returns', async () => {
    proxy.cut();
    await publish(600);
    const [waiting] = await kapuasIdentity.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM outbox WHERE destination = 'hub'`,
    );
    expect(waiting!.n).toBeGreaterThanOrEqual(1_300);
    proxy.restore();
    await arrivedAll();
    expect(arrived).toEqual(published);
  });

  it('signs in and delivers over a satellite, where question and answer take longer than the two seconds of a server', async () => {
    proxy.cut();
    await publish(300);
    proxy.setLatency(1_200);
    proxy.restore();
    await publish(300);
    await arrivedAll();
    expect(arrived).toEqual(published);
    proxy.setLatency(0);
  });

  it('loses and doubles nothing when the hub is killed in the middle', async () => {
    await publish(300);
    await province.nats.kill9();
    await publish(300);
    await province.nats.restart();
    await arrivedAll();
    expect(arrived).toEqual(published);
  });

  it('brings the province what the hub lost with its disk', async () => {
    await publish(50);
    await arrivedAll();
    await province.nats.kill9();
    province.nats.wipeStore();
    await publish(50);
    await province.nats.restart();
    await province.applyTopology();
    await arrivedAll();
    await publish(5);
    await arrivedAll();
    expect(arrived).toEqual(published);
    await confirmed(published.length);
  });

  const openNextEpoch = async (): Promise<RegionEpoch> => {
    const role = migratorRole('identity');
    const url = new URL(kapuas.postgres.url);
    const client = new pg.Client({
      host: url.hostname,
      port: Number(url.port),
      database: 'betang',
      user: role,
      password: await getPassword(join(kapuas.dir, 'passwords.json'), role),
    });
    await client.connect();
    await client.query('SET search_path = identity');
    const run = async <R>(text: string, values?: readonly unknown[]) =>
      (await client.query(text, values as unknown[])).rows as R[];
    const opened = await openEpoch(
      { query: run, execute: async (text, values) => (await run(text, values)).length },
      '62.03',
      'OPERATOR',
    );
    await client.end();
    return opened;
  };

  /** What came behind a gap, and what stood in the gap is nowhere any more: the region was restored without it. */
  const holdBehindGap = async (id: string) => {
    const place = ['62.03', 'identity', 'province', kapuas.epoch.epoch, 99_999];
    await reporting.query(
      `INSERT INTO reader_held (region, service, audience, epoch, position, chain, previous_chain, headers, body)
       VALUES ($1, $2, $3, $4, $5, '', '', $6, '')`,
      [...place, JSON.stringify([['ce-id', id]])],
    );
  };

  it('counts anew after an epoch was opened, and the province follows and holds nothing of what counts no longer', async () => {
    const lost = newId();
    await holdBehindGap(lost);
    await kapuasIdentity.stop();
    const epoch = await openNextEpoch();
    kapuasIdentity = await kapuas.service('identity');
    kapuasIdentity.start();
    await publish(40);
    await arrivedAll();
    const known = await reporting.query<{ epoch: string; state: string }>(
      `SELECT epoch, state FROM reader_epoch WHERE region = '62.03' ORDER BY epoch`,
    );
    expect(known).toEqual([
      { epoch: kapuas.epoch.epoch, state: 'CLOSED' },
      { epoch: epoch.epoch, state: 'CURRENT' },
    ]);
    expect(arrived).toEqual(published);
    expect(await reporting.query('SELECT * FROM reader_held')).toEqual([]);
    expect(await reporting.query(`SELECT position, detail FROM delivery_incident WHERE kind = 'orphan'`)).toEqual([
      { position: '99999', detail: lost },
    ]);
  });

  it('is followed into an epoch that was opened while facts of the one before had not left yet', async () => {
    proxy.cut();
    await publish(30);
    await kapuasIdentity.stop();
    await openNextEpoch();
    kapuasIdentity = await kapuas.service('identity');
    kapuasIdentity.start();
    proxy.restore();
    await publish(10);
    await arrivedAll();
    expect(arrived).toEqual(published);
    expect(await reporting.query('SELECT * FROM reader_held')).toEqual([]);
    expect(await reporting.query(`SELECT kind FROM delivery_incident WHERE kind = 'fork'`)).toEqual([]);
  });

  it('is followed into an epoch of which the news was lost on the way', async () => {
    await reporting.stop();
    await province.sql(
      `INSERT INTO reporting.parked (stream, sequence, region, service, type, subject, event_id, reason, detail, headers, body)
       SELECT 'INBOUND_r62', n, '62.03', 'identity', 'x', '', '', 'too-large', '', '[]', n::text::bytea FROM generate_series(1, $1) AS n`,
      [PARKED_LIMIT.count],
    );
    reporting = await province.service('reporting', [collector(arrived)]);
    reporting.start();
    await kapuasIdentity.stop();
    const { epoch } = await openNextEpoch();
    kapuasIdentity = await kapuas.service('identity');
    kapuasIdentity.start();
    await waitUntil('its news is not stored', async () => {
      const rows = await reporting.query(`SELECT 1 FROM delivery_incident WHERE kind = 'stopped' AND epoch = $1`, [
        epoch,
      ]);
      return rows.length > 0;
    });
    await province.sql(`DELETE FROM reporting.parked`);
    await waitUntil('the region goes on', () => !reporting.delivery.reader?.state.stopped('62.03'));
    await publish(10);
    await arrivedAll();
    expect(arrived).toEqual(published);
    expect(await reporting.query(`SELECT kind FROM delivery_incident WHERE kind = 'fork'`)).toEqual([]);
    await waitUntil('nothing is held', async () => (await reporting.query('SELECT 1 FROM reader_held')).length === 0);
  });
});
