import { newId } from '@betang/contracts';
import { Audit, Notices } from '@betang/platform';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { employ, leave } from '../testing/employees.js';
import { ServiceUnderTest } from '../testing/service-under-test.js';
import '../outcome.messages.js';
import { BehaviourReviews } from './behaviour-reviews.js';

let service: ServiceUnderTest;
beforeAll(async () => {
  service = await ServiceUnderTest.start();
});
afterAll(async () => service?.stop());

describe('reviews of behaviour that are due', () => {
  it('are asked of supervisors; of who left meanwhile nobody is asked', async () => {
    const boss = await employ(service, 1);
    const [here, gone] = [
      await employ(service, 2, { supervisorId: boss }),
      await employ(service, 3, { supervisorId: boss }),
    ];
    await leave(service, gone, '2026-06-01');
    const sessionId = newId();
    await service.rows(
      `INSERT INTO training_session (session_id, programme_id, starts_on, ends_on, delivery, place, capacity, created_by, title, organiser, cohort_year)
       VALUES ($1, $2, '2026-03-02', '2026-03-06', 'CLASSICAL', 'Kuala Kapuas', 10, 'officer-1', 'Pelatihan', 'BKPSDM', 2026)`,
      [sessionId, newId()],
    );
    for (const employeeId of [here, gone]) {
      const enrolmentId = newId();
      await service.rows(
        `INSERT INTO enrolment (enrolment_id, session_id, employee_id, origin, state, requested_by) VALUES ($1, $2, $3, 'SELF', 'PASSED', 'x')`,
        [enrolmentId, sessionId, employeeId],
      );
      await service.rows(
        `INSERT INTO behaviour_review (review_id, enrolment_id, session_id, employee_id, opens_on, closes_on, state)
         VALUES ($1, $2, $3, $4, '2026-06-06', '2026-09-06', 'PLANNED')`,
        [newId(), enrolmentId, sessionId, employeeId],
      );
    }
    const reviews = new BehaviourReviews(new Audit(), new Notices(false), service.clock);
    expect(await service.database.unitOfWork.run((tx) => reviews.openDue(tx))).toBe(1);
    const states = await service.rows('SELECT employee_id AS id, state FROM behaviour_review');
    expect(new Map((states as { id: string; state: string }[]).map(({ id, state }) => [id, state]))).toEqual(
      new Map([
        [here, 'OPEN'],
        [gone, 'LAPSED'],
      ]),
    );
    expect(await service.rows('SELECT code FROM notice WHERE recipient_id = $1', [boss])).toEqual([
      { code: 'training.behaviour-review' },
    ]);
  });

  it('are asked of whoever is the supervisor by then, and not of a completion that was revoked until it is restored', async () => {
    const [before, after] = [await employ(service, 11), await employ(service, 12)];
    const [moved, wronged] = [
      await employ(service, 13, { supervisorId: before }),
      await employ(service, 14, { supervisorId: before }),
    ];
    const sessionId = newId();
    await service.rows(
      `INSERT INTO training_session (session_id, programme_id, starts_on, ends_on, delivery, place, capacity, created_by, title, organiser, cohort_year)
       VALUES ($1, $2, '2026-03-02', '2026-03-06', 'CLASSICAL', 'Kuala Kapuas', 10, 'officer-1', 'Pelatihan', 'BKPSDM', 2026)`,
      [sessionId, newId()],
    );
    const completions = new Map([moved, wronged].map((id) => [id, newId()]));
    for (const [employeeId, completionId] of completions) {
      const enrolmentId = newId();
      await service.rows(
        `INSERT INTO enrolment (enrolment_id, session_id, employee_id, origin, state, requested_by) VALUES ($1, $2, $3, 'SELF', 'PASSED', 'x')`,
        [enrolmentId, sessionId, employeeId],
      );
      await service.rows(
        `INSERT INTO training_outcome (enrolment_id, session_id, employee_id, passed, checks, rule_id, completion_id, decided_on, decided_by)
         VALUES ($1, $2, $3, true, '[]', $4, $5, '2026-03-06', 'officer-1')`,
        [enrolmentId, sessionId, employeeId, newId(), completionId],
      );
      await service.rows(
        `INSERT INTO completion (completion_id, employee_id, session_id, title, organiser, path_code, scope, quantity_hundredths, started_on, completed_on, recorded_by)
         VALUES ($1, $2, $3, 'Pelatihan', 'BKPSDM', 'KL03', 'NATIONAL', 2000, '2026-03-02', '2026-03-06', 'officer-1')`,
        [completionId, employeeId, sessionId],
      );
      await service.rows(
        `INSERT INTO behaviour_review (review_id, enrolment_id, session_id, employee_id, opens_on, closes_on, state)
         VALUES ($1, $2, $3, $4, '2026-06-06', '2026-09-06', 'PLANNED')`,
        [newId(), enrolmentId, sessionId, employeeId],
      );
    }
    const revoke = (reason: string | null) =>
      service.rows(
        `UPDATE completion SET revoked_at = CASE WHEN $2::text IS NOT NULL THEN now() END, revoked_by = CASE WHEN $2 IS NOT NULL THEN 'o' END, revoked_reason = $2
          WHERE completion_id = $1`,
        [completions.get(wronged), reason],
      );
    await revoke('Keliru');
    const reviews = new BehaviourReviews(new Audit(), new Notices(false), service.clock);
    const openDue = () => service.database.unitOfWork.run((tx) => reviews.openDue(tx));
    const told = async (id: string) =>
      (await service.rows('SELECT 1 FROM notice WHERE recipient_id = $1', [id])).length;
    expect([await openDue(), await told(before), await told(after)]).toEqual([1, 1, 0]);
    await service.rows('UPDATE employee SET supervisor_id = $2 WHERE employee_id = $1', [moved, after]);
    expect([await openDue(), await told(before), await told(after)]).toEqual([0, 1, 1]);
    expect([await openDue(), await told(before), await told(after)]).toEqual([0, 1, 1]);
    await revoke(null);
    expect([await openDue(), await told(before), await told(after)]).toEqual([1, 2, 1]);
  });
});
