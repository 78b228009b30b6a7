import { newId } from '@betang/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ReportingUnderTest } from '../testing/reporting-under-test.js';
import { STATEMENTS, standingOf } from './origin-standing.decision.js';
import { OriginsQueries } from './origins.queries.js';
import type { ReportingConfig } from '../reporting.config.js';

let service: ReportingUnderTest;
beforeAll(async () => {
  service = await ReportingUnderTest.start();
});
afterAll(async () => service?.stop());

const origin = async (region: string) =>
  (await new OriginsQueries(service.database, { region: '62' } as ReportingConfig).all()).find(
    (found) => found.region === region,
  )!;
const watermark = (region: string, epoch: string, position: number, state = 'FLOWING') =>
  service.rows(
    `INSERT INTO reader_watermark (region, service, audience, epoch, position, chain, event_id, state) VALUES ($1, 'learning-hours', 'province', $2, $3, '', $4, $5)`,
    [region, epoch, position, newId(), state],
  );

describe('what is known of an origin', () => {
  it('is of the newest epoch of each line', async () => {
    await watermark('62.03', '9.old', 40, 'FORKED');
    await watermark('62.03', '10.new', 3);
    expect((await origin('62.03')).lines).toMatchObject([{ epoch: '10.new', position: 3, state: 'FLOWING' }]);
  });

  it('counts what is held, parked and asked again', async () => {
    await watermark('62.71', '1.a', 7);
    const held = `INSERT INTO reader_held (region, service, audience, epoch, position, chain, previous_chain, headers, body)
      VALUES ('62.71', 'learning-hours', 'province', '1.a', $1, '', '', '[]', '')`;
    await service.rows(held, [9]);
    await service.rows(held, [10]);
    const parked = `INSERT INTO parked (stream, sequence, region, service, type, subject, event_id, reason, detail, headers, body, state)
      VALUES ('INBOUND_r62', 1, '62.71', 'learning-hours', 't', 's', $1, 'handler-failed', '', $1, '', $2)`;
    await service.rows(parked, [newId(), 'PARKED']);
    await service.rows(parked, ['no id at all', 'PARKED']);
    await service.rows(parked, [newId(), 'DISCARDED']);
    await service.rows(
      `INSERT INTO replay_request (request_id, region, service, audience, epoch, first, last, ask_again) VALUES ($1, '62.71', 'learning-hours', 'province', '1.a', 8, 8, now())`,
      [newId()],
    );
    const found = await origin('62.71');
    expect(found).toMatchObject({ held: 2, parked: 2, replaysAsked: 1 });
    expect(found.firstParkedAt!.getTime()).toBeGreaterThan(Date.now() - 60_000);
    expect(standingOf(found, STATEMENTS, new Date()).state).toBe('INCOMPLETE');
  });

  it('names the own region also before anything was heard of it', async () => {
    expect(await origin('62')).toMatchObject({ lines: [], held: 0, parked: 0, replaysAsked: 0 });
  });
});
