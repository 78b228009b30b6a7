import { ServiceDatabase } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import type { FewPeople } from '../fulfilment/fulfilment.queries.js';
import { learnersElsewhere } from './learners-elsewhere.js';

/** What learners' hours can be grouped by. */
export const LEARNER_GROUPINGS = ['region', 'agency', 'status'] as const;
export type LearnerGrouping = (typeof LEARNER_GROUPINGS)[number];

/** How the counted hours of a year spread over persons, in hundredths of a JP. */
export interface LearnerSpread {
  readonly key: string;
  readonly regions: readonly string[];
  readonly agencyName: string | null;
  readonly people: number;
  readonly counted: number;
  readonly lowerQuartile: number;
  readonly median: number;
  readonly upperQuartile: number;
}

const KEYS: Readonly<Record<LearnerGrouping, string>> = {
  region: 'region',
  agency: `coalesce(agency_id::text, 'none:' || region)`,
  status: `coalesce(employment_status, 'UNKNOWN')`,
};

/** Persons under a pseudonym, of regions that opted in, each where their hours of the year count. The cost depends on learners, never on the number of entries. */
@Injectable()
export class LearnerHoursQueries {
  constructor(private readonly database: ServiceDatabase) {}

  /** `few`: a status of so few people of a region is left out of the sum over regions, else that sum less the others' would be theirs. */
  async spread(groupBy: LearnerGrouping, year: number, region?: string, few?: FewPeople): Promise<LearnerSpread[]> {
    const withheld = groupBy === 'status' && region === undefined ? few : undefined;
    return this.database.query<LearnerSpread>(
      `WITH elsewhere AS MATERIALIZED (SELECT region, learner FROM ${learnersElsewhere('$1::int')} AS e),
        person AS (
         SELECT ${KEYS[groupBy]} AS key, region, ${groupBy === 'agency' ? 'agency_id' : 'NULL::uuid AS agency_id'}, learner, sum(counted) AS hours FROM learner_month AS l
          WHERE year = $1 AND ($2::text IS NULL OR region = $2)
            AND NOT EXISTS (SELECT FROM elsewhere AS e WHERE e.region = l.region AND e.learner = l.learner) GROUP BY 1, 2, 3, 4),
        cell AS (SELECT *, count(*) OVER (PARTITION BY region, key) AS size FROM person)
       SELECT p.key, array_agg(DISTINCT p.region) AS regions, ${groupBy === 'agency' ? 'max(a.name)' : 'NULL::text'} AS "agencyName",
              count(DISTINCT (p.region, p.learner))::int AS people, sum(p.hours)::float8 AS counted,
              percentile_disc(0.25) WITHIN GROUP (ORDER BY p.hours)::float8 AS "lowerQuartile",
              percentile_disc(0.5) WITHIN GROUP (ORDER BY p.hours)::float8 AS median,
              percentile_disc(0.75) WITHIN GROUP (ORDER BY p.hours)::float8 AS "upperQuartile"
         FROM cell p LEFT JOIN agency_name a USING (region, agency_id)
        WHERE $3::int IS NULL OR p.size >= $3 OR p.region = ANY($4::text[]) GROUP BY p.key ORDER BY p.key`,
      [year, region ?? null, withheld?.fewest ?? null, withheld?.inside ?? []],
    );
  }
}
