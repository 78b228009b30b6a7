import { EnrolmentRequested, EnrolmentWithdrawn } from '@betang/contracts';
import type { EventBatch, ReceivedEvent } from '@betang/messaging';
import { AppError } from '@betang/platform';
import { Controller } from '@nestjs/common';
import { EventPattern } from '../events.js';
import { GuestSeats } from './guest-seats.js';
import { lockSessions, sessionsOf, takeRequests } from './guest-store.js';

const KEEP_WITHDRAWAL = `INSERT INTO guest_withdrawal (enrolment_id, home_region, reason)
  SELECT i, r, w FROM unnest($1::uuid[], $2::text[], $3::text[]) AS u(i, r, w) ON CONFLICT DO NOTHING`;
const OF_REGION = `SELECT enrolment_id AS id FROM guest_enrolment WHERE enrolment_id = ANY($1::uuid[]) AND home_region = $2`;

/** Requests of other regions for seats here: opened by this region's key, and by no other's. */
@Controller()
export class GuestHandlers {
  constructor(private readonly seats: GuestSeats) {}

  @EventPattern(EnrolmentRequested, 'process')
  async requested(
    events: readonly ReceivedEvent<typeof EnrolmentRequested>[],
    { transaction }: EventBatch,
  ): Promise<void> {
    for (const { region, data } of events) {
      if (data.homeRegion !== region)
        throw new AppError('learner-of-another-region', { params: { origin: region, named: data.homeRegion } });
    }
    await this.seats.settle(transaction, await takeRequests(transaction, events));
  }

  @EventPattern(EnrolmentWithdrawn, 'process')
  async withdrawn(
    events: readonly ReceivedEvent<typeof EnrolmentWithdrawn>[],
    { transaction }: EventBatch,
  ): Promise<void> {
    await transaction.execute(KEEP_WITHDRAWAL, [
      events.map(({ data }) => data.enrolmentId),
      events.map(({ region }) => region),
      events.map(({ data }) => data.reason),
    ]);
    const enrolments = events.map(({ data }) => data.enrolmentId);
    await lockSessions(transaction, await sessionsOf(transaction, enrolments));
    for (const { region, data } of events) {
      const [own] = await transaction.query(OF_REGION, [[data.enrolmentId], region]);
      if (own) await this.seats.withdraw(transaction, data.enrolmentId, data.reason);
    }
  }
}
