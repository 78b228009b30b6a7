import { EnrolmentRequested, EnrolmentWithdrawn, newId, type EventData, type NewEvent } from '@betang/contracts';
import { Outbox, regionToken } from '@betang/messaging';
import { AppError, Audit, RegionConfig, sqlState, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { Clock } from '../clock.js';
import { inVisibleUnits, type VisibleUnits } from '../employees/visible-units.js';
import type { SeatOffer } from '../federation/seat-offers.js';

const OFFER = `SELECT o.region, o.told, coalesce(s.state = 'OPEN', true) AS open FROM shared_seat_offer AS o LEFT JOIN shared_session AS s USING (session_id)
 WHERE o.session_id = $1 AND o.region <> $2`;

const LEARNER = `SELECT e.name, e.employment_status AS "employmentStatus",
    (SELECT number FROM employee_number AS n WHERE n.employee_id = e.employee_id ORDER BY number_order DESC LIMIT 1) AS "employeeNumber"
  FROM employee AS e WHERE e.employee_id = $1 AND e.state_order > 0 AND (e.left_on IS NULL OR e.left_on > $2::date) AND ${inVisibleUnits('e.unit_id', 3)}`;

const INSERT = `INSERT INTO outgoing_enrolment (enrolment_id, session_id, host_region, programme_id, title, starts_on, ends_on, employee_id, state,
    requested_by, requested_at, changed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'REQUESTED', $9, $10, $10)`;

const WITHDRAW = `UPDATE outgoing_enrolment AS o SET state = 'WITHDRAWN', reason = $2, changed_at = $3 FROM employee AS e
 WHERE o.enrolment_id = $1 AND e.employee_id = o.employee_id AND ${inVisibleUnits('e.unit_id', 4)} AND o.state IN ('REQUESTED', 'WAITING', 'ACCEPTED')
 RETURNING o.session_id AS "sessionId", o.host_region AS "hostRegion"`;

const UNIQUE_VIOLATION = '23505';

export type Learner = EventData<typeof EnrolmentRequested>['learner'];

export interface RequestElsewhere {
  readonly sessionId: string;
  readonly employeeId: string;
  readonly actor: string;
  /** Units whose people the caller may name. */
  readonly visible: VisibleUnits;
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
  async request(tx: Transaction, { sessionId, employeeId, actor, visible }: RequestElsewhere): Promise<string> {
    const { region } = this.config;
    const [offer] = await tx.query<{ region: string; told: SeatOffer; open: boolean }>(OFFER, [sessionId, region]);
    if (!offer) throw new AppError('seat-offer-not-found', { status: 404 });
    if (!offer.open) throw new AppError('seat-offer-closed', { status: 409 });
    this.assertOpen(offer.told);
    const [learner] = await tx.query<Learner>(LEARNER, [employeeId, offer.told.startsOn, visible]);
    if (!learner) throw new AppError('employee-unknown', { status: 422, field: 'employeeId' });
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
      actor,
      now,
    ];
    await tx.execute(INSERT, columns).catch(alreadyAsked);
    await this.tell(tx, requestOf(offer.region, { enrolmentId, sessionId, homeRegion: region, learner }));
    const object = { type: 'enrolment-elsewhere', id: enrolmentId };
    await this.audit.record(tx, {
      actor,
      action: 'request-seat-elsewhere',
      object,
      after: { hostRegion: offer.region },
    });
    return enrolmentId;
  }

  /** Throws `enrolment-elsewhere-not-found` (404) for one that is not open, or out of reach. */
  async withdraw(
    tx: Transaction,
    enrolmentId: string,
    reason: string,
    visible: VisibleUnits,
    actor: string,
  ): Promise<void> {
    type Row = { sessionId: string; hostRegion: string };
    const [row] = await tx.query<Row>(WITHDRAW, [enrolmentId, reason, this.clock.now(), visible]);
    if (!row) throw new AppError('enrolment-elsewhere-not-found', { status: 404 });
    const data = { enrolmentId, sessionId: row.sessionId, reason };
    const to = `to.${regionToken(row.hostRegion)}` as const;
    await this.tell(tx, EnrolmentWithdrawn.create({ subject: enrolmentId, data, to }) as unknown as NewEvent);
    const object = { type: 'enrolment-elsewhere', id: enrolmentId };
    await this.audit.record(tx, { actor, action: 'withdraw-seat-elsewhere', object, reason });
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
