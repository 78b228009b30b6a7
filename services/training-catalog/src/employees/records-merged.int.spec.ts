import { EmployeeRecordsMerged, newId } from '@betang/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { employ, numberOf } from '../testing/employees.js';
import { ServiceUnderTest } from '../testing/service-under-test.js';
import { findByNumbers } from './employee-directory.js';
import { RecordsMergedHandler } from './records-merged.handler.js';

let service: ServiceUnderTest;
beforeAll(async () => {
  service = await ServiceUnderTest.start();
});
afterAll(async () => service?.stop());

const merge = (...pairs: [kept: string, merged: string][]) =>
  service.database.unitOfWork.run((transaction) =>
    new RecordsMergedHandler().merged(
      pairs.map(([employeeId, mergedEmployeeId]) =>
        service.event(EmployeeRecordsMerged as never, { employeeId, mergedEmployeeId } as never),
      ) as never,
      { transaction, rebuilding: false },
    ),
  );
async function session(): Promise<string> {
  const sessionId = newId();
  await service.rows(
    `INSERT INTO training_session (session_id, programme_id, starts_on, ends_on, delivery, place, capacity, created_by, title, organiser, cohort_year)
     VALUES ($1, $2, '2026-07-06', '2026-07-10', 'CLASSICAL', 'Kuala Kapuas', 10, 'officer-1', 'Pelatihan', 'BKPSDM', 2026)`,
    [sessionId, newId()],
  );
  return sessionId;
}
const seat = async (sessionId: string, employeeId: string) => {
  const enrolmentId = newId();
  await service.rows(
    `INSERT INTO enrolment (enrolment_id, session_id, employee_id, origin, state, requested_by) VALUES ($1, $2, $3, 'SELF', 'ENROLLED', 'x')`,
    [enrolmentId, sessionId, employeeId],
  );
  return enrolmentId;
};
const seatsOf = (employeeId: string) =>
  service.rows('SELECT enrolment_id AS id FROM enrolment WHERE employee_id = $1 ORDER BY enrolment_id', [employeeId]);

describe('two records of one person', () => {
  it('are one: trainings and seats go to the record that stays, however often it is told', async () => {
    const [kept, merged, first] = [newId(), newId(), newId()];
    const [both, alone] = [await session(), await session()];
    const own = await seat(both, kept);
    const double = await seat(both, merged);
    const single = await seat(alone, first);
    await service.rows(
      `INSERT INTO completion (completion_id, employee_id, title, organiser, path_code, scope, quantity_hundredths, started_on, completed_on, recorded_by)
       VALUES ($1, $2, 'Pelatihan', 'BKPSDM', 'KL03', 'NATIONAL', 2000, '2026-01-05', '2026-01-09', 'officer-1')`,
      [newId(), first],
    );
    await merge([merged, first], [kept, merged]);
    await merge([kept, merged]);
    expect(await seatsOf(kept)).toEqual([own, single].sort().map((id) => ({ id })));
    expect(await seatsOf(merged)).toEqual([{ id: double }]);
    expect(await service.rows('SELECT 1 FROM completion WHERE employee_id = $1', [kept])).toHaveLength(1);
  });

  it('are one for a file that comes afterwards with the number of the record that went', async () => {
    const [first, merged, kept] = [await employ(service, 41), await employ(service, 42), await employ(service, 43)];
    await merge([merged, first], [kept, merged]);
    const found = await findByNumbers(service.database, [numberOf(41), numberOf(42), numberOf(43)]);
    expect([...found.values()]).toEqual([kept, kept, kept]);
  });

  it('are one for whoever looked: the person finds each look at the record that goes, once', async () => {
    const [kept, merged, first] = [newId(), newId(), newId()];
    await service.rows(
      `INSERT INTO audit_entry (recorded_at, actor, action, object_type, object_id, reason, request_id)
       SELECT timestamptz '2026-03-02 08:00Z' + i * interval '1 day', 'officer-' || i, 'read-personal-data', 'employee', o, 'daftar peserta', 'req-' || i
         FROM unnest($1::text[]) WITH ORDINALITY AS u(o, i)`,
      [[first, merged, kept]],
    );
    const looks = () =>
      service.rows(
        `SELECT actor, recorded_at::date::text AS day FROM audit_entry WHERE object_id = $1 AND action = 'read-personal-data' ORDER BY recorded_at`,
        [kept],
      );
    await merge([merged, first], [kept, merged]);
    await merge([kept, merged]);
    expect(await looks()).toEqual([
      { actor: 'officer-1', day: '2026-03-03' },
      { actor: 'officer-2', day: '2026-03-04' },
      { actor: 'officer-3', day: '2026-03-05' },
    ]);
  });
});
