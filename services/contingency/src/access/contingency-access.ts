import {
  AppError,
  RegionConfig,
  assertMayActOn,
  unitsOf,
  type Principal,
  type Scope,
  type SqlClient,
} from '@betang/platform';
import { Injectable } from '@nestjs/common';

/** Tops of the subtrees of units that a right reaches; null: the whole region. */
export type VisibleUnits = readonly string[] | null;

/** Condition on a unit column: it lies in one of the subtrees given as parameter `$n`, or the parameter is null. */
export function inVisibleUnits(column: string, parameter: number): string {
  return `($${parameter}::uuid[] IS NULL OR ${column} IN (
    WITH RECURSIVE below AS (SELECT unnest($${parameter}::uuid[]) AS unit_id
      UNION SELECT u.unit_id FROM unit AS u JOIN below AS b ON u.parent_unit_id = b.unit_id)
    SELECT unit_id FROM below))`;
}

/**
 * Who may do what where. Plans, hazards, resources and partners are read by everyone with the right in this region, whatever the unit: agencies must
 * know each other's part. Changes need the right over the unit that answers for the record, or over the whole region.
 */
@Injectable()
export class ContingencyAccess {
  constructor(private readonly config: RegionConfig) {}

  get region(): string {
    return this.config.region;
  }

  /** Throws `forbidden` (403) for a right that holds nowhere in this region. */
  assertReads(principal: Principal, scope: Scope = 'contingency:read'): void {
    if (this.visibleUnits(principal, scope)?.length === 0) throw new AppError('forbidden', { status: 403 });
  }

  /** Throws `forbidden` (403) unless the right holds in the whole region. */
  assertRegion(principal: Principal, scope: Scope = 'contingency:write'): void {
    assertMayActOn(principal, scope, { region: this.config.region });
  }

  /** Throws `forbidden` (403) unless the right reaches the unit. */
  async assertUnit(
    db: SqlClient,
    principal: Principal,
    unitId: string,
    scope: Scope = 'contingency:write',
  ): Promise<void> {
    const visible = this.visibleUnits(principal, scope);
    if (visible === null) return;
    const rows = await db.query(`SELECT 1 WHERE ${inVisibleUnits('$1::uuid', 2)}`, [unitId, visible]);
    if (rows.length === 0) throw new AppError('forbidden', { status: 403 });
  }

  /** Whether the people of every plan may be shown: the right over people in the whole region. */
  readsAllPeople(principal: Principal): boolean {
    return principal.scopes.has('contingency:people') && this.visibleUnits(principal, 'contingency:people') === null;
  }

  /** Rights name paths of units; the last id of a path is the top of the subtree. */
  visibleUnits(principal: Principal, scope: Scope): VisibleUnits {
    const paths = unitsOf(principal, scope, this.config.region);
    return paths === 'all' ? null : paths.map((path) => path.slice(path.lastIndexOf('/') + 1));
  }
}
