import { Clock, ListQuery, ServiceDatabase, type ListDefinition, type ListRow, type Page } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { DutyPolicies } from '../duty/duty-policies.js';
import { NO_DUTY, type DutyBook } from '../duty/duty-policy.js';
import { bandOf, countedYear, paceOf } from '../duty/fulfilment.decision.js';
import { inUnits, type VisibleUnits } from '../people/people-access.js';
import type { TeamMemberView, TeamSearchDto, YearOfPeopleQuery } from './team.dto.js';

/** Whose hours: people of the caller's units, or those whose supervisor the caller is. */
export interface TeamScope {
  readonly visible?: VisibleUnits;
  readonly supervisorId?: string;
}

interface TeamRow extends ListRow {
  readonly employeeId: string;
  readonly name: string | null;
  readonly employmentStatus: string | null;
  readonly agencyId: string | null;
  readonly agencyName: string | null;
  readonly unitName: string | null;
  readonly earned: number;
  readonly byMonth: readonly number[];
  readonly claimsWaiting: number;
}

const STATUSES = ['CPNS', 'PNS', 'PPPK', 'PPPK_PARUH_WAKTU'] as const;

/** What counts under the most of the year and the least, as the database compares it; our own numbers, never a caller's. */
function definition(book: DutyBook, year: number): ListDefinition {
  const cases = (value: (status: string) => number | null, otherwise: string): string =>
    `CASE y.employment_status ${STATUSES.map((status) => `WHEN '${status}' THEN ${value(status) ?? otherwise}`).join(' ')} ELSE ${otherwise} END`;
  const duty = (status: string) => book.find(status, year) ?? NO_DUTY;
  const most = cases((status) => duty(status).maximumCountedHundredths, 'y.counted');
  const least = cases((status) => duty(status).minimumHundredths, '0');
  const counted = `least(y.counted, (${most})::bigint)`;
  const minimum = `(${least})::bigint`;
  return {
    select: `SELECT y.employee_id AS "employeeId", p.name, y.employment_status AS "employmentStatus", y.agency_id AS "agencyId", a.name AS "agencyName",
        u.name AS "unitName", y.earned::float8 AS earned, y.by_month::float8[] AS "byMonth",
        (SELECT count(*) FROM claim AS c WHERE c.employee_id = y.employee_id AND c.state = 'SUBMITTED'
            AND extract(year FROM c.completed_on) = y.year)::integer AS "claimsWaiting"
      FROM person_year AS y JOIN person AS p ON p.employee_id = y.employee_id LEFT JOIN unit AS a ON a.unit_id = y.agency_id
      LEFT JOIN unit AS u ON u.unit_id = p.unit_id
      CROSS JOIN LATERAL (SELECT ${counted} AS counted, ${minimum} AS minimum) AS d
      CROSS JOIN LATERAL (SELECT CASE WHEN d.counted <= 0 THEN 'none' WHEN d.counted >= d.minimum THEN 'fulfilled'
        WHEN d.counted * 2 >= d.minimum THEN 'halfway' ELSE 'started' END AS band) AS b`,
    sorts: {
      name: { sql: `coalesce(p.name, '')`, type: 'text' },
      counted: { sql: 'd.counted', type: 'bigint' },
      shortfall: { sql: 'greatest(d.minimum - d.counted, 0)', type: 'bigint' },
    },
    defaultSort: 'name',
    key: { sql: 'y.employee_id', type: 'uuid' },
  };
}

/** Lists people with how far they are in a year: a supervisor's team, an agency, the whole region. */
@Injectable()
export class TeamYears {
  constructor(
    private readonly database: ServiceDatabase,
    private readonly policies: DutyPolicies,
    private readonly clock: Clock,
  ) {}

  async page(query: YearOfPeopleQuery & Partial<TeamSearchDto>, scope: TeamScope): Promise<Page<TeamMemberView>> {
    const today = this.clock.today();
    const year = query.year ?? Number(today.slice(0, 4));
    const book = await this.policies.book();
    const list = new ListQuery(definition(book, year), query)
      .where('y.year = ?', year)
      .where('y.in_service')
      .where('y.agency_id = ?', query.agencyId)
      .where('y.employment_status = ?', query.employmentStatus)
      .where('b.band = ?', query.band)
      .where('p.supervisor_id = ?', scope.supervisorId)
      .search(['p.name'], query.name);
    if (scope.visible !== undefined) list.where(inUnits('p.unit_id'), scope.visible, scope.visible);
    const statement = list.build();
    const page = statement.page(await this.database.query<TeamRow>(statement.text, statement.values));
    return { ...page, items: page.items.map((row) => memberOf(row, book, year, today)) };
  }
}

function memberOf(row: Omit<TeamRow, keyof ListRow>, book: DutyBook, year: number, today: string): TeamMemberView {
  const { byMonth, ...rest } = row;
  const duty = (row.employmentStatus === null ? undefined : book.find(row.employmentStatus, year)) ?? NO_DUTY;
  const { counted } = countedYear(byMonth, duty);
  return {
    ...rest,
    counted,
    minimum: duty.minimumHundredths,
    shortfall: Math.max(0, (duty.minimumHundredths ?? 0) - counted),
    band: bandOf(counted, duty),
    pace: paceOf(counted, duty, year, today),
  };
}
