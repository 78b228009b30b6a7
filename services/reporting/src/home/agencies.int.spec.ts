import { newId } from '@betang/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { unit } from '../testing/events.js';
import { ReportingUnderTest } from '../testing/reporting-under-test.js';

let service: ReportingUnderTest;
beforeAll(async () => {
  service = await ReportingUnderTest.start();
});
afterAll(async () => service?.stop());

const agency = (unitId: string, changes: Parameters<typeof unit>[1] = {}) =>
  unit(unitId, { kind: 'AGENCY', agencyId: unitId, parentUnitId: null, ...changes });
const life = async (unitId: string) =>
  (
    await service.rows(
      'SELECT name, agency_from::text AS "from", closed_on::text AS "closedOn" FROM unit WHERE unit_id = $1',
      [unitId],
    )
  )[0];

describe('agencies of the region', () => {
  it('are as old as the oldest that was told of them, and closed since the newest says so, in whatever order events come', async () => {
    const events = (id: string) => [
      unit(id, { name: 'Bidang', validFrom: '2024-01-01' }),
      agency(id, { name: 'Dinas', validFrom: '2025-07-01' }),
      agency(id, { name: 'Dinas Baru', validFrom: '2025-10-01' }),
      agency(id, { name: 'Dinas Baru', validFrom: '2025-10-01', closedOn: '2026-04-01' }),
    ];
    const expected = { name: 'Dinas Baru', from: '2025-07-01', closedOn: '2026-04-01' };
    const [inOrder, reversed, atOnce] = [newId(), newId(), newId()];
    for (const event of events(inOrder)) await service.receive(event);
    for (const event of events(reversed).reverse()) await service.receive(event);
    await service.receive(...events(atOnce).reverse());
    for (const id of [inOrder, reversed, atOnce]) expect(await life(id)).toEqual(expected);
  });

  it('have always been there when they came with the first list, whatever name they have since', async () => {
    const id = newId();
    await service.receive(agency(id, { name: 'Dinas' }), agency(id, { name: 'Dinas Baru', validFrom: '2025-10-01' }));
    expect(await life(id)).toEqual({ name: 'Dinas Baru', from: '-infinity', closedOn: null });
  });
});
