import { GuestScheduleStated, type NewEvent } from '@betang/contracts';
import { Outbox, regionToken } from '@betang/messaging';
import { Sweeps, UnitOfWork, type SqlClient, type Transaction } from '@betang/platform';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { SeatListeners, sessionsOfNewGuests } from '../enrolments/seat-listeners.js';
import type { ScheduleTeller } from '../sessions/guest-tellers.js';

/** More than a session has; an event has 180 KiB before it is sealed. */
const MOST_MEETINGS = 80;
const SESSION = `SELECT title, starts_on::text AS "startsOn", ends_on::text AS "endsOn", delivery, nullif(place, '') AS place, link
  FROM training_session WHERE session_id = $1 AND state = 'OPEN'`;
const MEETINGS = `SELECT meeting_id AS "meetingId", topic, mode, starts_at AS "startsAt", ends_at AS "endsAt", nullif(place, '') AS place, link,
    cancelled_at IS NOT NULL AS cancelled
  FROM (SELECT * FROM session_meeting WHERE session_id = $1 ORDER BY ends_at < now(), starts_at LIMIT ${MOST_MEETINGS}) AS m ORDER BY starts_at, meeting_id`;
/** Only what is news to a region, however often it is looked at. */
const KEEP = `INSERT INTO guest_schedule_told AS g (session_id, home_region, statement, told)
  SELECT $1::uuid, r.home_region, 1, $2::jsonb FROM (SELECT DISTINCT home_region FROM enrolment WHERE session_id = $1 AND home_region IS NOT NULL AND state = 'ENROLLED') AS r
   ORDER BY 2
  ON CONFLICT (session_id, home_region) DO UPDATE SET statement = g.statement + 1, told = excluded.told WHERE g.told IS DISTINCT FROM excluded.told
  RETURNING home_region AS "homeRegion", statement`;
const TOLD = `SELECT session_id AS "sessionId", statement, told FROM guest_schedule_told WHERE home_region = $1 ORDER BY session_id`;
/** Guests who were seated before schedules were told at all. */
const UNTOLD = `SELECT DISTINCT n.session_id AS id FROM enrolment AS n JOIN training_session AS s USING (session_id)
  WHERE n.home_region IS NOT NULL AND n.state = 'ENROLLED' AND s.state = 'OPEN'
    AND NOT EXISTS (SELECT 1 FROM guest_schedule_told AS g WHERE g.session_id = n.session_id AND g.home_region = n.home_region) ORDER BY 1 LIMIT 100`;

type Schedule = Omit<GuestScheduleStated, 'sessionId' | 'statement'>;

/** Host: tells the home regions of guests when, where and how a session takes place; addresses of virtual meetings go to nobody else. */
@Injectable()
export class GuestSchedules implements ScheduleTeller, OnModuleInit {
  constructor(
    private readonly listeners: SeatListeners,
    private readonly outbox: Outbox,
    private readonly sweeps: Sweeps,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  onModuleInit(): void {
    this.listeners.listen(async (tx, changes) => {
      for (const sessionId of sessionsOfNewGuests(changes)) await this.tell(tx, sessionId);
    });
    this.sweeps.register('guest-schedules', { dailyAt: '05:15' }, () => this.tellDue());
  }

  async tell(tx: Transaction, sessionId: string): Promise<void> {
    const [session] = await tx.query<Omit<Schedule, 'meetings'>>(SESSION, [sessionId]);
    if (!session) return;
    const schedule = { ...session, meetings: await tx.query(MEETINGS, [sessionId]) };
    const told = JSON.stringify(schedule);
    const news = await tx.query<{ homeRegion: string; statement: number }>(KEEP, [sessionId, told]);
    const data = JSON.parse(told) as Schedule;
    await this.outbox.append(
      tx,
      news.map(({ homeRegion, statement }) => scheduleStated(homeRegion, { sessionId, statement, ...data })),
    );
  }

  tellDue(): Promise<number> {
    return this.unitOfWork.run(async (tx) => {
      const due = await tx.query<{ id: string }>(UNTOLD);
      for (const { id } of due) await this.tell(tx, id);
      return due.length;
    });
  }
}

/** What a region was told of schedules, once more: for who comes late. */
export async function toldSchedules(db: SqlClient, homeRegion: string): Promise<NewEvent[]> {
  type Row = Pick<GuestScheduleStated, 'sessionId' | 'statement'> & { readonly told: Schedule };
  const rows = await db.query<Row>(TOLD, [homeRegion]);
  return rows.map(({ told, ...row }) => scheduleStated(homeRegion, { ...row, ...told }));
}

function scheduleStated(homeRegion: string, data: GuestScheduleStated): NewEvent {
  const to = `to.${regionToken(homeRegion)}` as const;
  return GuestScheduleStated.create({ subject: data.sessionId, data, to }) as unknown as NewEvent;
}
