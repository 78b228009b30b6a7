import { Notices, type NewNotice, type Transaction } from '@betang/platform';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { EnrolmentState } from './enrolment.js';
import { SeatListeners, type SeatChange } from './seat-listeners.js';

/** States whose news a person should not have to look for. */
const NEWS: Partial<Record<EnrolmentState, string>> = {
  AWAITING_SUPERVISOR: 'training.awaiting-supervisor',
  AWAITING_OFFICER: 'training.awaiting-officer',
  WAITING: 'training.waiting',
  ENROLLED: 'training.enrolled',
  REFUSED: 'training.refused',
  CANCELLED: 'training.cancelled',
  // One text for both: a notice may be mailed, and tells nobody's result.
  PASSED: 'training.concluded',
  NOT_PASSED: 'training.concluded',
};
const SUPERVISORS = `SELECT employee_id AS "employeeId", supervisor_id AS "supervisorId" FROM employee
  WHERE employee_id = ANY($1::uuid[]) AND supervisor_id IS NOT NULL`;
const TITLES = `SELECT session_id AS "sessionId", title, starts_on AS "startsOn" FROM training_session WHERE session_id = ANY($1::uuid[])`;

interface SessionNews {
  readonly sessionId: string;
  readonly title: string;
  readonly startsOn: string;
}

/** Tells people of this region what became of their seat; guests hear it from their own region. */
@Injectable()
export class SeatNotices implements OnModuleInit {
  constructor(
    private readonly listeners: SeatListeners,
    private readonly notices: Notices,
  ) {}

  onModuleInit(): void {
    this.listeners.listen((tx, changes) => this.tell(tx, changes));
  }

  private async tell(tx: Transaction, changes: readonly SeatChange[]): Promise<void> {
    const own = changes.filter(({ homeRegion, state }) => homeRegion === null && NEWS[state] !== undefined);
    if (own.length === 0) return;
    const sessions = await tx.query<SessionNews>(TITLES, [[...new Set(own.map(({ sessionId }) => sessionId))]]);
    const bySession = new Map(sessions.map((session) => [session.sessionId, session]));
    const notices = own.flatMap((change): NewNotice[] => {
      const session = bySession.get(change.sessionId);
      const code = NEWS[change.state];
      if (!session || code === undefined) return [];
      const { title, startsOn } = session;
      const reason = change.reason ?? '-';
      return [
        {
          recipientId: change.employeeId,
          key: `${code}:${change.enrolmentId}`,
          code,
          params: { title, startsOn, reason },
          link: `/training/sessions/${change.sessionId}`,
        },
      ];
    });
    await this.notices.tell(tx, notices);
    await this.askSupervisors(tx, own, bySession);
  }

  /** Whoever has to agree should not have to look for it either, as far as identity names a supervisor. */
  private async askSupervisors(
    tx: Transaction,
    changes: readonly SeatChange[],
    sessions: ReadonlyMap<string, SessionNews>,
  ): Promise<void> {
    const awaiting = new Map(
      changes.filter(({ state }) => state === 'AWAITING_SUPERVISOR').map((change) => [change.employeeId, change]),
    );
    if (awaiting.size === 0) return;
    const people = await tx.query<{ employeeId: string; supervisorId: string }>(SUPERVISORS, [[...awaiting.keys()]]);
    const code = 'training.approval-awaited';
    await this.notices.tell(
      tx,
      people.flatMap(({ employeeId, supervisorId }): NewNotice[] => {
        const change = awaiting.get(employeeId);
        const session = change && sessions.get(change.sessionId);
        if (!change || !session) return [];
        const { title, startsOn } = session;
        const key = `${code}:${change.enrolmentId}`;
        return [{ recipientId: supervisorId, key, code, params: { title, startsOn }, link: '/training/enrolments' }];
      }),
    );
  }
}
