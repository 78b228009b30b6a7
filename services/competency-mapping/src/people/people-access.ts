import { AppError, RegionConfig, ServiceDatabase, unitsOf, type Principal, type Scope } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';

/** Tops of the subtrees of units whose people a caller may see; null: the whole region. */
export type VisibleUnits = readonly string[] | null;

/** Condition on a unit column: it lies in one of the subtrees given as parameter `$n`, or the parameter is null. */
export function inVisibleUnits(column: string, parameter: number): string {
  return `($${parameter}::uuid[] IS NULL OR ${column} IN (
    WITH RECURSIVE below AS (SELECT unnest($${parameter}::uuid[]) AS unit_id
      UNION SELECT u.unit_id FROM unit AS u JOIN below AS b ON u.parent_unit_id = b.unit_id)
    SELECT unit_id FROM below))`;
}

/** Without a name is whose identity is kept no longer. */
const PERSON = `SELECT employee_id AS "employeeId", coalesce(name, '-') AS name, agency_id AS "agencyId", unit_id AS "unitId", position_type AS "positionType",
    position_name AS "positionName", supervisor_id AS "supervisorId"
  FROM person AS p WHERE p.employee_id = $1 AND p.state_order > 0 AND ${inVisibleUnits('p.unit_id', 2)}`;
const UNIT = `SELECT unit_id FROM unit AS u WHERE u.unit_id = $1 AND ${inVisibleUnits('u.unit_id', 2)}`;

export interface KnownPerson {
  readonly employeeId: string;
  readonly name: string;
  readonly agencyId: string;
  readonly unitId: string;
  readonly positionType: string | null;
  readonly positionName: string | null;
  readonly supervisorId: string | null;
}

/** Whose competencies a caller may see or change: people of the units that the caller's role reaches. */
@Injectable()
export class PeopleAccess {
  constructor(
    private readonly database: ServiceDatabase,
    private readonly config: RegionConfig,
  ) {}

  /** Rights name paths of units; the last id of a path is the top of the subtree. */
  visibleUnits(principal: Principal, scope: Scope): VisibleUnits {
    const paths = unitsOf(principal, scope, this.config.region);
    return paths === 'all' ? null : paths.map((path) => path.slice(path.lastIndexOf('/') + 1));
  }

  /** Throws `person-not-found` (404), the same for whoever is unknown and whoever is out of reach. */
  async getPerson(principal: Principal, scope: Scope, employeeId: string): Promise<KnownPerson> {
    return this.find(employeeId, this.visibleUnits(principal, scope));
  }

  /** The employee whose account it is. Throws `person-not-found` (404) for accounts that are no employee's. */
  async getOwn(principal: Principal): Promise<KnownPerson> {
    const id = principal.employeeId;
    if (id === undefined || !isUUID(id)) throw new AppError('person-not-found', { status: 404 });
    return this.find(id, null);
  }

  /** Throws `unit-not-found` (404) unless the unit is there and within the caller's reach; null stands for the whole region. */
  async assertUnit(principal: Principal, scope: Scope, unitId: string | null): Promise<void> {
    const visible = this.visibleUnits(principal, scope);
    if (unitId === null && visible === null) return;
    const found = unitId === null ? [] : await this.database.query(UNIT, [unitId, visible]);
    if (found.length === 0) throw new AppError('unit-not-found', { status: 404 });
  }

  private async find(employeeId: string, visible: VisibleUnits): Promise<KnownPerson> {
    const [row] = await this.database.query<KnownPerson>(PERSON, [employeeId, visible]);
    if (!row) throw new AppError('person-not-found', { status: 404 });
    return row;
  }
}
