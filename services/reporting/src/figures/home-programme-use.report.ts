import type { ServiceDatabase } from '@betang/platform';
import { wasAtEndOf } from '../people/people-of-year.js';
import { OWN_HOURS } from '../origins/origin-standing.decision.js';
import { sourceAtHome } from './hours-lineage.js';
import { percent } from './shares.js';
import type { FigureCell, ReportDefinition, ReportFilter } from './report.js';

const TRAININGS = { ...OWN_HOURS, service: 'training-catalog' } as const;
const KEYS: Readonly<Record<string, string>> = {
  programme: 'c.programme_id::text',
  target: `coalesce(c.target_id::text, 'none')`,
  organiser: 'coalesce(p.region, c.held_by, $2)',
};
/** Whose a programme is, as it was published; two regions never have the same id, and if they say so, it counts once. */
const PROGRAMMES = `LEFT JOIN (SELECT DISTINCT ON (subject) subject, region, data->>'origin' AS origin FROM statement
    WHERE kind = 'programme' ORDER BY subject, region) p ON p.subject = c.programme_id::text`;
/** The agency (perangkat daerah) where the person was when the year ended. */
const AGENCIES = `LEFT JOIN (SELECT s.employee_id, s.agency_id FROM employee_state AS s WHERE ${wasAtEndOf('$1::int')}) e
  ON e.employee_id = coalesce(m.employee_id, c.employee_id)`;
/** Another region offers it, or it was taken over from one, or it was held elsewhere. */
const SHARED = '(p.region <> $2 OR p.origin IS NOT NULL OR c.held_by <> $2)';

/** Use of programmes by the region's own people, from its own completions: what a region sees of itself before the province adds it up. */
export function homeProgrammeUse(database: ServiceDatabase, region: string): ReportDefinition {
  return {
    name: 'programme-use',
    groupings: { programme: 'named', organiser: 'region', target: 'target' },
    columns: [
      { name: 'programmes', kind: 'integer' },
      { name: 'sharedProgrammes', kind: 'integer' },
      { name: 'sharedPercent', kind: 'percent', derive: percent('sharedProgrammes', 'programmes') },
      { name: 'completed', kind: 'integer' },
      { name: 'completedShared', kind: 'integer' },
      { name: 'completedElsewhere', kind: 'integer' },
      { name: 'withoutTarget', kind: 'integer' },
    ],
    filters: ['agencyId'],
    line: TRAININGS,
    stated: false,
    statedRegions: () => Promise.resolve([region]),
    load: async ({ year, agencyId, region: asked }: ReportFilter, groupBy: string): Promise<FigureCell[]> => {
      if (asked !== undefined && asked !== region) return [];
      const rows = await database.query<UseRow>(
        `SELECT ${KEYS[groupBy] ?? KEYS['programme']} AS key, max(c.title) AS name, count(DISTINCT c.programme_id)::int AS programmes,
                count(DISTINCT c.programme_id) FILTER (WHERE ${SHARED})::int AS shared, count(*)::int AS completed,
                count(*) FILTER (WHERE ${SHARED})::int AS "completedShared", count(*) FILTER (WHERE c.held_by <> $2)::int AS elsewhere,
                count(DISTINCT c.programme_id) FILTER (WHERE c.target_id IS NULL)::int AS untargeted, count(DISTINCT coalesce(m.employee_id, c.employee_id))::int AS people
           FROM home_completion c ${PROGRAMMES} LEFT JOIN merged_employee m ON m.merged_employee_id = c.employee_id
           ${AGENCIES}
          WHERE c.year = $1 AND NOT c.revoked AND c.programme_id IS NOT NULL AND ($3::uuid IS NULL OR e.agency_id = $3) GROUP BY 1`,
        [year, region, agencyId ?? null],
      );
      return rows.map(
        ({ key, name, people, programmes, shared, completed, completedShared, elsewhere, untargeted }) => ({
          key,
          region,
          name,
          people,
          figures: {
            ...{ programmes, sharedProgrammes: shared, completed, completedShared },
            ...{ completedElsewhere: elsewhere, withoutTarget: untargeted },
          },
          sources: [],
        }),
      );
    },
    lineage: async ({ year, agencyId, region: asked }, groupBy, { key, after, rows }) => {
      if (asked !== undefined && asked !== region) return { sources: [], records: [] };
      const found = await database.query<Parameters<typeof sourceAtHome>[2]>(
        `SELECT c.epoch, c.position, c.event_id AS "eventId", uuid_extract_timestamp(c.event_id) AS "asOf" FROM home_completion c
          ${PROGRAMMES} LEFT JOIN merged_employee m ON m.merged_employee_id = c.employee_id
          ${AGENCIES}
          WHERE c.year = $1 AND NOT c.revoked AND c.programme_id IS NOT NULL AND c.event_id IS NOT NULL
            AND ${KEYS[groupBy] ?? KEYS['programme']} = $3 AND $2::text IS NOT NULL AND ($4::uuid IS NULL OR e.agency_id = $4)
            AND ($5::uuid IS NULL OR c.event_id > $5) ORDER BY c.event_id LIMIT $6`,
        [year, region, key, agencyId ?? null, after, rows],
      );
      return { sources: found.map((row) => sourceAtHome(region, TRAININGS.service, row)), records: [] };
    },
  };
}

interface UseRow {
  readonly key: string;
  readonly name: string | null;
  readonly programmes: number;
  readonly shared: number;
  readonly completed: number;
  readonly completedShared: number;
  readonly elsewhere: number;
  readonly untargeted: number;
  readonly people: number;
}
