import {
  EmployeeTransferredIn,
  HoursRecorded,
  UnitLearningHoursStated,
  learningHourPolicies,
  newId,
  type EventData,
} from '@betang/contracts';
import { getRepositoryRoot } from '@betang/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { presentFacts } from '../present-facts.js';
import { KeyedPseudonyms, NoPseudonyms, type Pseudonyms } from '../sharing/pseudonyms.js';
import { AGENCY_A, AGENCY_B, completed, left, people, registered, revoked } from '../testing/events.js';
import { ServiceUnderTest } from '../testing/service-under-test.js';
import { TransferHandlers } from '../transfer/transfer.handlers.js';

type Stated = EventData<typeof UnitLearningHoursStated>;

let service: ServiceUnderTest;
beforeEach(async () => {
  service = await ServiceUnderTest.start();
});
afterEach(async () => service?.stop());

const statements = () => service.published(UnitLearningHoursStated as never) as unknown as Promise<Stated[]>;
const last = async (agencyId: string | null, year = 2026) =>
  (await statements()).filter((one) => one.agencyId === agencyId && one.year === year).at(-1);
const join = (ids: string[], agencyId: string, time?: string) =>
  service.receive(...ids.map((id) => registered(service, id, { agencyId }, time)));

function gate(): { passed: Promise<void>; open: () => void } {
  let open = (): void => undefined;
  const passed = new Promise<void>((resolve) => (open = resolve));
  return { passed, open };
}

describe('statements of totals', () => {
  it('say how many people have no hours yet, then what they learned, and nothing while nothing changes', async () => {
    const ids = people(6);
    await join(ids, AGENCY_A);
    expect(await service.totals.stateChanges()).toBe(1);
    expect(await last(AGENCY_A)).toMatchObject({
      statement: 1,
      people: 6,
      bands: { none: 6 },
      counted: 0,
      employmentStatus: 'PNS',
    });
    await service.receive(
      completed(service, {
        employeeId: ids[0]!,
        pathCode: 'KL03',
        quantityHundredths: 2000,
        completedOn: '2026-02-10',
      }),
      completed(service, { employeeId: ids[1]!, pathCode: 'KL03', quantityHundredths: 999, completedOn: '2026-05-10' }),
    );
    expect(await service.totals.stateChanges()).toBe(1);
    expect(await last(AGENCY_A)).toMatchObject({
      statement: 2,
      people: 6,
      bands: { none: 4, started: 1, halfway: 0, fulfilled: 1 },
      counted: 2999,
      byMonth: [0, 2000, 0, 0, 999, 0, 0, 0, 0, 0, 0, 0],
    });
    expect(await service.totals.stateChanges()).toBe(0);
    await join(ids, AGENCY_A);
    expect(await service.totals.stateChanges()).toBe(0);
  });

  it('keep agencies under five people together, and restate when one grows', async () => {
    await join(people(3), AGENCY_A);
    await join(people(9), AGENCY_B);
    await service.totals.stateChanges();
    expect(await last(AGENCY_A)).toBeUndefined();
    expect(await last(AGENCY_B)).toBeUndefined();
    expect(await last(null)).toMatchObject({ people: 12 });
    await join(people(2), AGENCY_A);
    await service.totals.stateChanges();
    expect(await last(AGENCY_A)).toMatchObject({ statement: 1, people: 5 });
    expect(await last(AGENCY_B)).toMatchObject({ statement: 1, people: 9 });
    expect(await last(null)).toMatchObject({ statement: 2, people: 0, counted: 0 });
  });

  it('say that a status of too few people is withheld, until it has enough', async () => {
    await join(people(4), AGENCY_A);
    await service.totals.stateChanges();
    expect(await last(AGENCY_A)).toBeUndefined();
    expect(await last(null)).toMatchObject({ statement: 1, people: 0, counted: 0, withheld: true });
    expect(await service.totals.stateChanges()).toBe(0);
    await join(people(1), AGENCY_A);
    await service.totals.stateChanges();
    expect(await last(AGENCY_A)).toMatchObject({ statement: 1, people: 5 });
    expect(await last(null)).toMatchObject({ statement: 2, people: 0 });
    expect(await last(null)).not.toHaveProperty('withheld');
  });

  it('move people with their hours from agency to agency, but leave past years as they were', async () => {
    const ids = people(12);
    await join(ids.slice(0, 6), AGENCY_A, '2025-03-01T00:00:00.000Z');
    await join(ids.slice(6), AGENCY_B, '2025-03-01T00:00:00.000Z');
    for (const completedOn of ['2025-04-01', '2026-04-01'])
      await service.receive(
        completed(service, { employeeId: ids[0]!, pathCode: 'KL03', quantityHundredths: 800, completedOn }),
      );
    await join([ids[0]!], AGENCY_B, '2026-05-01T00:00:00.000Z');
    await service.totals.stateChanges();
    expect([await last(AGENCY_A, 2025), await last(AGENCY_B, 2025)]).toMatchObject([
      { people: 6, counted: 800 },
      { people: 6, counted: 0 },
    ]);
    expect([await last(AGENCY_A), await last(AGENCY_B)]).toMatchObject([
      { people: 5, counted: 0 },
      { people: 7, counted: 800 },
    ]);
  });

  it('leave out who has left within the year, and count them in the years before', async () => {
    const ids = people(7);
    await join(ids, AGENCY_A);
    await service.receive(
      completed(service, { employeeId: ids[0]!, pathCode: 'KL03', quantityHundredths: 800, completedOn: '2025-05-05' }),
    );
    await service.receive(left(service, ids[0]!, '2026-03-01'));
    await service.totals.stateChanges();
    expect(await last(AGENCY_A)).toMatchObject({ people: 6 });
    expect(await last(AGENCY_A, 2025)).toMatchObject({ people: 7, counted: 800 });
  });

  it('leave the years before the arrival of who came from another region to that region, and the years away of who came back', async () => {
    const [mover, returner, ...others] = people(8) as [string, string, ...string[]];
    const nobody = {} as never;
    const handlers = new TransferHandlers({ settle: async () => undefined } as never, nobody, nobody, nobody);
    const arrives = (employeeId: string, effectiveOn: string) =>
      service.database.unitOfWork.run((transaction) => {
        const data = {
          transferId: newId(),
          employeeId,
          formerPseudonym: `k1:${'A'.repeat(43)}`,
          fromRegion: '62.71',
          effectiveOn,
        };
        const event = service.event(EmployeeTransferredIn as never, data as never, `${effectiveOn}T02:00:00.000Z`);
        return handlers.arrived([event as never], { transaction, rebuilding: false });
      });
    const yearsOf = async () => {
      await service.totals.stateChanges();
      return Promise.all([2023, 2024, 2025, 2026].map(async (year) => (await last(AGENCY_A, year))?.people));
    };
    await join([...others, returner], AGENCY_A, '2023-03-01T00:00:00.000Z');
    for (const year of [2023, 2024, 2025])
      await service.receive(
        completed(service, { employeeId: others[0]!, pathCode: 'KL03', completedOn: `${year}-05-05` }),
      );
    expect(await yearsOf()).toEqual([7, 7, 7, 7]);
    // Away from the middle of 2024 until the first day of 2026: at the end of 2024 and of 2025 elsewhere.
    await service.database.query(
      `INSERT INTO transfer_out (transfer_id, employee_id, to_region, entries, counted, left_on, move_order) VALUES (gen_random_uuid(), $1, '62.71', 0, 0, '2024-06-01', 1)`,
      [returner],
    );
    await service.receive(left(service, returner, '2024-06-01', '2024-06-01T02:00:00.000Z'));
    expect(await yearsOf()).toEqual([7, 6, 6, 6]);
    // The register tells the person before it tells where the person came from, or the other way round.
    await join([returner], AGENCY_A, '2026-01-01T02:00:00.000Z');
    await arrives(returner, '2026-01-01');
    expect(await yearsOf()).toEqual([7, 6, 6, 7]);
    await arrives(mover, '2026-01-01');
    await join([mover], AGENCY_A, '2026-01-01T02:00:00.000Z');
    expect(await yearsOf()).toEqual([7, 6, 6, 8]);
    // Hours of the years elsewhere come with the record, and are that person's, not the totals'.
    const brought = { employeeId: mover, pathCode: 'KL03', quantityHundredths: 900, completedOn: '2025-02-02' };
    await service.receive(completed(service, brought));
    expect(await yearsOf()).toEqual([7, 6, 6, 8]);
    expect((await last(AGENCY_A, 2025))?.counted).toBe((await last(AGENCY_A, 2023))?.counted);
    // Totals of who arrived before this was known are put right when the region takes the release up.
    await service.database.query('UPDATE person_year SET in_service = true WHERE employee_id = $1', [mover]);
    await service.database.query(
      `INSERT INTO totals_mark (employment_status, year) SELECT 'PNS', year FROM counted_year`,
    );
    expect(await yearsOf()).toEqual([7, 6, 7, 8]);
    const migration = 'services/learning-hours/migrations/0034-years-before-the-arrival.sql';
    await service.database.query(readFileSync(resolve(getRepositoryRoot(), migration), 'utf8'));
    expect(await yearsOf()).toEqual([7, 6, 6, 8]);
  });

  it('do not count people in years before their appointment', async () => {
    const ids = people(6);
    await join(ids, AGENCY_A);
    await service.receive(completed(service, { employeeId: ids[0]!, pathCode: 'KL03', completedOn: '2014-05-05' }));
    await service.totals.stateChanges();
    expect(await last(AGENCY_A, 2014)).toBeUndefined();
  });

  it('begin the new year with everyone and no hours', async () => {
    await join(people(6), AGENCY_A);
    await service.totals.stateChanges();
    service.clock.set('2026-12-31T16:59:59Z');
    await service.totals.stateChanges();
    expect(await last(AGENCY_A, 2027)).toBeUndefined();
    service.clock.set('2026-12-31T17:00:01Z');
    await service.totals.stateChanges();
    expect(await last(AGENCY_A, 2027)).toMatchObject({ statement: 1, people: 6, bands: { none: 6 } });
  });

  it('take hours back when a completion is revoked', async () => {
    const ids = people(5);
    await join(ids, AGENCY_A);
    const event = completed(service, { employeeId: ids[0]!, pathCode: 'KL03', quantityHundredths: 2000 });
    await service.receive(event);
    await service.totals.stateChanges();
    await service.receive(revoked(service, event));
    await service.totals.stateChanges();
    expect(await last(AGENCY_A)).toMatchObject({ statement: 2, bands: { none: 5, fulfilled: 0 }, counted: 0 });
  });

  it('overlook no change that commits while they are made', async () => {
    const ids = people(6);
    await join(ids, AGENCY_A);
    await service.totals.stateChanges();
    const [written, commit] = [gate(), gate()];
    const event = completed(service, { employeeId: ids[0]!, pathCode: 'KL03', quantityHundredths: 500 });
    const writing = service.database.unitOfWork.run(async (transaction) => {
      await service.handle([event], { transaction, rebuilding: false });
      written.open();
      await commit.passed;
    });
    await written.passed;
    // Someone else's change makes the publisher look at the very totals that are being written.
    await join(people(1), AGENCY_A);
    expect(await service.totals.stateChanges()).toBe(1);
    commit.open();
    await writing;
    expect(await service.totals.stateChanges()).toBe(1);
    expect(await last(AGENCY_A)).toMatchObject({ statement: 3, counted: 500 });
  });

  it('are told again as they stand to who asks for what is no longer kept', async () => {
    const ids = people(6);
    await join(ids, AGENCY_A);
    await service.receive(completed(service, { employeeId: ids[0]!, pathCode: 'KL03', quantityHundredths: 500 }));
    await service.totals.stateChanges();
    const tell = (audience: 'province' | 'local' | 'federation', pseudonyms: Pseudonyms) =>
      service.database.unitOfWork.run((tx) => presentFacts(pseudonyms)(tx, audience));
    const own = new KeyedPseudonyms({ version: 1, secret: Buffer.alloc(32), former: [] });
    const duties = learningHourPolicies().length;
    const [toProvince, shared, atHome] = [
      await tell('province', new NoPseudonyms()),
      await tell('province', own),
      await tell('local', own),
    ];
    expect(toProvince.slice(duties).map(({ data }) => data)).toEqual(await statements());
    const names = shared.map(({ contract }) => contract.definition.name);
    expect(names.slice(0, duties)).toEqual(names.slice(0, duties).map(() => 'duty-policy-stated'));
    expect(names.slice(duties)).toEqual(['unit-learning-hours-stated', 'learner-hours-shared']);
    expect(atHome.slice(0, duties).map(({ data }) => data)).toMatchObject(
      learningHourPolicies().map(() => ({ origin: 'REFERENCE' })),
    );
    expect(atHome.slice(duties).map(({ data }) => data)).toEqual(await service.published(HoursRecorded as never));
    expect(await tell('federation', own)).toEqual([]);
  });

  it('are made by one process at a time', async () => {
    await join(people(6), AGENCY_A);
    const made = await Promise.all([
      service.totals.stateChanges(),
      service.totals.stateChanges(),
      service.totals.stateChanges(),
    ]);
    expect(made.reduce((sum, count) => sum + count, 0)).toBe(1);
    expect(await statements()).toHaveLength(1);
  });
});
