import { Sweeps, UnitOfWork } from '@betang/platform';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { LEFT } from '../enrolments/seats-of-leavers.js';
import { GuestCertificates } from './guest-certificates.js';
import { GuestSeats } from './guest-seats.js';
import { OutgoingEnrolments } from './outgoing-enrolments.js';
import { OwnRequests } from './own-requests.js';

const LEAVERS = `SELECT o.enrolment_id AS "enrolmentId" FROM outgoing_enrolment AS o JOIN employee AS e USING (employee_id)
  WHERE o.state IN ('AWAITING_SUPERVISOR', 'AWAITING_OFFICER', 'REQUESTED', 'WAITING', 'ACCEPTED') AND e.left_on IS NOT NULL AND e.left_on <= o.starts_on ORDER BY o.enrolment_id LIMIT 500`;

/** What comes round by the calendar for enrolments across regions. */
@Injectable()
export class EnrolmentSweeps implements OnModuleInit {
  constructor(
    private readonly sweeps: Sweeps,
    private readonly unitOfWork: UnitOfWork,
    private readonly certificates: GuestCertificates,
    private readonly outgoing: OutgoingEnrolments,
    private readonly guests: GuestSeats,
    private readonly requests: OwnRequests,
  ) {}

  onModuleInit(): void {
    this.sweeps.register('guest-certificates', { everyMinutes: 5 }, () => this.certificates.tellAll());
    this.sweeps.register('guests-in-waiting', { everyMinutes: 5 }, () => this.settle());
    this.sweeps.register('requests-not-approved', { dailyAt: '05:30' }, () => this.lapse());
    this.sweeps.register('seats-of-leavers', { dailyAt: '05:45' }, () => this.giveBack());
  }

  settle(): Promise<number> {
    return this.unitOfWork.run((tx) => this.guests.settleAll(tx));
  }

  lapse(): Promise<number> {
    return this.unitOfWork.run((tx) => this.requests.lapse(tx));
  }

  /** Who leaves before the session begins needs no seat. */
  giveBack(): Promise<number> {
    return this.unitOfWork.run(async (tx) => {
      const rows = await tx.query<{ enrolmentId: string }>(LEAVERS);
      for (const { enrolmentId } of rows) await this.outgoing.withdraw(tx, enrolmentId, LEFT, null, 'training-catalog');
      return rows.length;
    });
  }
}
