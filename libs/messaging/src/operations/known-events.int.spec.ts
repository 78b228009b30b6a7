import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataCompletenessStated, newId } from '@betang/contracts';
import { startRegionUnderTest, type RegionUnderTest, type ServiceUnderTest } from '@betang/testing';
import { findCounterparts, findEvent } from './known-events.js';

const NOW = '2026-03-02T03:00:00.000Z';
const SHELVES = { outboxes: ['competency-mapping'], archives: [], closed: [] } as const;

/** Statements of one transaction: so many that their places in the outbox pass from two digits to three. */
const STATED = 60;

describe('what an event was written with', () => {
  let region: RegionUnderTest;
  let service: ServiceUnderTest;

  beforeAll(async () => {
    region = await startRegionUnderTest('62.03', ['competency-mapping']);
    service = await region.service('competency-mapping');
  });
  afterAll(async () => region?.stop());

  it('begins with its own twin for home, whatever else the transaction wrote', async () => {
    const events = Array.from({ length: STATED }, () => {
      const agencyId = newId();
      const data = { agencyId, statement: 1, asOf: NOW, people: 0, datasets: [] };
      return DataCompletenessStated.create({ subject: agencyId, time: new Date(NOW), data });
    });
    await service.publish(...events);
    const nearest = async (id: string) => {
      const [own] = await findEvent(service.database, SHELVES, id);
      const [counterpart] = await findCounterparts(service.database, own!, 1);
      const [{ subject } = { subject: '' }] = await service.query<{ subject: string }>(
        'SELECT subject FROM outbox WHERE id = $1',
        [counterpart!.eventId],
      );
      return subject;
    };
    const found = await Promise.all(events.map(({ id }) => nearest(id)));
    expect(found).toEqual(events.map(({ subject }) => subject));
    const [{ digits } = { digits: 0 }] = await service.query<{ digits: number }>(
      'SELECT count(DISTINCT length(seq::text))::int AS digits FROM outbox',
    );
    expect(digits).toBeGreaterThan(1);
  });
});
