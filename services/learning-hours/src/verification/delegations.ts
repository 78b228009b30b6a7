import { CalendarDate } from '@betang/asn';
import { newId } from '@betang/contracts';
import { AppError, Audit, Clock, type SqlClient, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import type { VisibleUnits } from '../people/people-access.js';

export interface Delegation {
  readonly delegationId: string;
  readonly givenBy: string;
  readonly fromEmployee: string | null;
  readonly toEmployee: string;
  readonly toName: string | null;
  /** Tops of the subtrees; null: the whole region. */
  readonly units: readonly string[] | null;
  readonly validFrom: string;
  readonly validTo: string;
  readonly reason: string;
  readonly givenAt: Date;
  readonly endedAt: Date | null;
}

/** Longer ones are a change of duty, which is a matter of roles. No regulation names a length: an assumption of ours. */
const LONGEST_DAYS = 92;
/** So many days ahead one may begin: leave and journeys are known by then, who will be in office later is not. An assumption of ours, too. */
const MOST_DAYS_AHEAD = 92;

const COLUMNS = `d.delegation_id AS "delegationId", d.given_by AS "givenBy", d.from_employee AS "fromEmployee", d.to_employee AS "toEmployee",
  p.name AS "toName", d.units, d.valid_from AS "validFrom", d.valid_to AS "validTo", d.reason, d.given_at AS "givenAt", d.ended_at AS "endedAt"`;

/** What holds on a day. Nobody stands in for who has left: the power that was lent has ended with its owner's office. */
const LIVE = `verification_delegation AS d WHERE d.to_employee = $1 AND d.ended_at IS NULL AND $2 BETWEEN d.valid_from AND d.valid_to
   AND NOT EXISTS (SELECT 1 FROM person AS giver WHERE giver.employee_id = d.from_employee AND giver.left_on <= $2)`;
const MINE = `SELECT unnest(d.units) AS unit FROM ${LIVE}`;
const WHOLE = `SELECT 1 FROM ${LIVE} AND d.units IS NULL`;
const GIVERS = `SELECT DISTINCT d.from_employee AS id FROM ${LIVE} AND d.from_employee IS NOT NULL`;

/** Verifiers stand in for each other (pendelegasian): for some days, in the units of whoever gives. */
@Injectable()
export class Delegations {
  constructor(
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /** Own units and those that others gave for today. */
  async widen(db: SqlClient, own: VisibleUnits, employeeId: string | undefined): Promise<VisibleUnits> {
    if (own === null || employeeId === undefined) return own;
    const today = this.clock.today();
    if ((await db.query(WHOLE, [employeeId, today])).length > 0) return null;
    const given = await db.query<{ unit: string }>(MINE, [employeeId, today]);
    return [...new Set([...own, ...given.map(({ unit }) => unit)])];
  }

  /** Employees for whom someone acts today: oneself, and whoever gave a delegation. */
  async standsFor(db: SqlClient, employeeId: string | undefined): Promise<readonly string[]> {
    if (employeeId === undefined) return [];
    const rows = await db.query<{ id: string }>(GIVERS, [employeeId, this.clock.today()]);
    return [employeeId, ...rows.map(({ id }) => id)];
  }

  /** Throws `delegation-too-long`, `delegation-too-early`, `verification-by-oneself` (422), `person-not-found` (404). */
  async give(
    tx: Transaction,
    delegation: Pick<
      Delegation,
      'givenBy' | 'fromEmployee' | 'toEmployee' | 'units' | 'validFrom' | 'validTo' | 'reason'
    >,
  ): Promise<{ delegationId: string }> {
    const { givenBy, fromEmployee, toEmployee, units, validFrom, validTo, reason } = delegation;
    const days = (Date.parse(validTo) - Date.parse(validFrom)) / 86_400_000;
    if (days < 0 || days > LONGEST_DAYS)
      throw new AppError('delegation-too-long', { status: 422, field: 'validTo', params: { most: LONGEST_DAYS } });
    const latest = CalendarDate.parse(this.clock.today()).plusDays(MOST_DAYS_AHEAD).iso;
    if (validFrom > latest)
      throw new AppError('delegation-too-early', { status: 422, field: 'validFrom', params: { latest } });
    if (toEmployee === fromEmployee)
      throw new AppError('verification-by-oneself', { status: 422, field: 'toEmployee' });
    const known = await tx.query('SELECT 1 FROM person WHERE employee_id = $1 AND left_on IS NULL', [toEmployee]);
    if (known.length === 0) throw new AppError('person-not-found', { status: 404, field: 'toEmployee' });
    const delegationId = newId();
    await tx.execute(
      `INSERT INTO verification_delegation (delegation_id, given_by, from_employee, to_employee, units, valid_from, valid_to, reason)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [delegationId, givenBy, fromEmployee, toEmployee, units, validFrom, validTo, reason],
    );
    await this.audit.record(tx, {
      actor: givenBy,
      action: 'delegate-verification',
      object: { type: 'verification-delegation', id: delegationId },
      after: { toEmployee, units, validFrom, validTo },
    });
    return { delegationId };
  }

  /** Ends a delegation that the caller gave; `anyone`: an officer of the whole region ends another's. Throws `delegation-not-found`. */
  async end(tx: Transaction, delegationId: string, actor: string, anyone: boolean): Promise<void> {
    const ended = await tx.execute(
      `UPDATE verification_delegation SET ended_at = now() WHERE delegation_id = $1 AND ended_at IS NULL AND ($3 OR given_by = $2)`,
      [delegationId, actor, anyone],
    );
    if (ended === 0) throw new AppError('delegation-not-found', { status: 404 });
    const object = { type: 'verification-delegation', id: delegationId };
    await this.audit.record(tx, { actor, action: 'end-delegation', object });
  }

  /** Given by the caller or to the caller; all of the region for an officer. Newest first. */
  list(
    db: SqlClient,
    who: { readonly subject: string; readonly employeeId: string | undefined; readonly all: boolean },
    before: unknown,
    limit: number,
  ): Promise<Delegation[]> {
    return db.query<Delegation>(
      `SELECT ${COLUMNS} FROM verification_delegation AS d LEFT JOIN person AS p ON p.employee_id = d.to_employee
        WHERE ($3 OR d.given_by = $1 OR d.to_employee = $2) AND ($4::uuid IS NULL OR d.delegation_id < $4)
        ORDER BY d.delegation_id DESC LIMIT $5`,
      [who.subject, who.employeeId ?? null, who.all, before, limit],
    );
  }
}
