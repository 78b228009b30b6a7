import {
  AppError,
  ListQuery,
  PageQuery,
  ServiceDatabase,
  type Language,
  type ListRow,
  type Page,
} from '@betang/platform';
import { Injectable } from '@nestjs/common';
import type { TalentRule } from '../rules/dated-rule.js';
import { comparePlaces, type Direction, type StoredPlace } from './compare-places.decision.js';
import { moveText } from './talent.texts.js';
import { getSnapshot, type Snapshot } from './talents.js';
import type { MoveView, SnapshotComparisonView } from './comparison.dto.js';

const PLACE = `performance, potential, performance_tier AS "performanceTier", potential_tier AS "potentialTier", box, potential_source AS "potentialSource"`;
/** Everyone who stands in one of two snapshots, with both places as JSON. */
const PAIRS = `talent_snapshot AS n JOIN talent_snapshot AS w ON true
  JOIN LATERAL (SELECT employee_id, a.box AS now_box, b.box AS was_box, coalesce(a.agency_id, b.agency_id) AS agency_id,
      b.place AS was, a.place AS now
    FROM (SELECT employee_id, agency_id, box, (SELECT to_jsonb(p) FROM (SELECT ${PLACE}) AS p) AS place FROM talent_place WHERE snapshot_id = n.snapshot_id) AS a
    FULL JOIN (SELECT employee_id, agency_id, box, (SELECT to_jsonb(p) FROM (SELECT ${PLACE}) AS p) AS place FROM talent_place WHERE snapshot_id = w.snapshot_id) AS b
      USING (employee_id)) AS m ON true`;
const DIRECTION = `CASE WHEN m.was_box IS NULL THEN 'ENTERED' WHEN m.now_box IS NULL THEN 'GONE' WHEN m.now_box > m.was_box THEN 'UP'
  WHEN m.now_box < m.was_box THEN 'DOWN' ELSE 'SAME' END`;
const MOVES = {
  select: `SELECT m.employee_id AS "employeeId", p.name, m.agency_id AS "agencyId", m.was, m.now, p.left_on IS NOT NULL AS "leftService"
    FROM ${PAIRS} LEFT JOIN person AS p ON p.employee_id = m.employee_id`,
  sorts: {
    name: { sql: `coalesce(p.name, '')`, type: 'text' },
    distance: { sql: 'abs(coalesce(m.now_box, 0) - coalesce(m.was_box, 0))', type: 'integer' },
  },
  defaultSort: '-distance',
  key: { sql: 'm.employee_id', type: 'uuid' },
} as const;
const MATRIX = `SELECT ${DIRECTION} AS direction, m.was_box::integer AS "fromBox", m.now_box::integer AS "toBox", count(*)::integer AS people
  FROM ${PAIRS} WHERE n.snapshot_id = $1 AND w.snapshot_id = $2 GROUP BY 1, 2, 3 ORDER BY 2 NULLS LAST, 3 NULLS LAST`;
const EARLIER = `SELECT snapshot_id AS id FROM talent_snapshot
  WHERE taken_at < (SELECT taken_at FROM talent_snapshot WHERE snapshot_id = $1) ORDER BY taken_at DESC LIMIT 1`;

interface MoveRow {
  readonly employeeId: string;
  readonly name: string | null;
  readonly agencyId: string;
  readonly was: StoredPlace | null;
  readonly now: StoredPlace | null;
  readonly leftService: boolean;
}

/** Two snapshots that are set side by side, each with the thresholds by which it was taken. */
interface Pair {
  readonly now: Snapshot;
  readonly was: Snapshot;
  readonly rules: { readonly before: TalentRule; readonly after: TalentRule };
}

/** Compares stored snapshots: how many went from which box to which, and who, and why. */
@Injectable()
export class SnapshotComparisons {
  constructor(private readonly database: ServiceDatabase) {}

  /** Without `since` beside the snapshot taken before it. Throws `snapshot-not-found` (404), `snapshot-first` (409) where none was. */
  async summary(snapshotId: string, since: string | undefined): Promise<SnapshotComparisonView> {
    const { now, was, rules } = await this.pair(snapshotId, since);
    const matrix = await this.database.query<SnapshotComparisonView['matrix'][number]>(MATRIX, [
      snapshotId,
      was.snapshotId,
    ]);
    const countOf = (direction: Direction) =>
      matrix.filter((row) => row.direction === direction).reduce((sum, { people }) => sum + people, 0);
    return {
      now,
      since: was,
      sameThresholds: JSON.stringify(thresholds(rules.before)) === JSON.stringify(thresholds(rules.after)),
      up: countOf('UP'),
      down: countOf('DOWN'),
      same: countOf('SAME'),
      entered: countOf('ENTERED'),
      gone: countOf('GONE'),
      matrix,
    };
  }

  async moves(
    snapshotId: string,
    query: PageQuery & { readonly since?: string; readonly direction?: Direction; readonly agencyId?: string },
    language: Language,
  ): Promise<Page<MoveView>> {
    const { was, rules } = await this.pair(snapshotId, query.since);
    const list = new ListQuery(MOVES, query)
      .where('n.snapshot_id = ?', snapshotId)
      .where('w.snapshot_id = ?', was.snapshotId)
      .where(`${DIRECTION} = ?`, query.direction)
      .where('m.agency_id = ?', query.agencyId)
      .build();
    const page = list.page(await this.database.query<MoveRow & ListRow>(list.text, list.values));
    return { ...page, items: page.items.map((row) => moveView(row, rules, language)) };
  }

  private async pair(snapshotId: string, since: string | undefined): Promise<Pair> {
    const now = await getSnapshot(this.database, snapshotId);
    const [earlier] =
      since === undefined ? await this.database.query<{ id: string }>(EARLIER, [snapshotId]) : [{ id: since }];
    if (!earlier) throw new AppError('snapshot-first', { status: 409 });
    const was = await getSnapshot(this.database, earlier.id);
    return { now, was, rules: { before: await this.ruleOf(was), after: await this.ruleOf(now) } };
  }

  /** A rule is never changed, so that its version says for good what a snapshot was taken by. */
  private async ruleOf({ ruleVersion }: Snapshot): Promise<TalentRule> {
    const [row] = await this.database.query<{ content: TalentRule }>(
      `SELECT content FROM dated_rule WHERE kind = 'TALENT' AND rule_version = $1`,
      [ruleVersion],
    );
    return row!.content;
  }
}

function thresholds({ performance, potential, boxes }: TalentRule): unknown {
  return [performance.middle, performance.high, potential.middle, potential.high, boxes];
}

function moveView(
  { employeeId, name, agencyId, was, now, leftService }: MoveRow,
  rules: Pair['rules'],
  language: Language,
): MoveView {
  const { direction, reasons } = comparePlaces(was ?? undefined, now ?? undefined, rules, leftService);
  return {
    employeeId,
    name,
    agencyId,
    direction,
    fromBox: was?.box ?? null,
    toBox: now?.box ?? null,
    reasons: reasons.map((reason) => ({ ...reason, text: moveText(reason, language) })),
  };
}
