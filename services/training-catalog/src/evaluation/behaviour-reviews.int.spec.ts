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
});
