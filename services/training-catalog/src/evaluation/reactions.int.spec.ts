import { newId } from '@betang/contracts';
import { waitUntil } from '@betang/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { nextParticipations } from '../completion/participation-facts.js';
import { SeatListeners } from '../enrolments/seat-listeners.js';
import { Seats } from '../enrolments/seats.js';
import { findHeldSeats } from '../federation/held-seats.queries.js';
import { employ } from '../testing/employees.js';
import { ServiceUnderTest } from '../testing/service-under-test.js';
import { Reactions } from './reactions.js';

let service: ServiceUnderTest;
beforeAll(async () => {
  service = await ServiceUnderTest.start();
});
afterAll(async () => service?.stop());

const REACTION = { content: 4, trainer: 5, method: 4, facilities: 3, usefulness: 4, remark: null };

async function seated(): Promise<{ sessionId: string; employeeId: string }> {
  const [sessionId, employeeId] = [newId(), await employ(service, 900)];
  await service.rows(
    `INSERT INTO training_session (session_id, programme_id, starts_on, ends_on, delivery, place, capacity, created_by, title, organiser, cohort_year)
     VALUES ($1, $2, '2026-06-22', '2026-06-26', 'CLASSICAL', 'Kuala Kapuas', 20, 'officer-1', 'Pelatihan', 'BKPSDM', 2026)`,
    [sessionId, newId()],
  );
  await service.rows(
    `INSERT INTO enrolment (enrolment_id, session_id, employee_id, origin, state, requested_by) VALUES ($1, $2, $3, 'NOMINATION', 'ENROLLED', 'officer-1')`,
    [newId(), sessionId, employeeId],
  );
  return { sessionId, employeeId };
}

describe('a reaction', () => {
  it('that is given while the session is concluded waits its turn, and neither is given up for the other', async () => {
    const { unitOfWork } = service.database;
    const { sessionId, employeeId } = await seated();
    const reactions = new Reactions();
    let giving: Promise<void> | undefined;
    await unitOfWork.run(async (conclusion) => {
      await new Seats(new SeatListeners(), { heldIn: findHeldSeats }, service.clock).lock(conclusion, sessionId);
      giving = unitOfWork.run((tx) => reactions.give(tx, sessionId, employeeId, REACTION, '2026-06-30'));
      giving.catch(() => undefined);
      await waitUntil('the reaction waits', async () => {
        const waiting = await service.rows(
          `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
        );
        return waiting.length > 0;
      });
      expect(await nextParticipations(conclusion, sessionId, 500)).toHaveLength(1);
    });
    await giving;
    expect(await reactions.summary(service.database, sessionId)).toMatchObject({ respondents: 1 });
  });
});
