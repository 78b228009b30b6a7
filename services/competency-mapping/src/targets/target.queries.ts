import { AppError, ServiceDatabase, decodeCursor, pageOf, type Page } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import type { DevelopmentTarget } from './development-target.js';
import { TARGET_COLUMNS, findTarget } from './target-store.js';
import type { SharedTargetQuery, SharedTargetView, TargetNodeView, TargetQuery, TargetView } from './target.dto.js';

const LIST = `SELECT ${TARGET_COLUMNS} FROM development_target
  WHERE ($1::text IS NULL OR kind = $1) AND ($2::uuid IS NULL OR parent_id = $2)
    AND ($3::boolean IS NULL OR (withdrawn_reason IS NOT NULL) = $3)
    AND ($4::text IS NULL OR title ILIKE '%' || $4 || '%' OR code = $4)
    AND ($5::date IS NULL OR (valid_from <= $5 AND valid_to >= $5))
    AND ($6::text IS NULL OR (code, target_id) > ($6, $7::uuid))
  ORDER BY code, target_id LIMIT $8`;

const SHARED = `SELECT region, target_id AS "targetId", revision, parent_id AS "parentId", kind, code, title, unit, yearly AS "values",
    valid_from::text AS "validFrom", valid_to::text AS "validTo", withdrawn
  FROM shared_target
 WHERE ($1::text IS NULL OR region = $1) AND ($2::text IS NULL OR kind = $2) AND NOT withdrawn
   AND ($3::text IS NULL OR (region, code, target_id) > ($3, $4::text, $5::uuid))
 ORDER BY region, code, target_id LIMIT $6`;

const LIVE = `SELECT ${TARGET_COLUMNS} FROM development_target
  WHERE withdrawn_reason IS NULL AND valid_from <= $1 AND valid_to >= $1 ORDER BY code`;

/** Reads development targets: the region's own tree, and what other regions told. */
@Injectable()
export class TargetQueries {
  constructor(private readonly database: ServiceDatabase) {}

  async page(query: TargetQuery): Promise<Page<TargetView>> {
    const [code, targetId] = decodeCursor(query.cursor, 2) ?? [null, null];
    const rows = await this.database.query<DevelopmentTarget>(LIST, [
      query.kind ?? null,
      query.parentId ?? null,
      query.withdrawn ?? null,
      query.q ?? null,
      query.onDay ?? null,
      code,
      targetId,
      query.limit + 1,
    ]);
    const page = pageOf(rows, query.limit, (row) => [row.code, row.targetId]);
    return { ...page, items: page.items.map(targetView) };
  }

  /** Throws `target-not-found` (404). */
  async get(targetId: string): Promise<DevelopmentTarget> {
    const found = await findTarget(this.database, targetId);
    if (!found) throw new AppError('target-not-found', { status: 404 });
    return found;
  }

  /** The whole tree in force on a day: a vision with all below it. A document has some hundreds of nodes. */
  async tree(day: string): Promise<TargetNodeView[]> {
    const rows = await this.database.query<DevelopmentTarget>(LIVE, [day]);
    const nodes = new Map(rows.map((row) => [row.targetId, { ...targetView(row), children: [] as TargetNodeView[] }]));
    const roots: TargetNodeView[] = [];
    for (const node of nodes.values()) {
      const parent = node.parentId === null ? undefined : nodes.get(node.parentId);
      if (parent) parent.children.push(node);
      else roots.push(node);
    }
    return roots;
  }

  async shared(query: SharedTargetQuery): Promise<Page<SharedTargetView>> {
    const [region, code, targetId] = decodeCursor(query.cursor, 3) ?? [null, null, null];
    const values = [query.region ?? null, query.kind ?? null, region, code, targetId, query.limit + 1];
    const rows = await this.database.query<SharedTargetView>(SHARED, values);
    return pageOf(rows, query.limit, (row) => [row.region, row.code, row.targetId]);
  }
}

export function targetView({ withdrawnReason, ...target }: DevelopmentTarget): TargetView {
  return { ...target, withdrawn: withdrawnReason !== null, withdrawnReason };
}
