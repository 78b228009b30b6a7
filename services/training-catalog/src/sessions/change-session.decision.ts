import type { AmountBounds } from '@betang/asn';
import { AppError } from '@betang/platform';
import type { Delivery } from '../database/programme.entity.js';
import type { ApprovalStep, TrainingSessionEntity } from '../database/training-session.entity.js';
import { worthProblems } from './schedule-session.decision.js';

/** What may change while a session is open. Path and quantity are not among it: what was promised stays. */
export interface SessionChanges {
  readonly title?: string;
  readonly startsOn?: string;
  readonly endsOn?: string;
  readonly place?: string;
  readonly link?: string | null;
  readonly capacity?: number;
  readonly targetGroup?: string | null;
  readonly enrolFrom?: string | null;
  readonly enrolUntil?: string | null;
  readonly selfEnrolment?: boolean;
  readonly approvals?: readonly ApprovalStep[];
  readonly trainerIds?: readonly string[];
}

/** What may be changed, but not emptied: a body may say null. */
const NEEDED = [
  'title',
  'startsOn',
  'endsOn',
  'place',
  'capacity',
  'selfEnrolment',
  'approvals',
  'trainerIds',
] as const;

export type SessionChange = 'RESCHEDULED' | 'DELIVERY_SWITCHED' | 'DETAILS';

/** Throws `session-closed` (409): held or cancelled sessions stay as they were. */
export function assertOpen(session: Pick<TrainingSessionEntity, 'state'>): void {
  if (session.state !== 'OPEN') throw new AppError('session-closed', { status: 409 });
}

/** Throws `session-closed` (409), `session-refused` (422) with the fields. `seated`: people who have a seat. */
export function changeSession(
  session: TrainingSessionEntity,
  changes: SessionChanges,
  seated: number,
  now: Date,
  bounds: AmountBounds,
): TrainingSessionEntity {
  assertOpen(session);
  const { approvals, trainerIds, ...rest } = changes;
  // Nobody said when enrolment ends: with the session, whatever its days.
  const untilEnd = changes.enrolUntil === undefined && session.enrolUntil === session.endsOn;
  const changed: TrainingSessionEntity = {
    ...session,
    ...rest,
    ...(untilEnd ? { enrolUntil: changes.endsOn ?? session.endsOn } : {}),
    approvals: approvals ? [...approvals] : session.approvals,
    trainerIds: trainerIds ? [...new Set(trainerIds)] : session.trainerIds,
    revision: session.revision + 1,
    changedAt: now,
  };
  const refuse = (field: string, code: string): never => {
    throw new AppError('session-refused', { status: 422, errors: [{ field, code }] });
  };
  const emptied = NEEDED.find((field) => changes[field] === null);
  if (emptied !== undefined) refuse(emptied, 'session.value-needed');
  if (changed.endsOn < changed.startsOn) refuse('endsOn', 'completion.ends-before-start');
  if (changed.enrolUntil !== null && changed.enrolUntil > changed.endsOn)
    refuse('enrolUntil', 'session.enrolment-after-end');
  if (changed.enrolFrom !== null && changed.enrolUntil !== null && changed.enrolFrom > changed.enrolUntil)
    refuse('enrolFrom', 'session.enrolment-window');
  if (changed.capacity < seated) refuse('capacity', 'session.capacity-below-seated');
  const [tooShort] = worthProblems(changed, bounds);
  // A session that promised more than its days hold before there was such a bound may still be moved.
  if (tooShort && worthProblems(session, bounds).length === 0)
    throw new AppError('session-refused', { status: 422, errors: [{ ...tooShort, field: 'endsOn' }] });
  return changed;
}

export function changeKind(before: TrainingSessionEntity, after: TrainingSessionEntity): SessionChange {
  if (before.delivery !== after.delivery) return 'DELIVERY_SWITCHED';
  return before.startsOn !== after.startsOn || before.endsOn !== after.endsOn ? 'RESCHEDULED' : 'DETAILS';
}

export interface DeliverySwitch {
  readonly delivery: Delivery;
  readonly place: string | null;
  readonly link: string | null;
}

/**
 * The same session in another mode of delivery (LAN SE 18/2021): path, quantity, competencies, attendance and marks stay, so nobody loses
 * learning hours. Throws `session-closed`, `delivery-unchanged` (409), `session-refused` (422) when a virtual mode has no address.
 */
export function switchDelivery(
  session: TrainingSessionEntity,
  { delivery, place, link }: DeliverySwitch,
  now: Date,
): TrainingSessionEntity {
  assertOpen(session);
  if (session.delivery === delivery) throw new AppError('delivery-unchanged', { status: 409 });
  const address = link ?? session.link;
  if (delivery !== 'CLASSICAL' && address === null)
    throw new AppError('session-refused', { status: 422, errors: [{ field: 'link', code: 'session.link-needed' }] });
  return {
    ...session,
    delivery,
    place: place ?? session.place,
    link: address,
    revision: session.revision + 1,
    changedAt: now,
  };
}

/** Throws `session-closed` (409). */
export function cancelSession(session: TrainingSessionEntity, reason: string, now: Date): TrainingSessionEntity {
  assertOpen(session);
  return { ...session, state: 'CANCELLED', cancelledReason: reason, revision: session.revision + 1, changedAt: now };
}
