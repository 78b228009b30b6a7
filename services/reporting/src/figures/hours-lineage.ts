import type { ServiceDatabase } from '@betang/platform';
import { peopleOfYear } from '../people/people-of-year.js';
import { OWN_HOURS } from '../origins/origin-standing.decision.js';
import type { Lineage, LineagePage, ReportFilter } from './report.js';
import type { FigureSource } from '../statements/statement.js';

const KEYS: Readonly<Record<string, string>> = {
  region: '$2::text',
  agency: 'e.agency_id::text',
  status: 'e.employment_status',
  month: 'h.month::text',
};

interface SourceRow {
  readonly epoch: string;
  readonly position: string;
  readonly eventId: string;
  readonly asOf: Date;
}

/** The events of the ledger that the hours of a row came with, of the people who served there when the year ended; a reversal is one too. */
export function ownHoursLineage(database: ServiceDatabase, region: string) {
  return async (
    { year, agencyId, status, region: asked }: ReportFilter,
    groupBy: string,
    { key, after, rows }: LineagePage,
  ): Promise<Lineage> => {
    if (asked !== undefined && asked !== region) return { sources: [], records: [] };
    const found = await database.query<SourceRow>(
      `SELECT h.epoch, h.position, h.event_id AS "eventId", uuid_extract_timestamp(h.event_id) AS "asOf"
         FROM ${peopleOfYear('$1::int')} e JOIN hours_entry h USING (employee_id)
        WHERE h.year = $1 AND h.event_id IS NOT NULL AND ${KEYS[groupBy] ?? KEYS['region']} = $3 AND $2::text IS NOT NULL
          AND ($4::uuid IS NULL OR e.agency_id = $4) AND ($5::text IS NULL OR e.employment_status = $5) AND ($6::uuid IS NULL OR h.event_id > $6)
        ORDER BY h.event_id LIMIT $7`,
      [year, region, key, agencyId ?? null, status ?? null, after, rows],
    );
    return { sources: found.map((row) => sourceAtHome(region, OWN_HOURS.service, row)), records: [] };
  };
}

/** An event of one of the region's own services. */
export function sourceAtHome(region: string, service: string, row: SourceRow): FigureSource {
  const { epoch, position, eventId, asOf } = row;
  return { region, service, audience: 'local', epoch, position: Number(position), eventId, asOf };
}
