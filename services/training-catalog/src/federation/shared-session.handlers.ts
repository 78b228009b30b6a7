import { SeatsOffered, SessionPublished } from '@betang/contracts';
import type { EventBatch, ReceivedEvent } from '@betang/messaging';
import { AppError } from '@betang/platform';
import { Controller } from '@nestjs/common';
import { EventPattern } from '../events.js';

const SESSIONS = `INSERT INTO shared_session AS s (session_id, region, revision, state, programme_id, title, starts_on, ends_on, competencies, told)
  SELECT DISTINCT ON (d."sessionId") d."sessionId", e.region, d.revision, d.state, d."programmeId", d.title, d."startsOn", d."endsOn", d.competencies, e.data
    FROM unnest($1::jsonb[], $2::text[]) AS e(data, region), jsonb_to_record(e.data) AS d("sessionId" uuid, revision integer, state text, "programmeId" uuid,
         title text, "startsOn" date, "endsOn" date, competencies jsonb)
   ORDER BY d."sessionId", d.revision DESC
  ON CONFLICT (session_id) DO UPDATE SET revision = excluded.revision, state = excluded.state, programme_id = excluded.programme_id,
    title = excluded.title, starts_on = excluded.starts_on, ends_on = excluded.ends_on, competencies = excluded.competencies, told = excluded.told
  WHERE excluded.revision > s.revision AND excluded.region = s.region`;

const OFFERS = `INSERT INTO shared_seat_offer AS s (session_id, region, offer_version, state, programme_id, title, starts_on, ends_on, request_until, told)
  SELECT DISTINCT ON (d."sessionId") d."sessionId", e.region, d."offerVersion", d.state, d."programmeId", d.title, d."startsOn", d."endsOn", d."requestUntil", e.data
    FROM unnest($1::jsonb[], $2::text[]) AS e(data, region), jsonb_to_record(e.data) AS d("sessionId" uuid, "offerVersion" integer, state text,
         "programmeId" uuid, title text, "startsOn" date, "endsOn" date, "requestUntil" date)
   ORDER BY d."sessionId", d."offerVersion" DESC
  ON CONFLICT (session_id) DO UPDATE SET offer_version = excluded.offer_version, state = excluded.state, programme_id = excluded.programme_id,
    title = excluded.title, starts_on = excluded.starts_on, ends_on = excluded.ends_on, request_until = excluded.request_until, told = excluded.told
  WHERE excluded.offer_version > s.offer_version AND excluded.region = s.region`;

/** The calendar of the whole federation: sessions, and the seats in them that regions open to each other. */
@Controller()
export class SharedSessionHandlers {
  @EventPattern(SessionPublished, 'projection')
  async sessions(
    events: readonly ReceivedEvent<typeof SessionPublished>[],
    { transaction }: EventBatch,
  ): Promise<void> {
    for (const { region, data } of events) {
      if (data.organiserRegion !== region)
        throw new AppError('session-of-another-region', {
          params: { origin: region, organiser: data.organiserRegion },
        });
    }
    await transaction.prepared('shared-session-upsert', SESSIONS, columnsOf(events));
  }

  @EventPattern(SeatsOffered, 'projection')
  async offers(events: readonly ReceivedEvent<typeof SeatsOffered>[], { transaction }: EventBatch): Promise<void> {
    await transaction.prepared('shared-seat-offer-upsert', OFFERS, columnsOf(events));
  }
}

function columnsOf(events: readonly { readonly data: unknown; readonly region: string }[]): unknown[] {
  return [events.map(({ data }) => JSON.stringify(data)), events.map(({ region }) => region)];
}
