import type { DevelopmentTargetKind } from '@betang/contracts';
import type { SqlClient } from '@betang/platform';
import type { YearlyValue } from './development-target.js';

/** A goal, target or indicator as lines of plans name it, the region's own or its province's. */
export interface KnownTarget {
  readonly targetId: string;
  /** Whose plan (RPJMD) it stands in; null: the region's own. */
  readonly region: string | null;
  readonly kind: DevelopmentTargetKind;
  readonly code: string;
  readonly title: string;
  readonly validFrom: string;
  readonly validTo: string;
  readonly withdrawn: boolean;
  /** Itself, where it is one, else the indicators right below it. */
  readonly indicators: readonly KnownIndicator[];
}

export interface KnownIndicator {
  readonly code: string;
  readonly title: string;
  readonly unit: string | null;
  readonly values: readonly YearlyValue[];
}

/** Own targets, and those of other regions as far as their events have come. A statement, not a view: projections are swapped when they are rebuilt. */
export const KNOWN_TARGETS = `(SELECT target_id, NULL AS region, parent_id, kind, code, title, unit, yearly, valid_from, valid_to, withdrawn_reason IS NOT NULL AS withdrawn
    FROM development_target
  UNION ALL SELECT s.target_id, s.region, s.parent_id, s.kind, s.code, s.title, s.unit, s.yearly, s.valid_from, s.valid_to, s.withdrawn
    FROM shared_target AS s WHERE NOT EXISTS (SELECT 1 FROM development_target AS d WHERE d.target_id = s.target_id))`;

const INDICATOR = `json_build_object('code', i.code, 'title', i.title, 'unit', i.unit, 'values', i.yearly)`;
const BY_IDS = `SELECT t.target_id AS "targetId", t.region, t.kind, t.code, t.title, t.valid_from::text AS "validFrom", t.valid_to::text AS "validTo", t.withdrawn,
    coalesce((SELECT json_agg(${INDICATOR} ORDER BY i.code) FROM ${KNOWN_TARGETS} AS i
       WHERE CASE WHEN t.kind = 'INDICATOR' THEN i.target_id = t.target_id ELSE i.parent_id = t.target_id AND i.kind = 'INDICATOR' AND NOT i.withdrawn END),
      '[]') AS indicators
  FROM ${KNOWN_TARGETS} AS t WHERE t.target_id = ANY($1::uuid[])`;

/** Targets by id; those that no region has told of are not in it. */
export async function loadKnownTargets(
  db: SqlClient,
  targetIds: readonly (string | null)[],
): Promise<Map<string, KnownTarget>> {
  const ids = [...new Set(targetIds.filter((id) => id !== null))];
  if (ids.length === 0) return new Map();
  const rows = await db.query<KnownTarget>(BY_IDS, [ids]);
  return new Map(rows.map((row) => [row.targetId, row]));
}
