import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@betang/contracts';
import { AGENCY_A, named, stated } from '../testing/events.js';
import { ReportingUnderTest } from '../testing/reporting-under-test.js';

let service: ReportingUnderTest;
beforeAll(async () => {
  service = await ReportingUnderTest.start();
});
afterAll(async () => service?.stop());

const totals = (agencyId: string | null, region = '62.03') =>
  service.rows<{ people: number; counted: string }>(
    'SELECT people, counted FROM stated_total WHERE region = $1 AND agency_id IS NOT DISTINCT FROM $2',
    [region, agencyId],
  );
const from = { region: '62.03' };

describe('stated totals', () => {
  it('keep the newest statement, in whatever order they come and however often', async () => {
    const agencyId = newId();
    const [first, second, third] = [1, 2, 3].map((statement) =>
      stated({ agencyId, statement, counted: statement * 100 }, from),
    );
    await service.receive(second!);
    await service.receive(first!);
    expect(await totals(agencyId)).toEqual([{ people: 10, counted: '200' }]);
    await service.receive(third!);
    await service.database.unitOfWork.run((tx) => service.apply(tx, [second!, first!, third!, second!]));
    expect(await totals(agencyId)).toEqual([{ people: 10, counted: '300' }]);
  });

  it('keep the newest of several in one batch', async () => {
    const agencyId = newId();
    await service.receive(...[2, 5, 3].map((statement) => stated({ agencyId, statement, people: statement }, from)));
    expect(await totals(agencyId)).toEqual([{ people: 5, counted: '12050' }]);
  });

  it('hold one row for the merged small agencies of a region', async () => {
    await service.receive(stated({ agencyId: null, people: 7 }, from));
    await service.receive(stated({ agencyId: null, people: 8, statement: 2 }, from));
    expect(await totals(null)).toEqual([{ people: 8, counted: '12050' }]);
  });

  it('follow a restored region, which counts its statements on from its backup', async () => {
    const agencyId = newId();
    await service.receive(stated({ agencyId, statement: 9, people: 9 }, from));
    await service.receive(stated({ agencyId, statement: 4, people: 4 }, { ...from, epoch: '2.later' }));
    await service.receive(stated({ agencyId, statement: 10, people: 10 }, from));
    expect(await totals(agencyId)).toEqual([{ people: 4, counted: '12050' }]);
  });

  it('keep the regions apart', async () => {
    await service.receive(
      stated({ agencyId: AGENCY_A, people: 11 }, { region: '62.03' }),
      stated({ agencyId: AGENCY_A, people: 12 }, { region: '62.71' }),
    );
    expect((await totals(AGENCY_A, '62.03'))[0]?.people).toBe(11);
    expect((await totals(AGENCY_A, '62.71'))[0]?.people).toBe(12);
  });
});

describe('names of agencies', () => {
  it('follow the newest publication', async () => {
    const agencyId = newId();
    const [old, renamed] = [named(agencyId, 'Dinas Lama', from), named(agencyId, 'Dinas Baru', from)];
    await service.receive(renamed);
    await service.receive(old);
    expect(await service.rows('SELECT name FROM agency_name WHERE agency_id = $1', [agencyId])).toEqual([
      { name: 'Dinas Baru' },
    ]);
  });
});
