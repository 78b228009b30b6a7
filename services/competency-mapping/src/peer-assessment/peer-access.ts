import { AppError, type Principal, type SqlClient } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { PeopleAccess, inVisibleUnits, type KnownPerson, type VisibleUnits } from '../people/people-access.js';

const SCOPE = 'assessments:ask';
const PERSON = `SELECT p.employee_id AS "employeeId", coalesce(p.name, '-') AS name, p.agency_id AS "agencyId", p.unit_id AS "unitId",
    p.position_type AS "positionType", p.position_name AS "positionName", p.supervisor_id AS "supervisorId", p.left_on::text AS "leftOn"
  FROM person AS p WHERE p.employee_id = $1 AND p.state_order > 0 AND p.employee_id IS DISTINCT FROM $4::uuid
    AND (${inVisibleUnits('p.unit_id', 2)} OR (${inVisibleUnits('p.unit_id', 3)} AND (p.supervisor_id IS NULL OR p.supervisor_id = $4::uuid)))`;
const COLLEAGUES = `SELECT employee_id AS "employeeId" FROM person AS p
  WHERE p.employee_id = ANY($1::uuid[]) AND p.state_order > 0 AND p.left_on IS NULL AND ${inVisibleUnits('p.unit_id', 2)}`;

/** Whom a caller may ask colleagues about. */
export interface AskingReach {
  /** Units of a planner or officer. */
  readonly desk: VisibleUnits;
  /** Units of a supervisor, who asks about the people whom identity names as hers, or about all where it names no supervisor. */
  readonly supervised: VisibleUnits;
  readonly employeeId: string | null;
}

/** Who asks colleagues: planners and officers in their units, supervisors for their own people; nobody about oneself. */
@Injectable()
export class PeerAccess {
  constructor(private readonly people: PeopleAccess) {}

  reachOf(principal: Principal): AskingReach {
    const as = (supervisor: boolean): Principal => ({
      ...principal,
      roles: principal.roles.filter(({ role }) => (role === 'supervisor') === supervisor),
    });
    return {
      desk: this.people.visibleUnits(as(false), SCOPE),
      supervised: this.people.visibleUnits(as(true), SCOPE),
      employeeId: principal.employeeId ?? null,
    };
  }

  /** Throws `person-not-found` (404), the same for whoever is unknown, out of reach, or the caller. */
  async getPerson(
    db: SqlClient,
    principal: Principal,
    employeeId: string,
  ): Promise<KnownPerson & { readonly leftOn: string | null }> {
    const { desk, supervised, employeeId: own } = this.reachOf(principal);
    const [row] = await db.query<KnownPerson & { leftOn: string | null }>(PERSON, [employeeId, desk, supervised, own]);
    if (!row) throw new AppError('person-not-found', { status: 404 });
    return row;
  }

  /** Which of these people are in service and within the caller's units. */
  async findColleagues(db: SqlClient, principal: Principal, peerIds: readonly string[]): Promise<Set<string>> {
    const rows = await db.query<{ employeeId: string }>(COLLEAGUES, [
      peerIds,
      this.people.visibleUnits(principal, SCOPE),
    ]);
    return new Set(rows.map(({ employeeId }) => employeeId));
  }
}
