import { ServiceDatabase } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import type { FigureSource, Statement, StatementKind } from './statement.js';

interface StatementRow<D> {
  readonly region: string;
  readonly subject: string;
  readonly year: number | null;
  readonly agencyId: string | null;
  readonly asOf: Date;
  readonly service: string;
  readonly audience: string;
  readonly epoch: string;
  readonly position: string;
  readonly eventId: string;
  readonly data: D;
}

const SELECT = `SELECT region, subject, year, agency_id AS "agencyId", as_of AS "asOf", service, audience, epoch, position,
  event_id AS "eventId", data FROM statement`;

/** Which statements a report is about. */
export interface StatementFilter {
  /** Statements of a year; those of no year always. */
  readonly year: number;
  readonly region?: string;
  readonly agencyId?: string;
}

/** The statements of regions. Their number grows with agencies, programmes and plans, never with people or ledger entries. */
@Injectable()
export class StatementsQueries {
  constructor(private readonly database: ServiceDatabase) {}

  async of<D>(kind: StatementKind, { year, region, agencyId }: StatementFilter): Promise<Statement<D>[]> {
    const rows = await this.database.query<StatementRow<D>>(
      `${SELECT} WHERE kind = $1 AND (year = $2 OR year IS NULL) AND ($3::text IS NULL OR region = $3)
         AND ($4::uuid IS NULL OR agency_id = $4) ORDER BY region, subject`,
      [kind, year, region ?? null, agencyId ?? null],
    );
    return rows.map(({ region: origin, subject, year: of, agencyId: agency, data, ...row }) => ({
      region: origin,
      subject,
      year: of,
      agencyId: agency,
      data,
      source: sourceOf({ region: origin, ...row }),
    }));
  }

  /** Titles of development targets by id. */
  async targetNames(): Promise<Map<string, string>> {
    const rows = await this.database.query<{ id: string; name: string }>(
      `SELECT target_id AS id, code || ' ' || title AS name FROM development_target`,
    );
    return new Map(rows.map(({ id, name }) => [id, name]));
  }

  /** Names of agencies by region and id; the own ones as identity names them at home. */
  async agencyNames(own: string): Promise<Map<string, string>> {
    const rows = await this.database.query<{ id: string; name: string }>(
      `SELECT region || '/' || agency_id AS id, name FROM agency_name
       UNION ALL SELECT $1 || '/' || unit_id, name FROM unit WHERE kind = 'AGENCY'`,
      [own],
    );
    return new Map(rows.map(({ id, name }) => [id, name]));
  }
}

export function sourceOf(row: Omit<FigureSource, 'position'> & { readonly position: string | number }): FigureSource {
  const { region, service, audience, epoch, eventId, asOf } = row;
  return { region, service, audience, epoch, position: Number(row.position), eventId, asOf };
}
