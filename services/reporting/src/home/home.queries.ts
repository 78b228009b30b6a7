import { ServiceDatabase } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { peopleOfYear, wasAtEndOf } from '../people/people-of-year.js';

/** Tops of the subtrees of units that a caller may see; null: the whole region. */
export type VisibleUnits = readonly string[] | null;

/** People who served in a unit when a year ended and their hours of a year, in hundredths of a JP. */
export interface UnitHours {
  readonly unitId: string;
  readonly name: string | null;
  readonly agencyId: string;
  readonly people: number;
  readonly withHours: number;
  readonly fulfilled: number;
  readonly counted: number;
}

export interface PersonHours {
  readonly employeeId: string;
  readonly name: string;
  readonly employmentStatus: string;
  readonly unitId: string;
  readonly counted: number;
}

/** Which page of a unit's people: where the one before ended, by the value that is sorted by. */
export interface PeoplePage {
  readonly sort: 'counted' | '-counted' | 'name' | '-name';
  readonly status?: string;
  readonly after: readonly [string | number, string] | undefined;
  readonly limit: number;
}

/** A ledger entry in a person's hours and the event that brought it. */
export interface EntrySource {
  readonly entryId: string;
  readonly month: number;
  /** Hundredths of a JP. */
  readonly counted: number;
  readonly epoch: string | null;
  readonly position: number | null;
  readonly eventId: string | null;
}

/** Condition on a unit column: it lies in one of the subtrees given as parameter `$n`, or the parameter is null. */
function inVisibleUnits(column: string, parameter: number): string {
  return `($${parameter}::uuid[] IS NULL OR ${column} IN (
    WITH RECURSIVE below AS (SELECT unnest($${parameter}::uuid[]) AS unit_id
      UNION SELECT u.unit_id FROM unit u JOIN below b ON u.parent_unit_id = b.unit_id)
    SELECT unit_id FROM below))`;
}

function orderOf(sort: PeoplePage['sort']): { column: string; type: string; direction: 'ASC' | 'DESC' } {
  const direction = sort.startsWith('-') ? 'DESC' : 'ASC';
  return sort.endsWith('name')
    ? { column: 'p.name', type: 'text', direction }
    : { column: 'p.counted', type: 'bigint', direction };
}

/** Hours of one person, looked up by the primary key. */
const HOURS = `LEFT JOIN LATERAL (
  SELECT sum(m.counted) AS counted FROM employee_month m WHERE m.employee_id = e.employee_id AND m.year = $1) h ON true`;

/** The region's own agencies, units and people. Sums cost what units cost, a page of people what the unit's people cost; neither grows with the ledger. */
@Injectable()
export class HomeQueries {
  constructor(private readonly database: ServiceDatabase) {}

  /** Agencies, each with all its units. */
  agencies(year: number, visible: VisibleUnits): Promise<UnitHours[]> {
    return this.units('agency_id', year, null, visible);
  }

  /** Units of an agency; people who serve directly under it count for the agency itself. */
  unitsOf(agencyId: string, year: number, visible: VisibleUnits): Promise<UnitHours[]> {
    return this.units('unit_id', year, agencyId, visible);
  }

  /** People who served in a unit when the year ended, those with the fewest hours first unless asked otherwise; one row more than the limit. */
  async people(unitId: string, year: number, visible: VisibleUnits, page: PeoplePage): Promise<PersonHours[]> {
    const { column, type, direction } = orderOf(page.sort);
    return this.database.query<PersonHours>(
      `WITH person AS (
         SELECT e.employee_id, coalesce(e.name, '') AS name, e.employment_status, e.unit_id, coalesce(h.counted, 0) AS counted
           FROM ${peopleOfYear('$1::int')} e ${HOURS}
          WHERE e.unit_id = $2 AND ${inVisibleUnits('e.unit_id', 3)} AND ($7::text IS NULL OR e.employment_status = $7))
       SELECT employee_id AS "employeeId", name, employment_status AS "employmentStatus", unit_id AS "unitId", counted::float8 AS counted
         FROM person p WHERE $4::${type} IS NULL OR (${column}, p.employee_id) ${direction === 'ASC' ? '>' : '<'} ($4::${type}, $5::uuid)
        ORDER BY ${column} ${direction}, p.employee_id ${direction} LIMIT $6`,
      [
        ...[year, unitId, visible, page.after?.[0] ?? null, page.after?.[1] ?? null, page.limit + 1],
        page.status ?? null,
      ],
    );
  }

  /** The ledger entries of a year that make a person's hours, and the events that brought them, one row more than the limit; of who is in a unit that the caller sees, or was when that year ended. */
  async entries(
    employeeId: string,
    year: number,
    visible: VisibleUnits,
    page: { readonly after: string | undefined; readonly limit: number },
  ): Promise<EntrySource[] | undefined> {
    const person = await this.database.query(
      `SELECT 1 FROM (SELECT unit_id FROM employee WHERE employee_id = $1
         UNION ALL SELECT s.unit_id FROM employee_state AS s WHERE s.employee_id = $1 AND ${wasAtEndOf('$3::int')}) AS e
        WHERE ${inVisibleUnits('e.unit_id', 2)} LIMIT 1`,
      [employeeId, visible, year],
    );
    if (person.length === 0) return undefined;
    return this.database.query<EntrySource>(
      `SELECT entry_id AS "entryId", month, counted::float8 AS counted, epoch, position::float8 AS position, event_id AS "eventId"
         FROM hours_entry WHERE employee_id = $1 AND year = $2 AND ($3::uuid IS NULL OR entry_id > $3) ORDER BY entry_id LIMIT $4`,
      [employeeId, year, page.after ?? null, page.limit + 1],
    );
  }

  private async units(
    key: 'agency_id' | 'unit_id',
    year: number,
    agencyId: string | null,
    visible: VisibleUnits,
  ): Promise<UnitHours[]> {
    return this.database.query<UnitHours>(
      `SELECT t.${key} AS "unitId", max(u.name) AS name, t.agency_id AS "agencyId", sum(t.people)::int AS people,
              sum(t.people - t.band_none)::int AS "withHours", sum(t.band_fulfilled)::int AS fulfilled, sum(t.counted)::float8 AS counted
         FROM home_total t LEFT JOIN unit u ON u.unit_id = t.${key}
        WHERE t.year = $1 AND ($2::uuid IS NULL OR t.agency_id = $2) AND ${inVisibleUnits('t.unit_id', 3)}
        GROUP BY t.${key}, t.agency_id ORDER BY max(u.name), t.${key}`,
      [year, agencyId, visible],
    );
  }
}
