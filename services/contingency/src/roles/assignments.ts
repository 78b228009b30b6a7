import { newId } from '@betang/contracts';
import { AppError, Audit, Clock, type Principal, type SqlClient, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { ContingencyAccess, inVisibleUnits } from '../access/contingency-access.js';
import { loadPeople } from './load-people.js';
import { lacking, standingOf } from './standing.decision.js';
import type { RequiredCompetency } from '../dictionary/required-competency.js';
import { Reminders } from '../reminders/reminders.js';
import { Rules } from '../rules/rules.js';
import type { AssignDto, AssignedPersonView } from './role.dto.js';
import { ASSIGNMENTS, type Assignment } from './role-rows.js';

/** A role or a critical service. */
export type Place = { readonly roleId: string } | { readonly serviceId: string };

/** People named for roles of plans and for critical services. */
@Injectable()
export class Assignments {
  constructor(
    private readonly access: ContingencyAccess,
    private readonly rules: Rules,
    private readonly reminders: Reminders,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /** Names a person for a place, in the unit where the person is now. Throws `employee-not-in-service` (422), `plan-assigned-already` (409). */
  async assign(
    tx: Transaction,
    place: Place,
    name: string,
    { employeeId, kind, rank }: AssignDto,
  ): Promise<Assignment> {
    const id = 'roleId' in place ? place.roleId : place.serviceId;
    const unitId = await this.unitOf(tx, employeeId);
    const twins = await ASSIGNMENTS.where(tx, 'coalesce(role_id, service_id) = $1 AND employee_id = $2 AND NOT ended', [
      id,
      employeeId,
    ]);
    if (twins.length > 0) throw new AppError('plan-assigned-already', { status: 409 });
    const assignment = await ASSIGNMENTS.insert(tx, {
      assignmentId: newId(),
      roleId: 'roleId' in place ? place.roleId : null,
      serviceId: 'serviceId' in place ? place.serviceId : null,
      employeeId,
      kind,
      rank,
      unitId,
      confirmedOn: this.clock.today(),
    });
    await this.reminders.assigned(tx, assignment.assignmentId, employeeId, name);
    return assignment;
  }

  /** The person stands for the place also after moving, or after the day of retirement. */
  async confirm(tx: Transaction, assignment: Assignment): Promise<Assignment> {
    const unitId = await this.unitOf(tx, assignment.employeeId);
    return ASSIGNMENTS.update(tx, assignment.assignmentId, { unitId, confirmedOn: this.clock.today() });
  }

  /** Throws `plan-assignment-not-found` (404). */
  async lock(tx: Transaction, assignmentId: string): Promise<Assignment> {
    const assignment = await ASSIGNMENTS.lock(tx, assignmentId);
    if (assignment.ended) throw new AppError('plan-assignment-not-found', { status: 404 });
    return assignment;
  }

  /** People of a place with their standing today. Names only of people whom the reader may see; each look is on record. */
  async people(
    db: SqlClient,
    id: string,
    competencies: readonly RequiredCompetency[],
    principal: Principal,
  ): Promise<AssignedPersonView[]> {
    const today = this.clock.today();
    const ages = (await this.rules.book(db)).get('retirement.ages', today);
    const assigned = (await loadPeople(db, [{ id, competencies }], ages)).get(id) ?? [];
    const names = await this.visibleNames(
      db,
      assigned.map(({ employeeId }) => employeeId),
      principal,
    );
    // Of those whose names are not shown too: who named them for the place knows who they are, and sees what they lack.
    await this.audit.recordRead(db, {
      actor: principal.subject,
      subjects: assigned.map(({ employeeId }) => employeeId),
      purpose: 'contingency-readiness',
    });
    return assigned.map((person) => ({
      assignmentId: person.assignmentId,
      kind: person.kind,
      employeeId: names.has(person.employeeId) ? person.employeeId : null,
      name: names.get(person.employeeId) ?? null,
      standing: standingOf(person, today),
      lacking: lacking(person, competencies, today).map(({ competency }) => competency),
    }));
  }

  private async visibleNames(
    db: SqlClient,
    employeeIds: readonly string[],
    principal: Principal,
  ): Promise<Map<string, string>> {
    const rows = await db.query<{ id: string; name: string }>(
      `SELECT employee_id AS id, coalesce(name, '') AS name FROM person WHERE employee_id = ANY($1::uuid[]) AND ${inVisibleUnits('unit_id', 2)}`,
      [employeeIds, this.access.visibleUnits(principal, 'contingency:people')],
    );
    return new Map(rows.map(({ id, name }) => [id, name]));
  }

  private async unitOf(db: SqlClient, employeeId: string): Promise<string> {
    const [person] = await db.query<{ unit_id: string | null }>(
      'SELECT unit_id FROM person WHERE employee_id = $1 AND state_order > 0 AND (left_on IS NULL OR left_on > $2)',
      [employeeId, this.clock.today()],
    );
    if (!person?.unit_id) throw new AppError('employee-not-in-service', { status: 422, field: 'employeeId' });
    return person.unit_id;
  }
}
