import { AppError, RegionConfig, ServiceDatabase, unitsOf, type Principal, type Scope } from '@betang/platform';
import { Injectable } from '@nestjs/common';

/** Tops of the subtrees of units whose people a caller may see; null: the whole region. */
export type VisibleUnits = readonly string[] | null;

const BELOW = (tops: string): string => `WITH RECURSIVE below AS (SELECT unnest(${tops}::uuid[]) AS unit_id
      UNION SELECT u.unit_id FROM unit AS u JOIN below AS b ON u.parent_unit_id = b.unit_id)
    SELECT unit_id FROM below`;

/** Condition on a unit column: it lies in one of the subtrees given as parameter `$n`, or the parameter is null. */
export function inVisibleUnits(column: string, parameter: number): string {
  return `($${parameter}::uuid[] IS NULL OR ${column} IN (
    ${BELOW(`$${parameter}`)}))`;
}

/** The same for a list's conditions: `.where(inUnits('p.unit_id'), units, units)`. */
export function inUnits(column: string): string {
  return `?::uuid[] IS NULL OR ${column} IN (${BELOW('?')})`;
}

const VISIBLE = `SELECT 1 FROM person AS p WHERE p.employee_id = $1 AND ${inVisibleUnits('p.unit_id', 2)}`;

/** Whose hours a caller may see or act on: people of the units that the caller's role reaches. */
@Injectable()
export class PeopleAccess {
  constructor(
    private readonly database: ServiceDatabase,
    private readonly config: RegionConfig,
  ) {}

  /** Rights name paths of units; the last id of a path is the top of the subtree. */
  visibleUnits(principal: Principal, scope: Scope = 'hours:read'): VisibleUnits {
    const paths = unitsOf(principal, scope, this.config.region);
    return paths === 'all' ? null : paths.map((path) => path.slice(path.lastIndexOf('/') + 1));
  }

  /** Throws `person-not-found` (404), the same for whoever is unknown and whoever is out of reach. */
  async assertVisible(principal: Principal, employeeId: string, scope: Scope = 'hours:read'): Promise<void> {
    const rows = await this.database.query(VISIBLE, [employeeId, this.visibleUnits(principal, scope)]);
    if (rows.length === 0) throw new AppError('person-not-found', { status: 404 });
  }
}

/** The employee whose account it is. Throws `person-not-found` (404): accounts that are no employee's have no hours. */
export function ownEmployee(principal: Principal): string {
  const id = principal.employeeId;
  if (id === undefined || !/^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(id))
    throw new AppError('person-not-found', { status: 404 });
  return id;
}
