import { AppError, RegionConfig, ServiceDatabase, unitsOf, type Principal } from '@betang/platform';
import { Injectable } from '@nestjs/common';

/** Tops of the subtrees of units whose people a caller may see; null: the whole region. */
export type VisibleUnits = readonly string[] | null;

/** Condition on a unit column: it lies in one of the subtrees given as parameter `$n`, or the parameter is null. */
export function inVisibleUnits(column: string, parameter: number): string {
  return `($${parameter}::uuid[] IS NULL OR ${column} IN (
    WITH RECURSIVE below AS (SELECT unnest($${parameter}::uuid[]) AS unit_id
      UNION SELECT u.unit_id FROM unit AS u JOIN below AS b ON u.parent_unit_id = b.unit_id)
    SELECT unit_id FROM below))`;
}

const VISIBLE = `SELECT 1 FROM person AS p WHERE p.employee_id = $1 AND ${inVisibleUnits('p.unit_id', 2)}`;

/** Whose hours a caller may see: people of the units that the caller's role reaches. */
@Injectable()
export class PeopleAccess {
  constructor(
    private readonly database: ServiceDatabase,
    private readonly config: RegionConfig,
  ) {}

  /** Rights name paths of units; the last id of a path is the top of the subtree. */
  visibleUnits(principal: Principal): VisibleUnits {
    const paths = unitsOf(principal, 'hours:read', this.config.region);
    return paths === 'all' ? null : paths.map((path) => path.slice(path.lastIndexOf('/') + 1));
  }

  /** Throws `person-not-found` (404), the same for whoever is unknown and whoever is out of reach. */
  async assertVisible(principal: Principal, employeeId: string): Promise<void> {
    const rows = await this.database.query(VISIBLE, [employeeId, this.visibleUnits(principal)]);
    if (rows.length === 0) throw new AppError('person-not-found', { status: 404 });
  }
}
