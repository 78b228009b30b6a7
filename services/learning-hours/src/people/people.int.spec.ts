import { EmployeeChanged } from '@betang/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AGENCY_A, AGENCY_B, left, people, registered } from '../testing/events.js';
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
