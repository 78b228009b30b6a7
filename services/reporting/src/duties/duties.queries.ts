import { ServiceDatabase, type SqlClient } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { sourceOf } from '../statements/statements.queries.js';
import { dutiesInForce, type StatusDuty, type ToldDuty } from './duties-in-force.decision.js';

interface DutyRow extends Omit<ToldDuty, 'source'> {
  readonly region: string;
  readonly asOf: Date;
  readonly audience: string;
  readonly epoch: string;
  readonly position: string;
  readonly eventId: string;
}

const SELECT = `SELECT region, employment_status AS "employmentStatus", origin, valid_from AS "validFrom", valid_to AS "validTo",
  least::float8 AS least, most::float8 AS most, basis, withdrawn, as_of AS "asOf", audience, epoch, position, event_id AS "eventId"
  FROM duty_policy WHERE $1::text IS NULL OR region = $1`;

/** The duties by which regions count, a few rows each. */
@Injectable()
export class DutiesQueries {
  constructor(private readonly database: ServiceDatabase) {}

  /** The duties of a region in a year; those of the reference while it has told of none. */
  async of(region: string, year: number, db: SqlClient = this.database): Promise<StatusDuty[]> {
    return dutiesInForce((await told(db, region)).get(region) ?? [], year);
  }

  /** The duties of a year of every region that has told of any. */
  async ofAll(year: number): Promise<ReadonlyMap<string, readonly StatusDuty[]>> {
    const all = await told(this.database, null);
    return new Map([...all].map(([region, rows]) => [region, dutiesInForce(rows, year)]));
  }
}

async function told(db: SqlClient, region: string | null): Promise<Map<string, ToldDuty[]>> {
  const rows = await db.query<DutyRow>(SELECT, [region]);
  const duties = new Map<string, ToldDuty[]>();
  for (const { region: of, asOf, audience, epoch, position, eventId, ...duty } of rows) {
    const known = duties.get(of) ?? [];
    const source = sourceOf({ region: of, service: 'learning-hours', audience, epoch, position, eventId, asOf });
    duties.set(of, [...known, { ...duty, source }]);
  }
  return duties;
}
