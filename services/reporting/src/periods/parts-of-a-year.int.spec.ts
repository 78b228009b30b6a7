import { newId } from '@betang/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DutiesQueries } from '../duties/duties.queries.js';
import { FulfilmentQueries } from '../fulfilment/fulfilment.queries.js';
import { AGENCY_A, hours, registered, stated, unit } from '../testing/events.js';
import { ReportingUnderTest } from '../testing/reporting-under-test.js';
import type { ReportPeriod } from './period-store.js';
import { RegionCorrections } from './region-corrections.js';

let service: ReportingUnderTest;
beforeAll(async () => {
  service = await ReportingUnderTest.start();
});
afterAll(async () => service?.stop());

describe('figures of a part of a year', () => {
  it('are those up to its end, put to the duty of the year', async () => {
    const [agencyId, early, late] = [newId(), newId(), newId()];
    await service.receive(
      unit(agencyId, { kind: 'AGENCY', name: 'Dinas Sosial', agencyId, parentUnitId: null }),
      ...[early, late].map((id) => registered(id, { agencyId, unitId: agencyId })),
      hours({ employeeId: early, year: 2026, month: 2, counted: 2_000 }),
      hours({ employeeId: late, year: 2026, month: 3, counted: 500 }),
      hours({ employeeId: late, year: 2026, month: 6, counted: 1_500 }),
    );
    const queries = new FulfilmentQueries(service.database);
    const duties = await new DutiesQueries(service.database).of('62.03', 2026);
    const through = async (throughMonth: number) =>
      (await queries.ownThrough('62.03', 'agency', { year: 2026, agencyId, throughMonth }, duties))[0];
    const empty = { none: 0, started: 0, halfway: 0, fulfilled: 0 };
    const row = { key: agencyId, region: '62.03', agencyName: 'Dinas Sosial', people: 2 };
    expect(await through(1)).toEqual({ ...row, counted: 0, bands: { ...empty, none: 2 } });
    expect(await through(3)).toEqual({ ...row, counted: 2_500, bands: { ...empty, started: 1, fulfilled: 1 } });
    expect(await through(6)).toEqual({ ...row, counted: 4_000, bands: { ...empty, fulfilled: 2 } });
    const status = await queries.ownThrough('62.03', 'status', { year: 2026, throughMonth: 3, status: 'PPPK' }, duties);
    expect(status).toEqual([]);
  });
});

describe('corrections of what another region submitted', () => {
  const byMonth = [100, 200, 300, 400, 0, 0, 0, 0, 0, 0, 0, 0];
  const submitted = (part: 'Q1' | 'YEAR', figures: readonly (readonly [string, string, string, number | null])[]) =>
    ({
      year: 2027,
      part,
      level: 'REGION',
      place: '62.71',
      figures: figures.map(([report, key, figure, value]) => ({ report, key, figure, value })),
    }) as unknown as ReportPeriod;
  const of = (period: ReportPeriod) => new RegionCorrections(service.database).of(period);

  beforeAll(async () => {
    const terms = { year: 2027, people: 10, counted: 1_000, byMonth };
    await service.receive(
      stated(terms, { region: '62.71' }),
      stated(
        { ...terms, agencyId: null, bands: { none: 5, started: 5, halfway: 0, fulfilled: 0 } },
        { region: '62.71' },
      ),
    );
  });

  it('are of the months of its part alone, for the year goes on', async () => {
    const quarter = [
      ['fulfilment', 'PNS', 'counted', 1_200],
      ['fulfilment', 'PNS', 'fulfilled', 1],
      ['fulfilment', AGENCY_A, 'people', 99],
    ] as const;
    expect(await of(submitted('Q1', quarter))).toEqual([]);
    const less = [['fulfilment', 'PNS', 'counted', 1_100]] as const;
    expect(await of(submitted('Q1', less))).toEqual([
      { report: 'fulfilment', key: 'PNS', figure: 'counted', value: 1_100, now: 1_200 },
    ]);
  });

  it('are of people, agencies and participation at the end of a year; what was hidden or is cut otherwise stays out', async () => {
    const year = [
      ['fulfilment', 'PNS', 'people', 20],
      ['fulfilment', 'PNS', 'fulfilled', 5],
      ['fulfilment', 'PNS', 'none', null],
      ['fulfilment', AGENCY_A, 'fulfilled', 3],
      ['fulfilment', newId(), 'people', 7],
      ['participation', '62.71', 'participants', 14],
      ['participation', '62.71', 'people', 19],
    ] as const;
    expect((await of(submitted('YEAR', year))).map(({ key, figure, value, now }) => [key, figure, value, now])).toEqual(
      [
        ['PNS', 'fulfilled', 5, 4],
        [AGENCY_A, 'fulfilled', 3, 4],
        ['62.71', 'people', 19, 20],
      ],
    );
  });
});
