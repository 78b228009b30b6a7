import type { SqlClient } from '@betang/platform';
import { inVisibleUnits, type VisibleUnits } from '../people/people-access.js';
import { KNOWN_TARGETS } from '../targets/known-targets.js';
import type { GapFigures, RaisedNeed, ServedTarget } from './need.decision.js';

/** By what a needs map is laid out. */
export const NEED_LEVELS = ['region', 'agency', 'unit'] as const;
export type NeedLevel = (typeof NEED_LEVELS)[number];

export interface NeedFilter {
  readonly agencyId: string | null;
  readonly visible: VisibleUnits;
}

export type GapRow = GapFigures & { readonly placeId: string | null; readonly placeName: string | null };

/** People in service beside their standard: parameters $1 agency, $2 visible units. */
const ASKED = `people AS (
    SELECT p.employee_id, p.agency_id, p.unit_id, s.standard_id, s.standard_version
      FROM person AS p JOIN profile_summary AS s USING (employee_id)
     WHERE p.left_on IS NULL AND p.state_order > 0 AND s.standard_id IS NOT NULL
       AND ($1::uuid IS NULL OR p.agency_id = $1) AND ${inVisibleUnits('p.unit_id', 2)}),
  asked AS (
    SELECT standard_id, version, key AS code, value::integer AS level FROM job_standard, jsonb_each_text(levels)
     WHERE (standard_id, version) IN (SELECT DISTINCT standard_id, standard_version FROM people)),
  gap AS (
    SELECT h.employee_id, h.agency_id, h.unit_id, a.code, a.level AS required, l.level AS held
      FROM people AS h JOIN asked AS a ON a.standard_id = h.standard_id AND a.version = h.standard_version
      LEFT JOIN profile_level AS l ON l.employee_id = h.employee_id AND l.competency_code = a.code)`;

const FIGURES = `WITH ${ASKED}
SELECT CASE $3 WHEN 'agency' THEN g.agency_id WHEN 'unit' THEN g.unit_id END AS "placeId", max(u.name) AS "placeName", g.code,
       count(*)::integer AS people, count(g.held)::integer AS assessed, count(*) FILTER (WHERE coalesce(g.held, 0) < g.required)::integer AS "withGap",
       sum(greatest(0, g.required - coalesce(g.held, 0)))::integer AS deficit
  FROM gap AS g LEFT JOIN unit AS u ON u.unit_id = CASE $3 WHEN 'agency' THEN g.agency_id WHEN 'unit' THEN g.unit_id END
 GROUP BY 1, g.code`;

const PEOPLE = `WITH ${ASKED}
SELECT g.employee_id AS "employeeId", p.name, g.agency_id AS "agencyId", p.position_name AS "positionName", g.required, g.held AS level
  FROM gap AS g JOIN person AS p USING (employee_id)
 WHERE g.code = $3 AND coalesce(g.held, 0) < g.required AND ($4::text IS NULL OR (p.name, g.employee_id) > ($4, $5::uuid))
 ORDER BY p.name, g.employee_id LIMIT $6`;

const INVENTORY = `WITH ${ASKED}
SELECT g.agency_id AS "agencyId", g.code, g.required AS level, array_agg(g.employee_id ORDER BY g.employee_id) AS people,
       sum(g.required - coalesce(g.held, 0))::integer AS deficit
  FROM gap AS g WHERE coalesce(g.held, 0) < g.required GROUP BY 1, 2, 3 ORDER BY 2, 3, 1`;

export interface PersonWithGap {
  readonly employeeId: string;
  readonly name: string;
  readonly agencyId: string;
  readonly positionName: string | null;
  readonly required: number;
  readonly level: number | null;
}

/** People of an agency who miss the same level of a competency. */
export interface InventoryRow {
  readonly agencyId: string;
  readonly code: string;
  readonly level: number;
  readonly people: readonly string[];
  readonly deficit: number;
}

export function loadGapFigures(db: SqlClient, level: NeedLevel, filter: NeedFilter): Promise<GapRow[]> {
  return db.query<GapRow>(FIGURES, [filter.agencyId, filter.visible, level]);
}

export function loadPeopleWithGap(
  db: SqlClient,
  code: string,
  filter: NeedFilter,
  after: readonly [string | null, string | null],
  limit: number,
): Promise<PersonWithGap[]> {
  return db.query<PersonWithGap>(PEOPLE, [filter.agencyId, filter.visible, code, ...after, limit]);
}

export function loadInventory(db: SqlClient, filter: NeedFilter): Promise<InventoryRow[]> {
  return db.query<InventoryRow>(INVENTORY, [filter.agencyId, filter.visible]);
}

export interface PeopleWithGaps {
  /** People in service with a standard, and those of them with a gap in one of the competencies; a person counts once. */
  readonly people: number;
  readonly withGap: number;
}

const BY_AGENCY = `WITH ${ASKED}
SELECT g.agency_id AS "agencyId", count(DISTINCT g.employee_id)::integer AS people FROM gap AS g WHERE coalesce(g.held, 0) < g.required GROUP BY 1`;

/** People with a gap in any competency, by agency. */
export async function countGapsByAgency(db: SqlClient, filter: NeedFilter): Promise<Map<string, number>> {
  const rows = await db.query<{ agencyId: string; people: number }>(BY_AGENCY, [filter.agencyId, filter.visible]);
  return new Map(rows.map(({ agencyId, people }) => [agencyId, people]));
}

const WITH_GAPS = `WITH ${ASKED}
SELECT (SELECT count(*)::integer FROM people) AS people,
       (SELECT count(DISTINCT employee_id)::integer FROM gap AS g WHERE coalesce(g.held, 0) < g.required AND g.code = ANY($3::text[])) AS "withGap"`;

/** How many people have a gap in at least one of some competencies. */
export async function countWithGaps(
  db: SqlClient,
  codes: readonly string[],
  filter: NeedFilter,
): Promise<PeopleWithGaps> {
  const [row] = await db.query<PeopleWithGaps>(WITH_GAPS, [filter.agencyId, filter.visible, codes]);
  return row!;
}

export async function loadPlaceNames(
  db: SqlClient,
  placeIds: readonly (string | null)[],
): Promise<Map<string, string>> {
  const rows = await db.query<{ unitId: string; name: string }>(
    'SELECT unit_id AS "unitId", name FROM unit WHERE unit_id = ANY($1::uuid[])',
    [placeIds.filter((id) => id !== null)],
  );
  return new Map(rows.map(({ unitId, name }) => [unitId, name]));
}

/** Development targets by the competency that serves them, live ones only: of the region's own plan, and of its province's. */
export async function loadServedTargets(db: SqlClient): Promise<Map<string, ServedTarget[]>> {
  const rows = await db.query<ServedTarget & { competency: string }>(
    `SELECT c.competency_code AS competency, t.target_id AS "targetId", t.code, t.title, c.weight::integer AS weight,
            t.valid_from::text AS "validFrom", t.valid_to::text AS "validTo"
       FROM competency_target AS c JOIN ${KNOWN_TARGETS} AS t USING (target_id) WHERE NOT t.withdrawn
      ORDER BY c.weight DESC, t.code`,
  );
  const byCode = new Map<string, ServedTarget[]>();
  for (const { competency, ...target } of rows) {
    const known = byCode.get(competency);
    if (known) known.push(target);
    else byCode.set(competency, [target]);
  }
  return byCode;
}

/** Open needs that were raised, by competency; those of units outside the filter are left out. */
export async function loadRaised(db: SqlClient, { agencyId, visible }: NeedFilter): Promise<RaisedNeed[]> {
  return db.query<RaisedNeed>(
    `SELECT competency_code AS code, people, severity, r.unit_id AS "unitId", u.agency_id AS "agencyId"
       FROM raised_need AS r LEFT JOIN unit AS u USING (unit_id)
      WHERE closed_reason IS NULL AND ($1::uuid IS NULL OR r.unit_id IS NULL OR u.agency_id = $1)
        AND (r.unit_id IS NULL OR ${inVisibleUnits('r.unit_id', 2)})`,
    [agencyId, visible],
  );
}
