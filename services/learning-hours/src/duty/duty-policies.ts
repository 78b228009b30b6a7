import { learningHourPolicies, type LearningHourPolicy } from '@betang/contracts';
import { UnitOfWork, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { VersionedBook, readRulesVersion } from '../conversion/rules-version.js';
import { DutyBook, type DutyPolicy } from './duty-policy.js';

export const POLICY_COLUMNS = `employment_status AS "employmentStatus", origin, revision, minimum_hundredths AS "minimumHundredths",
    maximum_counted_hundredths AS "maximumCountedHundredths", valid_from AS "validFrom", valid_to AS "validTo", basis, status, withdrawn`;
const LOAD = `SELECT ${POLICY_COLUMNS} FROM duty_policy ORDER BY employment_status, valid_from, origin, revision`;

/** Adds a reference row where the newest known revision of it says something else. */
const SEED = `WITH given AS (
  SELECT * FROM unnest($1::text[], $2::date[], $3::date[], $4::integer[], $5::integer[], $6::text[], $7::text[])
    AS u(employment_status, valid_from, valid_to, minimum_hundredths, maximum_counted_hundredths, basis, status)),
newest AS (
  SELECT DISTINCT ON (employment_status, valid_from) * FROM duty_policy WHERE origin = 'REFERENCE'
   ORDER BY employment_status, valid_from, revision DESC)
INSERT INTO duty_policy (employment_status, valid_from, origin, revision, valid_to, minimum_hundredths, maximum_counted_hundredths, basis, status)
SELECT g.employment_status, g.valid_from, 'REFERENCE', coalesce(n.revision, 0) + 1, g.valid_to, g.minimum_hundredths,
       g.maximum_counted_hundredths, g.basis, g.status
  FROM given AS g LEFT JOIN newest AS n USING (employment_status, valid_from)
 WHERE n.revision IS NULL
    OR (n.valid_to, n.minimum_hundredths, n.maximum_counted_hundredths, n.basis, n.status)
       IS DISTINCT FROM (g.valid_to, g.minimum_hundredths, g.maximum_counted_hundredths, g.basis, g.status)`;

/** The policies of the service's own table, kept in memory by version. */
@Injectable()
export class DutyPolicies {
  private readonly held: VersionedBook<DutyBook>;

  constructor(private readonly unitOfWork: UnitOfWork) {
    this.held = new VersionedBook(unitOfWork, async (db) => new DutyBook(await db.query<DutyPolicy>(LOAD)));
  }

  /** The policies in the table: a change by another process shows within a second. */
  book(): Promise<DutyBook> {
    return this.held.current();
  }

  /** The policies as this transaction sees them: for what is written by them. */
  async bookIn(tx: Transaction): Promise<DutyBook> {
    return this.held.at(tx, await readRulesVersion(tx));
  }

  /** After a change: the next reading asks the table. */
  forget(): void {
    this.held.forget();
  }

  /** Brings the table up to the product's reference data; may be repeated at every start, by several processes at once. */
  async seed(policies: readonly LearningHourPolicy[] = learningHourPolicies()): Promise<number> {
    const added = await this.unitOfWork.run(async (tx) => {
      await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('learning-hours.policies', 0))`);
      return tx.execute(SEED, [
        policies.map(({ employmentStatus }) => employmentStatus),
        policies.map(({ validFrom }) => validFrom),
        policies.map(({ validTo }) => validTo),
        policies.map(({ minimumHundredths }) => minimumHundredths),
        policies.map(({ maximumCountedHundredths }) => maximumCountedHundredths),
        policies.map(({ basis }) => basis),
        policies.map(({ status }) => status),
      ]);
    });
    if (added > 0) this.held.forget();
    return added;
  }
}
