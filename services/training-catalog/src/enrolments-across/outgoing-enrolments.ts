import { EnrolmentRequested, EnrolmentWithdrawn, newId, type EventData, type NewEvent } from '@betang/contracts';
import { Outbox, regionToken } from '@betang/messaging';
import { AppError, Audit, Clock, RegionConfig, sqlState, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { inVisibleUnits, type VisibleUnits } from '../employees/visible-units.js';
import type { ApprovalStep } from '../database/training-session.entity.js';
import type { SeatOffer } from '../federation/seat-offers.js';
import type { OutgoingState } from './own-request.decision.js';

const OFFER = `SELECT o.region, o.told, coalesce(s.state = 'OPEN', true) AS open FROM shared_seat_offer AS o LEFT JOIN shared_session AS s USING (session_id)
 WHERE o.session_id = $1 AND o.region <> $2`;

const LEARNER = `SELECT e.name, e.employment_status AS "employmentStatus",
    (SELECT number FROM employee_number AS n WHERE n.employee_id = e.employee_id ORDER BY number_order DESC LIMIT 1) AS "employeeNumber"
  FROM employee AS e WHERE e.employee_id = $1 AND e.state_order > 0 AND (e.left_on IS NULL OR e.left_on > $2::date) AND ${inVisibleUnits('e.unit_id', 3)}`;

const INSERT = `INSERT INTO outgoing_enrolment (enrolment_id, session_id, host_region, programme_id, title, starts_on, ends_on, employee_id, state,
    requested_by, requested_at, changed_at, origin, note, approvals)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11, $12, $13, $14)`;

const APPROVED = `SELECT session_id AS "sessionId", employee_id AS "employeeId" FROM outgoing_enrolment WHERE enrolment_id = $1 AND state = 'REQUESTED'`;

const WITHDRAW = `WITH before AS (SELECT o.enrolment_id, o.state FROM outgoing_enrolment AS o JOIN employee AS e USING (employee_id)
    WHERE o.enrolment_id = $1 AND ${inVisibleUnits('e.unit_id', 4)} AND ($5::uuid IS NULL OR o.employee_id = $5)
      AND o.state IN ('AWAITING_SUPERVISOR', 'AWAITING_OFFICER', 'REQUESTED', 'WAITING', 'ACCEPTED') FOR UPDATE OF o)
 UPDATE outgoing_enrolment AS o SET state = 'WITHDRAWN', reason = $2, changed_at = $3 FROM before AS b WHERE o.enrolment_id = b.enrolment_id
 RETURNING o.session_id AS "sessionId", o.host_region AS "hostRegion", b.state IN ('REQUESTED', 'WAITING', 'ACCEPTED') AS told`;

const UNIQUE_VIOLATION = '23505';

export type Learner = EventData<typeof EnrolmentRequested>['learner'];

export interface RequestElsewhere {
  readonly sessionId: string;
  readonly employeeId: string;
  readonly actor: string;
  /** Units whose people the caller may name. */
  readonly visible: VisibleUnits;
  /** Asked for by the person; the host is told once the state is REQUESTED. Missing: a nomination, told at once. */
  readonly own?: OwnTerms;
}

export interface OwnTerms {
  readonly origin: 'SELF';
  readonly note: string | null;
  readonly approvals: readonly ApprovalStep[];
  readonly state: OutgoingState;
}

interface Offered {
  readonly region: string;
  readonly told: SeatOffer;
  readonly open: boolean;
}

/** Home of learners who go elsewhere (row R02): asks another region for a seat, and tells it who comes, for that purpose only. */
@Injectable()
export class OutgoingEnrolments {
  constructor(
    private readonly outbox: Outbox,
    private readonly audit: Audit,
    private readonly clock: Clock,
    private readonly config: RegionConfig,
  ) {}

  /**
   * Throws `seat-offer-not-found` (404), `seat-offer-closed` (409), `employee-unknown` (422), `enrolment-elsewhere-already` (409),
   * `sharing-kept-at-home` (409) where the region's settings let no identity leave, `receiver-key-unknown` (409).
   */
  async request(tx: Transaction, { sessionId, employeeId, actor, visible, own }: RequestElsewhere): Promise<string> {
    const { offer, learner } = await this.prepare(tx, sessionId, employeeId, visible);
    const state = own?.state ?? 'REQUESTED';
    const enrolmentId = newId();
    const now = this.clock.now();
    const { programmeId, title, startsOn, endsOn } = offer.told;
    const columns = [
      enrolmentId,
      sessionId,
      offer.region,
      programmeId,
      title,
      startsOn,
      endsOn,
      employeeId,
      state,
      actor,
      now,
      own?.origin ?? 'NOMINATION',
      own?.note ?? null,
      own?.approvals ?? [],
    ];
    await tx.execute(INSERT, columns).catch(alreadyAsked);
    const request = { enrolmentId, sessionId, homeRegion: this.config.region, learner };
    if (state === 'REQUESTED') await this.tell(tx, requestOf(offer.region, request));
    const object = { type: 'enrolment-elsewhere', id: enrolmentId };
    await this.audit.record(tx, {
      actor,
      action: 'request-seat-elsewhere',
      object,
      after: { hostRegion: offer.region, state },
    });
    return enrolmentId;
  }

  /** Asks the host for a seat whose last approval was given. Throws as {@link request}. */
  async send(tx: Transaction, enrolmentId: string): Promise<void> {
    const [row] = await tx.query<{ sessionId: string; employeeId: string }>(APPROVED, [enrolmentId]);
    if (!row) throw new AppError('enrolment-elsewhere-not-found', { status: 404 });
    const { sessionId, employeeId } = row;
    const { offer, learner } = await this.prepare(tx, sessionId, employeeId, null);
    await this.tell(tx, requestOf(offer.region, { enrolmentId, sessionId, homeRegion: this.config.region, learner }));
  }

  /**
   * The host is told where it had been asked. `own`: only of this person. Throws `enrolment-elsewhere-not-found` (404) for one that is not
   * open, or out of reach.
   */
  async withdraw(
    tx: Transaction,
    enrolmentId: string,
    reason: string,
    visible: VisibleUnits,
    actor: string,
    own: string | null = null,
  ): Promise<void> {
    type Row = { sessionId: string; hostRegion: string; told: boolean };
    const [row] = await tx.query<Row>(WITHDRAW, [enrolmentId, reason, this.clock.now(), visible, own]);
    if (!row) throw new AppError('enrolment-elsewhere-not-found', { status: 404 });
    const data = { enrolmentId, sessionId: row.sessionId, reason };
    const to = `to.${regionToken(row.hostRegion)}` as const;
    const event = EnrolmentWithdrawn.create({ subject: enrolmentId, data, to }) as unknown as NewEvent;
    if (row.told) await this.tell(tx, event);
    const object = { type: 'enrolment-elsewhere', id: enrolmentId };
    await this.audit.record(tx, { actor, action: 'withdraw-seat-elsewhere', object, reason });
  }

  private async prepare(tx: Transaction, sessionId: string, employeeId: string, visible: VisibleUnits) {
    const [offer] = await tx.query<Offered>(OFFER, [sessionId, this.config.region]);
    if (!offer) throw new AppError('seat-offer-not-found', { status: 404 });
    if (!offer.open) throw new AppError('seat-offer-closed', { status: 409 });
    this.assertOpen(offer.told);
    const [learner] = await tx.query<Learner>(LEARNER, [employeeId, offer.told.startsOn, visible]);
    if (!learner) throw new AppError('employee-unknown', { status: 422, field: 'employeeId' });
    return { offer, learner };
  }

  private assertOpen({ state, requestUntil, quotas, openSeats }: SeatOffer): void {
    const own = quotas.some(({ region, seats }) => region === this.config.region && seats > 0);
    const open = state === 'OPEN' && this.clock.today() <= requestUntil && (own || openSeats > 0);
    if (!open) throw new AppError('seat-offer-closed', { status: 409 });
  }

  private async tell(tx: Transaction, event: NewEvent): Promise<void> {
    if (!this.outbox.shares(event)) throw new AppError('sharing-kept-at-home', { status: 409 });
    await this.outbox.append(tx, [event]);
  }
}

export function requestOf(hostRegion: string, data: EnrolmentRequested): NewEvent {
  const to = `to.${regionToken(hostRegion)}` as const;
  return EnrolmentRequested.create({ subject: data.enrolmentId, data, to }) as unknown as NewEvent;
}

function alreadyAsked(cause: unknown): never {
  if (sqlState(cause) === UNIQUE_VIOLATION) throw new AppError('enrolment-elsewhere-already', { status: 409, cause });
  throw cause;
}
