import type { SqlClient } from '@betang/platform';
import { targetStanding, type TargetStanding } from '../targets/target-standing.decision.js';
import { findTargets } from '../targets/target.queries.js';
import { originNow, type KnownOrigin, type OriginNow } from './origin-standing.decision.js';
import type { ProgrammeOrigin } from '../database/programme-parts.js';

const ORIGINS = `SELECT programme_id AS id, title, programme_version AS "newestVersion", withdrawn_at IS NOT NULL AS withdrawn
    FROM shared_programme WHERE programme_id = ANY($1::uuid[]) AND organiser_region <> $2
  UNION ALL
  SELECT programme_id, published->>'title', published_version, state = 'WITHDRAWN' FROM programme
   WHERE programme_id = ANY($1::uuid[]) AND published IS NOT NULL`;

/** What a programme is measured by: its target, and what it was taken from. */
interface Measured {
  readonly developmentTargetId: string | null;
  readonly origin: ProgrammeOrigin | null;
}

export interface Standing {
  readonly targetStanding: TargetStanding;
  readonly originNow: OriginNow | null;
}

/** How the targets and origins of programmes stand on a day, in the order of the programmes. */
export async function standingsOf(
  db: SqlClient,
  programmes: readonly Measured[],
  { region, today }: { readonly region: string; readonly today: string },
): Promise<Standing[]> {
  const targets = await findTargets(
    db,
    programmes.flatMap(({ developmentTargetId }) => developmentTargetId ?? []),
  );
  const ids = programmes.flatMap(({ origin }) => origin?.programmeId ?? []);
  const rows = ids.length === 0 ? [] : await db.query<KnownOrigin & { id: string }>(ORIGINS, [ids, region]);
  const origins = new Map(rows.map((row) => [row.id, row]));
  return programmes.map(({ developmentTargetId, origin }) => ({
    targetStanding: targetStanding(developmentTargetId, targets.get(developmentTargetId ?? ''), today),
    originNow: origin && originNow(origin, origins.get(origin.programmeId)),
  }));
}
