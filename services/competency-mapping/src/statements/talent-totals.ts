import { TalentBoxesStated } from '@betang/contracts';
import type { SqlClient } from '@betang/platform';
import { protectSmall, withholdSmall, type AgencyTotals } from './protect-small.decision.js';
import type { Statable } from './statement-book.js';

interface BoxTotals extends AgencyTotals {
  readonly year: number;
  readonly ruleVersion: string;
  readonly counts: readonly number[];
}

/** The newest snapshot of each year. */
const COUNTS = `WITH newest AS (SELECT DISTINCT ON (year) snapshot_id, year, rule_version FROM talent_snapshot ORDER BY year, taken_at DESC)
SELECT n.year, n.rule_version AS "ruleVersion", t.agency_id AS "agencyId", count(*)::integer AS people,
       ARRAY(SELECT count(*) FILTER (WHERE b.box = s.n)::integer FROM generate_series(1, 9) AS s(n)
             LEFT JOIN talent_place AS b ON b.snapshot_id = n.snapshot_id AND b.agency_id = t.agency_id AND b.box = s.n GROUP BY s.n ORDER BY s.n) AS counts
  FROM newest AS n JOIN talent_place AS t USING (snapshot_id) GROUP BY n.snapshot_id, n.year, n.rule_version, t.agency_id`;

/** The nine boxes by agency and year as the province is told them: small agencies merged, small counts withheld. */
export async function talentStatements(db: SqlClient): Promise<Statable[]> {
  const rows = await db.query<BoxTotals>(COUNTS);
  const years = [...new Set(rows.map(({ year }) => year))];
  return years.flatMap((year) =>
    protectSmall(
      rows.filter((row) => row.year === year),
      together,
    ).map(statable),
  );
}

function statable({ agencyId, year, ruleVersion, people, counts }: BoxTotals): Statable {
  const subject = `${agencyId ?? 'rest'}/${year}`;
  const boxes = withholdSmall(counts).map((count, index) => ({ box: index + 1, people: count }));
  const content = { agencyId, year, thresholds: ruleVersion, people, boxes };
  return {
    subject,
    content,
    event: (statement, asOf) =>
      TalentBoxesStated.create({ subject, time: asOf, data: { ...content, statement, asOf: asOf.toISOString() } }),
  };
}

function together(rest: readonly BoxTotals[]): BoxTotals {
  const [first] = rest;
  return {
    agencyId: null,
    year: first!.year,
    ruleVersion: first!.ruleVersion,
    people: rest.reduce((sum, { people }) => sum + people, 0),
    counts: first!.counts.map((_, index) => rest.reduce((sum, { counts }) => sum + counts[index]!, 0)),
  };
}
