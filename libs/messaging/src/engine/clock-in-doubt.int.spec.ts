import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startRegionUnderTest, waitUntil, type RegionUnderTest } from '@betang/testing';
import { leaving, makeSeenTable, recorder, seenCount } from './testing/recorder.js';

const OLD = 'days-90:2020-01';
let region: RegionUnderTest;
beforeAll(async () => {
  region = await startRegionUnderTest('62.03', ['identity', 'learning-hours']);
  await makeSeenTable(region, 'learning_hours');
}, 60_000);
afterAll(() => region?.stop());

const isKept = async (): Promise<boolean> => {
  const [row] = await region.sql<{ kept: boolean }>(
    `SELECT to_regclass('identity.outbox_' || translate($1, ':-', '__')) IS NOT NULL AS kept`,
    [OLD],
  );
  return row!.kept;
};
const setSeen = async (time: string): Promise<void> => {
  for (const schema of ['identity', 'learning_hours'])
    await region.sql(
      `INSERT INTO ${schema}.clock_seen (seen_at) VALUES ($1) ON CONFLICT (one) DO UPDATE SET seen_at = excluded.seen_at`,
      [time],
    );
};

/** Leads, brings an event to its effect where it may, and ends: all that is to be done at once has been done by then. */
async function runOnce(brings: boolean): Promise<void> {
  const identity = await region.service('identity', [], async () => []);
  const reader = await region.service('learning-hours', [recorder().handler]);
  if (brings) await identity.publish(leaving());
  identity.start();
  reader.start();
  await waitUntil('its relay runs', () => identity.delivery.progress.relays.local?.state === 'idle');
  if (brings) await waitUntil('the event took effect', async () => (await seenCount(reader)) > 0);
  await Promise.all([identity.stop(), reader.stop()]);
}

describe('delivery while the clock is in doubt', () => {
  it('drops no month of the outbox and takes nothing in; both once the clock is right', async () => {
    const identity = await region.service('identity');
    await identity.query(`SELECT outbox_make_bucket('${OLD}')`);
    await identity.stop();
    await setSeen('2016-01-01T00:00:00Z');
    await runOnce(false);
    expect(await isKept()).toBe(true);
    await setSeen(new Date().toISOString());
    await runOnce(true);
    expect(await isKept()).toBe(false);
  });
});
