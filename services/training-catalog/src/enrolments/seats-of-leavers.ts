import { Clock, Sweeps, UnitOfWork } from '@betang/platform';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Enrolments } from './enrolments.js';

/** Whoever is gone before the first day of a session that is still to come. Sessions that run already go on with them. */
const LEAVERS = `SELECT n.enrolment_id AS id FROM enrolment AS n JOIN training_session AS s USING (session_id) JOIN employee AS e USING (employee_id)
  WHERE n.home_region IS NULL AND n.state IN ('AWAITING_SUPERVISOR', 'AWAITING_OFFICER', 'WAITING', 'ENROLLED') AND s.state = 'OPEN'
    AND s.starts_on >= $1::date AND e.left_on <= s.starts_on ORDER BY n.session_id, n.enrolment_id LIMIT 500`;
/** Why a seat came back. */
export const LEFT = 'Pegawai tidak lagi bertugas di wilayah ini';
const REACH = { visible: null, officer: true, own: null };

/** Seats of people who retired, moved or left otherwise go to who waits. */
@Injectable()
export class SeatsOfLeavers implements OnModuleInit {
  constructor(
    private readonly sweeps: Sweeps,
    private readonly unitOfWork: UnitOfWork,
    private readonly enrolments: Enrolments,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.sweeps.register('seats-of-leavers-here', { dailyAt: '05:50' }, () => this.giveBack());
  }

  /** Answers how many seats and places were given back. */
  giveBack(): Promise<number> {
    return this.unitOfWork.run(async (tx) => {
      const rows = await tx.query<{ id: string }>(LEAVERS, [this.clock.today()]);
      for (const { id } of rows) await this.enrolments.withdraw(tx, id, LEFT, REACH, 'training-catalog');
      return rows.length;
    });
  }
}
