import { CompetencyGapStated } from '@betang/contracts';
import type { SqlClient } from '@betang/platform';
import { loadGapFigures } from '../needs/need-figures.js';
import type { GapFigures } from '../needs/need.decision.js';
import type { CategoryEdges } from '../rules/dated-rule.js';
import { protectSmall, type AgencyTotals } from './protect-small.decision.js';
import type { Statable } from './statement-book.js';

interface GapTotals extends AgencyTotals {
  readonly withStandard: number;
  readonly assessed: number;
  readonly upper: number;
  readonly middle: number;
  readonly lower: number;
  readonly competencies: readonly GapFigures[];
}

const PEOPLE = `SELECT p.agency_id AS "agencyId", count(*)::integer AS people, count(s.standard_id)::integer AS "withStandard",
    count(*) FILTER (WHERE s.assessed > 0)::integer AS assessed, count(*) FILTER (WHERE s.match_hundredths >= $1)::integer AS upper,
    count(*) FILTER (WHERE s.match_hundredths >= $2 AND s.match_hundredths < $1)::integer AS middle,
    count(*) FILTER (WHERE s.match_hundredths < $2)::integer AS lower
  FROM person AS p LEFT JOIN profile_summary AS s USING (employee_id)
 WHERE p.left_on IS NULL AND p.state_order > 0 GROUP BY 1`;

/** Competency gaps by agency as the province is told them, small agencies merged. */
export async function gapStatements(
  db: SqlClient,
  edges: CategoryEdges,
  dictionaryVersion: number,
): Promise<Statable[]> {
  const people = await db.query<Omit<GapTotals, 'competencies'>>(PEOPLE, [edges.upper, edges.lower]);
  const byAgency = new Map<string | null, GapFigures[]>();
  for (const { placeId, placeName: _name, ...figures } of await loadGapFigures(db, 'agency', {
    agencyId: null,
    visible: null,
  })) {
    const known = byAgency.get(placeId);
    if (known) known.push(figures);
    else byAgency.set(placeId, [figures]);
  }
  const totals = people.map((row): GapTotals => ({ ...row, competencies: byAgency.get(row.agencyId) ?? [] }));
  return protectSmall(totals, together).map((row) => statable(row, dictionaryVersion));
}

/** What is said of an agency that is no more, or went into the rest. */
export function noGaps(subject: string, dictionaryVersion: number): Statable {
  const none = { people: 0, withStandard: 0, assessed: 0, upper: 0, middle: 0, lower: 0, competencies: [] };
  return statable({ agencyId: subject === 'rest' ? null : subject, ...none }, dictionaryVersion);
}

function statable(
  { agencyId, upper, middle, lower, competencies, ...figures }: GapTotals,
  dictionaryVersion: number,
): Statable {
  const rows = [...competencies]
    .sort((a, b) => (a.code < b.code ? -1 : 1))
    .map(({ code, people, assessed, withGap, deficit }) => ({
      competencyCode: code,
      required: people,
      assessed,
      withGap,
      deficit,
    }));
  const content = {
    agencyId,
    dictionaryVersion,
    ...figures,
    jobPersonMatch: { upper, middle, lower },
    competencies: rows,
  };
  const subject = agencyId ?? 'rest';
  return {
    subject,
    content,
    event: (statement, asOf) =>
      CompetencyGapStated.create({ subject, time: asOf, data: { ...content, statement, asOf: asOf.toISOString() } }),
  };
}

function together(rest: readonly GapTotals[]): GapTotals {
  const sum = (read: (row: GapTotals) => number) => rest.reduce((total, row) => total + read(row), 0);
  const byCode = new Map<string, GapFigures>();
  for (const figures of rest.flatMap(({ competencies }) => competencies)) {
    const known = byCode.get(figures.code);
    byCode.set(figures.code, known ? added(known, figures) : figures);
  }
  return {
    agencyId: null,
    people: sum(({ people }) => people),
    withStandard: sum(({ withStandard }) => withStandard),
    assessed: sum(({ assessed }) => assessed),
    upper: sum(({ upper }) => upper),
    middle: sum(({ middle }) => middle),
    lower: sum(({ lower }) => lower),
    competencies: [...byCode.values()],
  };
}

function added(a: GapFigures, b: GapFigures): GapFigures {
  return {
    code: a.code,
    people: a.people + b.people,
    assessed: a.assessed + b.assessed,
    withGap: a.withGap + b.withGap,
    deficit: a.deficit + b.deficit,
  };
}
