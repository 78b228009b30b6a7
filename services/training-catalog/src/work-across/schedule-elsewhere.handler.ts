import { GuestScheduleStated } from '@betang/contracts';
import type { EventBatch, ReceivedEvent } from '@betang/messaging';
import { Notices, type Transaction } from '@betang/platform';
import { Controller } from '@nestjs/common';
import { EventPattern } from '../events.js';
import { scheduleNews, type ScheduleElsewhere } from './schedule-news.decision.js';

/** Only of a session in which somebody of this region asked that very region for a seat. */
const BEFORE = `SELECT s.statement, s.told FROM outgoing_enrolment AS o LEFT JOIN schedule_elsewhere AS s ON s.session_id = o.session_id AND s.host_region = o.host_region
  WHERE o.session_id = $1 AND o.host_region = $2 LIMIT 1`;
const KEEP = `INSERT INTO schedule_elsewhere AS s (session_id, host_region, statement, told) VALUES ($1, $2, $3, $4)
  ON CONFLICT (session_id, host_region) DO UPDATE SET statement = excluded.statement, told = excluded.told`;
/** Whose seat it is, or may become, counts on these days. */
const DAYS = `UPDATE outgoing_enrolment SET title = $3, starts_on = $4, ends_on = $5
  WHERE session_id = $1 AND host_region = $2 AND state IN ('AWAITING_SUPERVISOR', 'AWAITING_OFFICER', 'REQUESTED', 'WAITING', 'ACCEPTED')
 RETURNING employee_id AS "employeeId", state`;

/** Home: when, where and how a session takes place in which people of this region have seats. */
@Controller()
export class ScheduleElsewhereHandler {
  constructor(private readonly notices: Notices) {}

  @EventPattern(GuestScheduleStated, 'process')
  async stated(
    events: readonly ReceivedEvent<typeof GuestScheduleStated>[],
    { transaction }: EventBatch,
  ): Promise<void> {
    for (const { region, data } of events) await this.take(transaction, region, data);
  }

  private async take(tx: Transaction, host: string, { sessionId, statement, ...told }: GuestScheduleStated) {
    type Before = { statement: number | null; told: ScheduleElsewhere | null };
    const [before] = await tx.query<Before>(BEFORE, [sessionId, host]);
    if (!before || (before.statement ?? 0) >= statement) return;
    await tx.execute(KEEP, [sessionId, host, statement, JSON.stringify(told)]);
    const { title, startsOn, endsOn } = told;
    type Seat = { employeeId: string; state: string };
    const seats = await tx.query<Seat>(DAYS, [sessionId, host, title, startsOn, endsOn]);
    const code = scheduleNews(before.told ?? undefined, told);
    if (code === undefined) return;
    await this.notices.tell(
      tx,
      seats
        .filter(({ state }) => state === 'ACCEPTED')
        .map(({ employeeId }) => ({
          ...{ recipientId: employeeId, key: `${code}:${sessionId}:${statement}`, code },
          ...{ params: { title, startsOn, endsOn }, link: '/training/enrolments-elsewhere' },
        })),
    );
  }
}
