import { EmployeeChanged, EmployeeIdentityErased } from '@betang/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AGENCY_A, AGENCY_B, completed, left, people, registered } from '../testing/events.js';
import { ServiceUnderTest } from '../testing/service-under-test.js';

let service: ServiceUnderTest;
beforeAll(async () => {
  service = await ServiceUnderTest.start();
});
afterAll(async () => service?.stop());

const person = async (id: string) =>
  (
    await service.rows<{
      name: string | null;
      agency_id: string | null;
      left_on: string | null;
      in_service_since: number;
    }>('SELECT name, agency_id, left_on, in_service_since FROM person WHERE employee_id = $1', [id])
  )[0];
const changed = (id: string, changes: object) => {
  const event = registered(service, id, changes) as unknown as { data: never };
  return service.event(EmployeeChanged as never, event.data);
};

describe('the list of persons', () => {
  it('holds the newest state, whatever the order of types in a batch', async () => {
    const [id] = people(1);
    const first = registered(service, id!);
    const second = changed(id!, { name: 'Dinarti S. Sangalang', agencyId: AGENCY_B });
    await service.receive(second, first);
    expect(await person(id!)).toEqual({
      name: 'Dinarti S. Sangalang',
      agency_id: AGENCY_B,
      left_on: null,
      in_service_since: 2015,
    });
  });

  it('takes several changes of one person in one batch', async () => {
    const [id] = people(1);
    await service.receive(registered(service, id!), registered(service, id!, { agencyId: AGENCY_B }));
    expect(await person(id!)).toMatchObject({ agency_id: AGENCY_B });
  });

  it('is the same after a repeat', async () => {
    const [id] = people(1);
    const events = [registered(service, id!), changed(id!, { agencyId: AGENCY_B }), left(service, id!, '2026-04-01')];
    await service.receive(...events);
    const before = await person(id!);
    await service.receive(...events);
    expect(await person(id!)).toEqual(before);
    expect(before).toMatchObject({ agency_id: AGENCY_B, left_on: '2026-04-01' });
  });

  it('keeps a leaving that comes before the person, and forgets it when the person comes back', async () => {
    const [id] = people(1);
    const joined = registered(service, id!);
    const gone = left(service, id!, '2026-04-01');
    await service.receive(gone);
    expect(await person(id!)).toMatchObject({ name: null, left_on: '2026-04-01' });
    await service.receive(joined);
    expect(await person(id!)).toMatchObject({ agency_id: AGENCY_A, left_on: '2026-04-01' });
    await service.receive(registered(service, id!));
    expect(await person(id!)).toMatchObject({ left_on: null });
    await service.receive(gone);
    expect(await person(id!)).toMatchObject({ left_on: null });
  });
});

describe('somebody whose identity the region keeps no longer', () => {
  const erased = (employeeId: string) =>
    service.event(EmployeeIdentityErased as never, { employeeId, erasedOn: '2026-06-30' } as never);
  const identity = async (id: string) =>
    (
      await service.rows<object>(
        'SELECT name, employee_number AS number, supervisor_id AS supervisor, agency_id AS agency, left_on AS left FROM person WHERE employee_id = $1',
        [id],
      )
    )[0];
  const beside = async (id: string) =>
    (
      await service.rows<object>(
        `SELECT (SELECT count(*)::integer FROM siasn_person WHERE employee_id = $1) AS siasn,
                (SELECT count(*)::integer FROM reconciliation_person WHERE employee_id = $1) AS numbers,
                (SELECT count(*)::integer FROM notice WHERE recipient_id = $1) AS notices,
                (SELECT count(*)::integer FROM notice_address WHERE recipient_id = $1) AS addresses`,
        [id],
      )
    )[0];
  const ledger = (id: string) =>
    service.rows<object>('SELECT entry_id, title, counted FROM ledger_entry WHERE employee_id = $1 ORDER BY seq', [id]);
  const years = (id: string) =>
    service.rows<object>('SELECT * FROM person_year WHERE employee_id = $1 ORDER BY year', [id]);

  /** Everything that this service keeps of a person who tells who it is. */
  async function keepAll(id: string): Promise<void> {
    const [run] = await service.rows<{ id: string }>(
      `INSERT INTO reconciliation (reconciliation_id, source, state, started_by) VALUES (gen_random_uuid(), 'SIASN', 'DONE', 'officer-1') RETURNING reconciliation_id AS id`,
    );
    await service.rows(
      `INSERT INTO reconciliation_person (reconciliation_id, employee_id, employee_number) VALUES ($1, $2, '198609262015051001')`,
      [run!.id, id],
    );
    await service.rows(
      `INSERT INTO siasn_person (employee_id, pns_id, name) VALUES ($1, 'A8ACA7', 'Dinarti Sangalang')`,
      [id],
    );
    await service.rows(
      `INSERT INTO notice (notice_id, recipient_id, notice_key, code) VALUES (gen_random_uuid(), $1, 'k', 'hours-missing')`,
      [id],
    );
    await service.rows(
      `INSERT INTO notice_address (recipient_id, address, language) VALUES ($1, 'dinarti@contoh.id', 'id')`,
      [id],
    );
  }

  it('has no name and no number here, and all of the hours', async () => {
    const [id, other] = people(2) as [string, string];
    await service.receive(
      registered(service, id, { supervisorId: other }),
      registered(service, other),
      left(service, id, '2026-04-01'),
      completed(service, { employeeId: id }),
    );
    await keepAll(id);
    await keepAll(other);
    expect(await identity(id)).toEqual({
      name: 'Dinarti Sangalang',
      number: '198609262015051001',
      supervisor: other,
      agency: AGENCY_A,
      left: '2026-04-01',
    });
    const whole = { siasn: 1, numbers: 1, notices: 1, addresses: 1 };
    expect(await beside(id)).toEqual(whole);
    const [booked, summed] = [await ledger(id), await years(id)];
    expect(booked).toHaveLength(1);
    const event = erased(id);
    for (let times = 0; times < 2; times += 1) {
      await service.receive(event);
      expect(await identity(id)).toEqual({
        name: null,
        number: null,
        supervisor: null,
        agency: AGENCY_A,
        left: '2026-04-01',
      });
      expect(await beside(id)).toEqual({ siasn: 0, numbers: 0, notices: 0, addresses: 0 });
    }
    expect(await ledger(id)).toEqual(booked);
    expect(await years(id)).toEqual(summed);
    expect(await identity(other)).toMatchObject({ name: 'Dinarti Sangalang' });
    expect(await beside(other)).toEqual(whole);
  });

  it('gets the name back from nothing older, and is gone although the leaving comes after', async () => {
    const [id] = people(1) as [string];
    const [joined, gone, event] = [registered(service, id), left(service, id, '2026-04-01'), erased(id)];
    await service.receive(event);
    await service.receive(joined);
    await service.receive(gone);
    expect(await identity(id)).toMatchObject({ name: null, number: null, agency: AGENCY_A, left: '2026-04-01' });
    await service.receive(registered(service, id));
    expect(await identity(id)).toMatchObject({ name: 'Dinarti Sangalang', left: null });
    await keepAll(id);
    await service.receive(event);
    expect(await identity(id)).toMatchObject({ name: 'Dinarti Sangalang' });
    expect(await beside(id)).toMatchObject({ siasn: 1, numbers: 1 });
  });
});
