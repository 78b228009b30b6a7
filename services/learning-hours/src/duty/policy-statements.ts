import { DutyPolicyRecorded, DutyPolicyStated, type Cause, type NewEvent } from '@betang/contracts';
import { Outbox } from '@betang/messaging';
import type { SqlClient, Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { POLICY_COLUMNS } from './duty-policies.js';
import type { DutyPolicy } from './duty-policy.js';

/** A revision and whether the region's own services know of it already. */
interface Untold extends DutyPolicy {
  readonly known: boolean;
}

const ONE_AT_A_TIME = `SELECT pg_advisory_xact_lock(hashtextextended('learning-hours.policy-statements', 0))`;
const UNTOLD = `SELECT ${POLICY_COLUMNS}, s.revision IS NOT NULL AS known
  FROM duty_policy AS p LEFT JOIN duty_policy_statement AS s USING (employment_status, valid_from, origin, revision)
 WHERE s.revision IS NULL OR NOT s.to_province ORDER BY employment_status, valid_from, origin, revision`;
const TOLD = `INSERT INTO duty_policy_statement AS s (employment_status, valid_from, origin, revision, to_province)
  SELECT *, $5::boolean FROM unnest($1::text[], $2::date[], $3::text[], $4::integer[])
  ON CONFLICT (employment_status, valid_from, origin, revision) DO UPDATE SET to_province = EXCLUDED.to_province`;

/** Whose totals a new revision may change: those of the years since its first day. */
const MARK = `INSERT INTO totals_mark (employment_status, year)
  SELECT DISTINCT y.employment_status, y.year FROM person_year AS y
    JOIN unnest($1::text[], $2::date[]) AS p(employment_status, valid_from)
      ON p.employment_status = y.employment_status AND y.year >= extract(year FROM p.valid_from)
   WHERE y.in_service`;

/** Tells the region's other services, and its province, by which duty a year is counted. */
@Injectable()
export class PolicyStatements {
  constructor(private readonly outbox: Outbox) {}

  /**
   * States each revision that was not stated yet, once, and has the totals of its years stated again. Those entered while the region had no
   * province, or kept its totals to itself, are stated to it at the first start after.
   */
  async stateNew(tx: Transaction, cause: Cause = {}): Promise<number> {
    await tx.query(ONE_AT_A_TIME);
    const untold = await tx.query<Untold>(UNTOLD);
    const [first] = untold;
    if (first === undefined) return 0;
    const toProvince = this.outbox.shares(policyStated(first));
    const fresh = untold.filter(({ known }) => !known);
    await this.outbox.append(tx, [
      ...fresh.map((policy) => policyRecorded(policy, cause)),
      ...(toProvince ? untold.map(policyStated) : []),
    ]);
    await tx.execute(TOLD, [
      untold.map(({ employmentStatus }) => employmentStatus),
      untold.map(({ validFrom }) => validFrom),
      untold.map(({ origin }) => origin),
      untold.map(({ revision }) => revision),
      toProvince,
    ]);
    await tx.execute(MARK, [
      fresh.map(({ employmentStatus }) => employmentStatus),
      fresh.map(({ validFrom }) => validFrom),
    ]);
    return fresh.length;
  }
}

/** Every revision, for who comes late. */
export async function presentPolicies(db: SqlClient, audience: 'local' | 'province'): Promise<NewEvent[]> {
  const policies = await db.query<DutyPolicy>(
    `SELECT ${POLICY_COLUMNS} FROM duty_policy ORDER BY employment_status, valid_from, origin, revision`,
  );
  return policies.map((policy) => (audience === 'local' ? policyRecorded(policy, {}) : policyStated(policy)));
}

function policyRecorded(policy: DutyPolicy, cause: Cause): NewEvent {
  return DutyPolicyRecorded.create({ subject: subjectOf(policy), data: dataOf(policy), cause }) as unknown as NewEvent;
}

function policyStated(policy: DutyPolicy): NewEvent {
  return DutyPolicyStated.create({ subject: subjectOf(policy), data: dataOf(policy) }) as unknown as NewEvent;
}

function subjectOf({ employmentStatus, origin, validFrom }: DutyPolicy): string {
  return `${employmentStatus}/${origin}/${validFrom}`;
}

function dataOf(policy: DutyPolicy): DutyPolicyRecorded {
  const { origin, revision, validFrom, validTo, basis, withdrawn } = policy;
  return {
    employmentStatus: policy.employmentStatus as DutyPolicyRecorded['employmentStatus'],
    origin,
    validFrom,
    validTo,
    revision,
    minimum: policy.minimumHundredths,
    maximumCounted: policy.maximumCountedHundredths,
    basis,
    withdrawn,
  };
}
