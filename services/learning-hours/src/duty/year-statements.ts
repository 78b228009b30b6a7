import { AppError, Clock, ServiceDatabase } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { DutyPolicies } from './duty-policies.js';
import { NO_DUTY } from './duty-policy.js';
import { bandOf, countedYear, paceOf } from './fulfilment.decision.js';
import type { PathHoursView, YearStatementView } from './year-statement.dto.js';

interface PersonRow {
  readonly name: string | null;
  readonly employmentStatus: string | null;
  readonly agencyId: string | null;
  readonly agencyName: string | null;
  readonly earned: number;
  readonly byMonth: readonly number[] | null;
}

/** The attribution of the year itself where there is one: past years keep the agency and status that they had. */
const PERSON = `SELECT p.name, coalesce(y.employment_status, p.employment_status) AS "employmentStatus",
    coalesce(y.agency_id, p.agency_id) AS "agencyId", a.name AS "agencyName", coalesce(y.earned, 0)::float8 AS earned,
    y.by_month::float8[] AS "byMonth"
  FROM (SELECT $1::uuid AS employee_id) AS asked
  LEFT JOIN person AS p USING (employee_id)
  LEFT JOIN person_year AS y ON y.employee_id = asked.employee_id AND y.year = $2
  LEFT JOIN unit AS a ON a.unit_id = coalesce(y.agency_id, p.agency_id)
 WHERE p.employee_id IS NOT NULL OR y.employee_id IS NOT NULL`;

const BY_PATH = `SELECT path_code AS "pathCode", sum(CASE WHEN ordinal % 2 = 1 THEN 1 ELSE -1 END)::integer AS entries,
    sum(earned)::float8 AS earned, sum(counted)::float8 AS counted
  FROM ledger_entry WHERE employee_id = $1 AND year = $2 GROUP BY path_code HAVING sum(CASE WHEN ordinal % 2 = 1 THEN 1 ELSE -1 END) > 0
  ORDER BY path_code`;

/** States a person's year: what was earned, what counts, and how far it is from the duty (PP 11/2017 art. 203). */
@Injectable()
export class YearStatements {
  constructor(
    private readonly database: ServiceDatabase,
    private readonly policies: DutyPolicies,
    private readonly clock: Clock,
  ) {}

  /** Throws `person-not-found` (404) for someone neither known nor booked here. */
  async get(employeeId: string, year: number): Promise<YearStatementView> {
    const [person] = await this.database.query<PersonRow>(PERSON, [employeeId, year]);
    if (!person) throw new AppError('person-not-found', { status: 404 });
    const byPath = await this.database.query<PathHoursView>(BY_PATH, [employeeId, year]);
    const policy =
      person.employmentStatus === null ? undefined : (await this.policies.book()).find(person.employmentStatus, year);
    const duty = policy ?? NO_DUTY;
    const inLedger = person.byMonth ?? Array<number>(12).fill(0);
    const { counted, byMonth } = countedYear(inLedger, duty);
    const countedInLedger = inLedger.reduce((sum, hours) => sum + hours, 0);
    return {
      employeeId,
      year,
      name: person.name,
      employmentStatus: person.employmentStatus,
      agencyId: person.agencyId,
      agencyName: person.agencyName,
      duty: {
        minimumHundredths: duty.minimumHundredths,
        maximumCountedHundredths: duty.maximumCountedHundredths,
        basis: policy?.basis ?? null,
        status: policy?.status ?? null,
      },
      earned: person.earned,
      countedInLedger,
      counted,
      aboveCaps: person.earned - countedInLedger,
      aboveMaximum: countedInLedger - counted,
      byMonth,
      band: bandOf(counted, duty),
      pace: paceOf(counted, duty, year, this.clock.today()),
      byPath,
      asOf: this.clock.now().toISOString(),
    };
  }
}
