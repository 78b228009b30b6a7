import { HoursRecorded, UnitLearningHoursStated, learningHourPolicies, type EventData } from '@betang/contracts';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { presentFacts } from '../present-facts.js';
import { KeyedPseudonyms, NoPseudonyms, type Pseudonyms } from '../sharing/pseudonyms.js';
import { AGENCY_A, AGENCY_B, completed, left, people, registered, revoked } from '../testing/events.js';
import { ServiceUnderTest } from '../testing/service-under-test.js';

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
    service.clock.set('2027-01-01T00:00:01Z');
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
    const own = new KeyedPseudonyms({ version: 1, secret: Buffer.alloc(32) });
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
