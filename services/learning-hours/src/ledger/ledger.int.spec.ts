import { HoursRecorded, LearnerHoursShared } from '@betang/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { KeyedPseudonyms } from '../sharing/pseudonyms.js';
import { AGENCY_A, completed, people, registered, revoked } from '../testing/events.js';
import { ServiceUnderTest } from '../testing/service-under-test.js';

let service: ServiceUnderTest;
beforeAll(async () => {
  service = await ServiceUnderTest.start(new KeyedPseudonyms({ version: 3, secret: Buffer.alloc(32, 7), former: [] }));
});
afterAll(async () => service?.stop());

const lines = (employeeId: string) =>
  service.rows<{ ordinal: number; earned: number; counted: number; reason: string }>(
    'SELECT ordinal, earned, counted, reason FROM ledger_entry WHERE employee_id = $1 ORDER BY seq',
    [employeeId],
  );
const yearOf = async (employeeId: string, year = 2026) =>
  (
    await service.rows<{
      earned: string;
      counted: string;
      entries: number;
      by_month: string[];
      in_service: boolean;
      agency_id: string | null;
    }>(
      'SELECT earned, counted, entries, by_month, in_service, agency_id FROM person_year WHERE employee_id = $1 AND year = $2',
      [employeeId, year],
    )
  )[0];

describe('the ledger', () => {
  it("books a batch of 500 in one transaction, with the persons' years and the events that tell of it", async () => {
    const [agency] = people(1);
    const ids = people(50);
    await service.receive(...ids.map((id) => registered(service, id, { agencyId: agency! })));
    const events = ids.flatMap((employeeId) =>
      Array.from({ length: 10 }, (_, index) =>
        completed(service, {
          employeeId,
          pathCode: 'KL03',
          quantityHundredths: 405,
          completedOn: `2026-0${(index % 3) + 1}-10`,
        }),
      ),
    );
    await service.receive(...events);
    expect(await yearOf(ids[0]!)).toMatchObject({
      earned: '4050',
      counted: '4050',
      entries: 10,
      in_service: true,
      agency_id: agency,
    });
    expect((await yearOf(ids[49]!))!.by_month.slice(0, 4)).toEqual(['1620', '1215', '1215', '0']);
    const told = (await service.published(HoursRecorded as never)) as {
      employeeId: string;
      counted: number;
      agencyId: string;
    }[];
    expect(told.filter(({ employeeId }) => ids.includes(employeeId))).toHaveLength(500);
    expect(told.at(-1)).toMatchObject({ counted: 405, agencyId: agency });
  });

  it('does nothing for a batch that comes again', async () => {
    const [employeeId] = people(1);
    const batch = [
      completed(service, { employeeId }),
      completed(service, { employeeId, pathCode: 'KL06', quantityHundredths: 200 }),
    ];
    await service.receive(...batch);
    const before = [await lines(employeeId!), await yearOf(employeeId!), await service.newEvents()];
    await service.receive(...batch);
    await service.receive(batch[1]!, batch[0]!, batch[1]!);
    expect([await lines(employeeId!), await yearOf(employeeId!), await service.newEvents()]).toEqual(before);
    expect(await lines(employeeId!)).toHaveLength(2);
  });

  it('shares the room under a cap between batches', async () => {
    const [employeeId] = people(1);
    for (const quantityHundredths of [150, 150, 100])
      await service.receive(completed(service, { employeeId, quantityHundredths }));
    expect((await lines(employeeId!)).map(({ counted }) => counted)).toEqual([150, 50, 0]);
    expect(await yearOf(employeeId!)).toMatchObject({ earned: '400', counted: '200', entries: 3 });
  });

  it('lets two batches about one person take the room one after the other', async () => {
    const [employeeId, other] = people(2);
    const batch = (first: string, second: string) => [
      completed(service, { employeeId: first, quantityHundredths: 150 }),
      completed(service, { employeeId: second, quantityHundredths: 150 }),
    ];
    // The opposite order of persons in two batches at once would wait for each other for ever without one order of locks.
    await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        service.receive(...(index % 2 ? batch(employeeId!, other!) : batch(other!, employeeId!))),
      ),
    );
    for (const id of [employeeId!, other!]) {
      expect((await lines(id)).map(({ counted }) => counted).sort((a, b) => b - a)).toEqual([
        150, 50, 0, 0, 0, 0, 0, 0,
      ]);
      expect(await yearOf(id)).toMatchObject({ earned: '1200', counted: '200', entries: 8 });
    }
  });

  it('books the same completion once when two batches bring it at the same time', async () => {
    const [employeeId] = people(1);
    const event = completed(service, { employeeId, pathCode: 'KL03', quantityHundredths: 800 });
    await Promise.all([service.receive(event), service.receive(event), service.receive(event)]);
    expect(await lines(employeeId!)).toHaveLength(1);
    expect(await yearOf(employeeId!)).toMatchObject({ counted: '800' });
  });

  it('takes back what is revoked, gives its room to others, once', async () => {
    const [employeeId] = people(1);
    const first = completed(service, { employeeId, quantityHundredths: 200 });
    const second = completed(service, { employeeId, quantityHundredths: 120 });
    await service.receive(first, second);
    const revocation = revoked(service, first);
    await service.receive(revocation);
    await service.receive(revocation, revoked(service, first));
    expect(await lines(employeeId!)).toEqual([
      { ordinal: 1, earned: 200, counted: 200, reason: 'COMPLETED' },
      { ordinal: 1, earned: 120, counted: 0, reason: 'COMPLETED' },
      { ordinal: 2, earned: -200, counted: -200, reason: 'REVOKED' },
      { ordinal: 2, earned: -120, counted: 0, reason: 'RECOUNTED' },
      { ordinal: 3, earned: 120, counted: 120, reason: 'RECOUNTED' },
    ]);
    expect(await yearOf(employeeId!)).toMatchObject({ earned: '120', counted: '120', entries: 1 });
    await service.receive(revoked(service, second));
    expect(await yearOf(employeeId!)).toMatchObject({ earned: '0', counted: '0', entries: 0 });
  });

  it('keeps a revocation that comes before its completion', async () => {
    const [employeeId] = people(1);
    const event = completed(service, { employeeId });
    await service.receive(revoked(service, event));
    expect(await lines(employeeId!)).toEqual([]);
    await service.receive(event);
    expect((await lines(employeeId!)).map(({ ordinal, counted }) => [ordinal, counted])).toEqual([
      [1, 100],
      [2, -100],
    ]);
  });

  it('shares facts of persons under a pseudonym, never under their id', async () => {
    const [employeeId] = people(1);
    await service.receive(completed(service, { employeeId, pathCode: 'KL03' }));
    const shared = (await service.published(LearnerHoursShared as never)) as { learner: string }[];
    expect(shared.at(-1)!.learner).toMatch(/^k3:[A-Za-z0-9_-]{43}$/);
    expect(JSON.stringify(shared)).not.toContain(employeeId);
  });

  it('books for a person who is not known yet, whose totals begin with the person', async () => {
    const [employeeId] = people(1);
    await service.receive(completed(service, { employeeId, pathCode: 'KL03', quantityHundredths: 2000 }));
    expect(await yearOf(employeeId!)).toMatchObject({ counted: '2000', in_service: false, agency_id: null });
    await service.receive(registered(service, employeeId!));
    expect(await yearOf(employeeId!)).toMatchObject({ counted: '2000', in_service: true, agency_id: AGENCY_A });
  });

  it('cannot be changed: not by the service, and not by the owner of its tables', async () => {
    const refused = (sql: string) => expect(service.rows(sql)).rejects.toMatchObject({ code: '42501' });
    await refused('UPDATE ledger_entry SET counted = 0');
    await refused('DELETE FROM ledger_entry');
    await refused('TRUNCATE ledger_entry CASCADE');
    await refused('UPDATE completion_revocation SET reason = $$x$$');
    const owner = new pg.Client({ connectionString: service.ownerUrl });
    await owner.connect();
    try {
      for (const sql of [
        'UPDATE learning_hours.ledger_entry SET counted = 0',
        'DELETE FROM learning_hours.ledger_entry',
        'TRUNCATE learning_hours.ledger_entry CASCADE',
      ])
        await expect(owner.query(sql)).rejects.toMatchObject({ code: '23001' });
    } finally {
      await owner.end();
    }
  });

  it("keeps persons' years equal to the sum of the ledger", async () => {
    const [difference] = await service.rows<{ n: number }>(
      `SELECT count(*)::integer AS n FROM person_year y FULL JOIN (
         SELECT employee_id, year, sum(earned) AS earned, sum(counted) AS counted FROM ledger_entry GROUP BY 1, 2) l USING (employee_id, year)
        WHERE coalesce(y.earned, 0) <> coalesce(l.earned, 0) OR coalesce(y.counted, 0) <> coalesce(l.counted, 0)
           OR (SELECT sum(m) FROM unnest(y.by_month) AS m) <> y.counted`,
    );
    expect(difference!.n).toBe(0);
  });
});
