import { newId } from '@betang/contracts';
import { AppError, Audit, Clock, type SqlClient, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';

export interface ApprovalDelegation {
  readonly delegationId: string;
  readonly givenBy: string;
  readonly toEmployee: string;
  readonly validFrom: string;
  readonly validTo: string;
  readonly reason: string;
  readonly givenAt: Date;
  readonly endedAt: Date | null;
}

export const DELEGATION_SELECT = `SELECT delegation_id AS "delegationId", given_by AS "givenBy", to_employee AS "toEmployee", valid_from AS "validFrom",
    valid_to AS "validTo", reason, given_at AS "givenAt", ended_at AS "endedAt" FROM approval_delegation`;
const GIVER = `SELECT given_by AS "givenBy" FROM approval_delegation
  WHERE to_employee = $1 AND ended_at IS NULL AND $2 BETWEEN valid_from AND valid_to ORDER BY given_at DESC LIMIT 1`;
const KNOWN = `SELECT 1 FROM employee WHERE employee_id = $1 AND state_order > 0 AND (left_on IS NULL OR left_on > $2::date)`;
const INSERT = `INSERT INTO approval_delegation (delegation_id, given_by, to_employee, valid_from, valid_to, reason, given_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`;
const END = `UPDATE approval_delegation SET ended_at = $2 WHERE delegation_id = $1 AND ended_at IS NULL`;

/**
 * Days that somebody stands in at most, and days ahead that it may begin, so that no power lent today outlives twice this. Assumption of ours, since the
 * first release: no regulation that we read sets a number. Longer ones are a change of duty, which is a matter of roles.
 */
export const LONGEST_DELEGATION_DAYS = 92;
const DAY_MS = 86_400_000;

/** Whoever decides on programmes lets somebody stand in for some days (pendelegasian); who stands in does not hand it on. */
@Injectable()
export class ApprovalDelegations {
  constructor(
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /** In whose place somebody decides today; undefined for nobody's. */
  async giverFor(db: SqlClient, employeeId: string | undefined): Promise<string | undefined> {
    if (employeeId === undefined) return undefined;
    const [row] = await db.query<{ givenBy: string }>(GIVER, [employeeId, this.clock.today()]);
    return row?.givenBy;
  }

  /** Throws `approval-delegation-refused` (422): to oneself, in the past, for too long, from a day too far ahead; `employee-unknown` (422). */
  async give(
    tx: Transaction,
    terms: Pick<ApprovalDelegation, 'givenBy' | 'toEmployee' | 'validFrom' | 'validTo' | 'reason'>,
    ownEmployeeId: string | undefined,
  ): Promise<ApprovalDelegation> {
    const { givenBy, toEmployee, validFrom, validTo, reason } = terms;
    const today = this.clock.today();
    const days = (Date.parse(validTo) - Date.parse(validFrom)) / DAY_MS;
    const ahead = (Date.parse(validFrom) - Date.parse(today)) / DAY_MS;
    const refuse = (field: string) => new AppError('approval-delegation-refused', { status: 422, field });
    if (days < 0 || days > LONGEST_DELEGATION_DAYS || validTo < today) throw refuse('validTo');
    if (ahead > LONGEST_DELEGATION_DAYS) throw refuse('validFrom');
    if (toEmployee === ownEmployeeId) throw refuse('toEmployee');
    if ((await tx.query(KNOWN, [toEmployee, today])).length === 0)
      throw new AppError('employee-unknown', { status: 422, field: 'toEmployee' });
    const delegationId = newId();
    const givenAt = this.clock.now();
    await tx.execute(INSERT, [delegationId, givenBy, toEmployee, validFrom, validTo, reason, givenAt]);
    const object = { type: 'approval-delegation', id: delegationId };
    const entry = { actor: givenBy, action: 'delegate-approval', object, reason };
    await this.audit.record(tx, { ...entry, after: { toEmployee, validFrom, validTo } });
    return { delegationId, ...terms, givenAt, endedAt: null };
  }

  /** Throws `approval-delegation-not-found` (404) for one that has ended, too. */
  async end(tx: Transaction, delegationId: string, actor: string): Promise<void> {
    if ((await tx.execute(END, [delegationId, this.clock.now()])) === 0)
      throw new AppError('approval-delegation-not-found', { status: 404 });
    const object = { type: 'approval-delegation', id: delegationId };
    await this.audit.record(tx, { actor, action: 'end-approval-delegation', object });
  }
}
