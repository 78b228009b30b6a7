import { CompletionReported, EnrolmentDecided, type EventData, type NewEvent } from '@betang/contracts';
import { Outbox, regionToken } from '@betang/messaging';
import type { Transaction } from '@betang/platform';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { EnrolmentState } from '../enrolments/enrolment.js';
import { SeatListeners, type SeatChange } from '../enrolments/seat-listeners.js';
import { CertificateViews } from '../certificates/certificate-views.js';
import { getOutcome } from './guest-outcome.queries.js';
import { lockGuest, moveGuest, type GuestEnrolment, type GuestState } from './guest-store.js';

type Decision = EventData<typeof EnrolmentDecided>['decision'];

/** What a change of a seat means for the guest who holds or asks for it. */
const MEANING: Partial<Record<EnrolmentState, GuestState>> = {
  WAITING: 'WAITING',
  ENROLLED: 'ACCEPTED',
  REFUSED: 'REFUSED',
  // The home region is told, whoever here took the seat back.
  WITHDRAWN: 'CANCELLED',
  CANCELLED: 'CANCELLED',
  PASSED: 'PASSED',
  NOT_PASSED: 'NOT_PASSED',
};

/** What the home region of a guest is told; encrypted, for that region alone. */
@Injectable()
export class GuestAnswers implements OnModuleInit {
  constructor(
    private readonly listeners: SeatListeners,
    private readonly outbox: Outbox,
    private readonly views: CertificateViews,
  ) {}

  onModuleInit(): void {
    this.listeners.listen((tx, changes) => this.seatsChanged(tx, changes));
  }

  /** A decision that no seat shows: refused, or waiting for a seat of the offer. */
  async decided(tx: Transaction, guest: GuestEnrolment): Promise<void> {
    await this.outbox.append(tx, [decisionOf(guest)]);
  }

  private async seatsChanged(tx: Transaction, changes: readonly SeatChange[]): Promise<void> {
    for (const { enrolmentId, homeRegion, state, reason } of changes) {
      const next = MEANING[state];
      if (homeRegion === null || next === undefined) continue;
      const guest = await lockGuest(tx, enrolmentId);
      // Their own region gave the seat back: it knows.
      if (!guest || guest.state === 'WITHDRAWN') continue;
      if (next === 'PASSED' || next === 'NOT_PASSED') await this.report(tx, guest, next, reason);
      else await this.tell(tx, guest, next, reason);
    }
  }

  private async tell(tx: Transaction, guest: GuestEnrolment, state: GuestState, reason: string | null): Promise<void> {
    const moved = await moveGuest(tx, guest.enrolmentId, state, reason, null);
    if (moved) await this.outbox.append(tx, [decisionOf(moved)]);
  }

  private async report(
    tx: Transaction,
    guest: GuestEnrolment,
    outcome: 'PASSED' | 'NOT_PASSED',
    reason: string | null,
  ): Promise<void> {
    const data = await getOutcome(tx, this.views, guest, outcome, reason);
    await moveGuest(tx, guest.enrolmentId, outcome, reason, null);
    await tx.execute('UPDATE guest_enrolment SET outcome = $2 WHERE enrolment_id = $1', [
      guest.enrolmentId,
      JSON.stringify(data),
    ]);
    await this.outbox.append(tx, [reportOf(guest.homeRegion, data)]);
  }
}

const DECISIONS: Partial<Record<GuestState, Decision>> = {
  ACCEPTED: 'ACCEPTED',
  WAITING: 'WAITING',
  REFUSED: 'REFUSED',
  CANCELLED: 'CANCELLED',
};

/** The present decision on a guest. Throws for states that are none: those are told otherwise. */
export function decisionOf(guest: GuestEnrolment): NewEvent {
  const { enrolmentId, sessionId, homeRegion, state, decisionNumber, reason, toldEvent } = guest;
  const decision = DECISIONS[state];
  if (decision === undefined) throw new Error(`${state} is no decision on a seat`);
  const data = { enrolmentId, sessionId, decision, decisionNumber, reason };
  return EnrolmentDecided.create({
    subject: enrolmentId,
    data,
    to: `to.${regionToken(homeRegion)}`,
    cause: toldEvent === null ? {} : { causationId: toldEvent },
  }) as unknown as NewEvent;
}

export function reportOf(homeRegion: string, data: CompletionReported): NewEvent {
  const to = `to.${regionToken(homeRegion)}` as const;
  return CompletionReported.create({ subject: data.enrolmentId, data, to }) as unknown as NewEvent;
}
