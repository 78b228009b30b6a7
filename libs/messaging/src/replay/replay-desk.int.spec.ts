import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startRegionUnderTest, type RegionUnderTest, type ServiceUnderTest } from '@betang/testing';
import { EpochBook } from '../reader/epoch-book.js';
import { ReaderState } from '../reader/reader-state.js';
import { ReplayDesk } from './replay-desk.js';

describe('asking a region that has been away for long', () => {
  let region: RegionUnderTest;
  let service: ServiceUnderTest;

  beforeAll(async () => {
    region = await startRegionUnderTest('62.03', ['learning-hours']);
    service = await region.service('learning-hours');
  });
  afterAll(async () => region?.stop());

  it('goes on asking once an hour, however often it was asked already', async () => {
    const { database, outbox } = service;
    const origin = { region: '62', service: 'identity', audience: 'federation', epoch: '1.a' };
    const state = new ReaderState(new EpochBook(), '62.03');
    await database.unitOfWork.run((tx) => state.epochs.begin(tx, '62', '1.a'));
    state.expect(origin, 7, 0);
    const desk = new ReplayDesk(
      { region: '62.03', unitOfWork: database.unitOfWork, outbox: outbox as never, now: () => 3_600_000 },
      state,
    );
    await desk.tend();
    for (const attempts of [1, 5, 40, 1_100, 2_000_000]) {
      await service.query(`UPDATE replay_request SET attempts = $1, ask_again = now() - interval '1 second'`, [
        attempts,
      ]);
      await desk.tend();
    }
    const [request] = await service.query<{ attempts: number; pause: number; asked: number }>(
      `SELECT attempts, round(extract(epoch FROM ask_again - now()) / 60)::int AS pause,
              (SELECT count(*)::int FROM outbox WHERE type LIKE '%replay-requested%') AS asked FROM replay_request`,
    );
    expect(request).toEqual({ attempts: 2_000_001, pause: 60, asked: 6 });
  });
});
