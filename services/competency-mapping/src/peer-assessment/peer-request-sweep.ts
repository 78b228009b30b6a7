import { CalendarDate } from '@betang/asn';
import { Clock, Notices, Sweeps, UnitOfWork, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import type { PeerRequest } from './peer-request.js';
import { PeerRequests } from './peer-requests.js';
import { REQUEST_COLUMNS, getRequest, ownLinkOf } from './peer-request-store.js';

/** The name of the sweep, for who asks for it beside its calendar. */
const PEER_SWEEP = 'competency-peer-requests';
const ACTOR = 'competency-mapping';
const DAYS_BEFORE = 3;
const REQUESTS_A_TURN = 200;

const ENDING = `SELECT ${REQUEST_COLUMNS}, p.left_on IS NOT NULL AS gone FROM peer_request AS r JOIN person AS p USING (employee_id)
  WHERE r.state = 'OPEN' AND (r.due_on < $1::date OR p.left_on IS NOT NULL) ORDER BY r.request_id LIMIT ${REQUESTS_A_TURN}`;
/** Who has not answered, and still can: in service, and not the person's supervisor by now. */
const WAITING = `SELECT r.request_id AS "requestId", r.due_on::text AS "dueOn", a.peer_id AS "peerId"
  FROM peer_request AS r JOIN peer_answer AS a USING (request_id) JOIN person AS p ON p.employee_id = r.employee_id JOIN person AS c ON c.employee_id = a.peer_id
 WHERE r.state = 'OPEN' AND a.state = 'ASKED' AND r.due_on BETWEEN $1::date AND $2::date AND c.left_on IS NULL AND p.left_on IS NULL
   AND p.supervisor_id IS DISTINCT FROM a.peer_id`;

/** What the days bring: requests end the day after their last, or when the person has left; who has not answered is reminded once. */
@Injectable()
export class PeerRequestSweep {
  constructor(
    private readonly requests: PeerRequests,
    private readonly unitOfWork: UnitOfWork,
    private readonly notices: Notices,
    private readonly clock: Clock,
  ) {}

  register(sweeps: Sweeps): void {
    sweeps.register(PEER_SWEEP, { dailyAt: '06:30' }, () => this.sweep());
  }

  /** Answers how many requests ended. */
  async sweep(): Promise<number> {
    let ended = 0;
    for (;;) {
      const due = await this.unitOfWork.run((tx) =>
        tx.query<PeerRequest & { gone: boolean }>(ENDING, [this.clock.today()]),
      );
      for (const { requestId, gone } of due) await this.unitOfWork.run((tx) => this.end(tx, requestId, gone));
      ended += due.length;
      if (due.length < REQUESTS_A_TURN) break;
    }
    await this.unitOfWork.run((tx) => this.remind(tx));
    return ended;
  }

  /** Someone may have ended it since it was read. */
  private async end(tx: Transaction, requestId: string, gone: boolean): Promise<void> {
    const request = await getRequest(tx, requestId, 'FOR UPDATE');
    if (request.state !== 'OPEN') return;
    if (gone) await this.requests.withdrawOpen(tx, request, 'PERSON_LEFT', ACTOR);
    else await this.requests.endOverdue(tx, request, ACTOR);
  }

  private async remind(tx: Transaction): Promise<number> {
    const today = this.clock.today();
    const until = CalendarDate.parse(today).plusDays(DAYS_BEFORE).iso;
    const waiting = await tx.query<{ requestId: string; dueOn: string; peerId: string }>(WAITING, [today, until]);
    return this.notices.tell(
      tx,
      waiting.map(({ requestId, dueOn, peerId }) => ({
        ...{ recipientId: peerId, key: `peer-due:${requestId}`, code: 'peer-due', params: { dueOn } },
        link: ownLinkOf(requestId),
      })),
    );
  }
}
