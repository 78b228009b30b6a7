import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { startRegionUnderTest, waitUntil, type RegionUnderTest, type ServiceUnderTest } from '@betang/testing';
import { leaving, makeSeenTable, recorder, seenCount, type Recorder } from './testing/recorder.js';

/** What a leader does beside taking events in: where it fails, it is told of and tried later, and events flow on. */
describe('work beside the delivery that fails again and again', () => {
  let region: RegionUnderTest;
  let identity: ServiceUnderTest;
  let reader: ServiceUnderTest;
  let record: Recorder;

  beforeEach(async () => {
    region = await startRegionUnderTest('62.03', ['identity', 'learning-hours']);
    await makeSeenTable(region, 'learning_hours');
    record = recorder();
    identity = await region.service('identity');
    reader = await region.service('learning-hours', [record.handler]);
    identity.start();
  });
  afterEach(async () => region?.stop());

  const allSeen = (expected: number) =>
    waitUntil(`${expected} events took effect`, async () => (await seenCount(reader)) >= expected);
  const codes = () => reader.problems.map((problem) => (problem as { code?: string }).code);

  it('leaves the leader where it is when the tables cannot be kept', async () => {
    await region.sql('REVOKE INSERT ON learning_hours.archive_pruned FROM learning_hours_app');
    reader.start();
    await waitUntil('it was met', () => reader.problems.length > 0);
    const led = reader.delivery.reader;
    await identity.publish(leaving(), leaving());
    await allSeen(2);
    await pause(2_000);
    expect(codes()).toEqual(['42501']);
    expect(led).toBeDefined();
    expect(reader.delivery.reader).toBe(led);
  });

  it('leaves the leader where it is when a parked event cannot even be read, and tries the others', async () => {
    const bad = leaving();
    record.poison.add(bad.subject);
    reader.start();
    await identity.publish(bad);
    await waitUntil('it is parked', async () => (await reader.query('SELECT 1 FROM parked')).length === 1);
    record.poison.clear();
    const led = reader.delivery.reader;
    await region.sql(
      `INSERT INTO learning_hours.parked (ordinal, stream, sequence, region, service, type, subject, event_id, reason, detail, headers, body)
       OVERRIDING SYSTEM VALUE VALUES (-1, 'EVENTS_r6203', 0, '62.03', 'identity', 'x', 'x', '', 'handler-failed', '', 'no list', '')`,
    );
    await region.sql(`UPDATE learning_hours.parked SET state = 'RETRY_ASKED'`);
    await allSeen(1);
    expect(led).toBeDefined();
    expect(reader.delivery.reader).toBe(led);
  });

  it('is begun anew more and more slowly where the leader cannot go on', async () => {
    await region.sql('REVOKE SELECT ON learning_hours.reader_watermark FROM learning_hours_app');
    reader.start();
    await pause(6_000);
    expect(reader.problems.length).toBeLessThan(6);
  });
});
