import { DrillParticipationRecorded, DrillParticipationWithdrawn, newId } from '@betang/contracts';
import { AppError, Clock, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { toRow } from '../database/table.js';
import { assertKnownPeople } from '../people/known-people.js';
import { Reminders } from '../reminders/reminders.js';
import { ROLES } from '../roles/role-rows.js';
import { Rules } from '../rules/rules.js';
import { Statements } from '../statements.js';
import { DRILLS, PARTICIPATIONS, type Drill, type Participation } from './drill-rows.js';
import { drillHours, stepDrill } from './drill-states.decision.js';
import { assertMinutes } from './drill-script.decision.js';
import type {
  AttendanceDto,
  ChangeDrillDto,
  CorrectParticipationDto,
  InvitationDto,
  NewDrillDto,
} from './drill.dto.js';

/** Counts of a drill; an action is overdue once its day has passed ($1: today). */
export const drillCounts = (
  day: string,
) => `(SELECT count(*)::integer FROM participation AS p WHERE p.drill_id = d.drill_id AND p.withdrawn_reason IS NULL) AS invited,
  (SELECT count(*)::integer FROM participation AS p WHERE p.drill_id = d.drill_id AND p.minutes IS NOT NULL AND p.withdrawn_reason IS NULL) AS participants,
  (SELECT count(*)::integer FROM finding AS f WHERE f.source_id = d.drill_id) AS findings,
  (SELECT count(*)::integer FROM action AS a JOIN finding AS f USING (finding_id) WHERE f.source_id = d.drill_id AND a.done_on IS NULL) AS open_actions,
  (SELECT count(*)::integer FROM action AS a JOIN finding AS f USING (finding_id) WHERE f.source_id = d.drill_id AND a.done_on IS NULL AND a.due_on < ${day}) AS overdue_actions`;
const PRESENT = `SELECT d.drill_id, d.plan_id, n.hazard_code, d.kind, d.title, d.state, d.starts_on, d.ends_on, ${drillCounts('$2')}
  FROM drill AS d JOIN plan AS n USING (plan_id) WHERE d.drill_id = ANY($1::uuid[])`;
const OVERDUE = `SELECT DISTINCT f.source_id AS id FROM finding AS f JOIN action AS a USING (finding_id)
  WHERE f.source = 'DRILL' AND a.done_on IS NULL AND a.due_on < $1`;
const INVITE = `INSERT INTO participation (participation_id, drill_id, employee_id, role_id)
  SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[]) ON CONFLICT (drill_id, employee_id) WHERE withdrawn_reason IS NULL DO NOTHING`;
const ATTEND = `INSERT INTO participation AS p (participation_id, drill_id, employee_id, minutes, quantity_hundredths, path_code, role_id)
  SELECT i, $5, e, m, q, $6, r FROM unnest($1::uuid[], $2::uuid[], $3::integer[], $4::integer[], $7::uuid[]) AS u(i, e, m, q, r)
  ON CONFLICT (drill_id, employee_id) WHERE withdrawn_reason IS NULL
  DO UPDATE SET minutes = excluded.minutes, quantity_hundredths = excluded.quantity_hundredths, path_code = excluded.path_code,
    role_id = coalesce(excluded.role_id, p.role_id)
  RETURNING *`;

/** Drills of plans: planned, held with who was there, evaluated. */
@Injectable()
export class Drills {
  constructor(
    private readonly rules: Rules,
    private readonly reminders: Reminders,
    private readonly statements: Statements,
    private readonly clock: Clock,
  ) {}

  async plan(tx: Transaction, input: NewDrillDto): Promise<Drill> {
    if (input.endsOn < input.startsOn)
      throw new AppError('contingency-ends-before-start', { status: 422, field: 'endsOn' });
    return DRILLS.insert(tx, { ...input, drillId: newId(), state: 'PLANNED' });
  }

  /** Throws `drill-step-refused` (409) once it is held, `contingency-ends-before-start` (422). */
  async change(tx: Transaction, drill: Drill, input: ChangeDrillDto): Promise<Drill> {
    stepDrill(drill.state, 'change');
    if (input.endsOn < input.startsOn)
      throw new AppError('contingency-ends-before-start', { status: 422, field: 'endsOn' });
    const changed = await DRILLS.update(tx, drill.drillId, { ...input, revision: drill.revision + 1 });
    await this.reminders.invited(tx, changed, await invitedTo(tx, drill.drillId));
    return changed;
  }

  /** Who was invited is told. Throws `drill-step-refused` (409) once it is held. */
  async cancel(tx: Transaction, drill: Drill, reason: string): Promise<Drill> {
    const state = stepDrill(drill.state, 'cancel');
    await this.reminders.drillCancelled(tx, drill, reason, await invitedTo(tx, drill.drillId));
    return DRILLS.update(tx, drill.drillId, { state, reason, revision: drill.revision + 1 });
  }

  /** Drills of the plan that are not held yet. */
  async cancelAhead(tx: Transaction, planId: string, reason: string): Promise<void> {
    const ahead = await DRILLS.where(tx, `plan_id = $1 AND state = 'PLANNED' ORDER BY drill_id FOR UPDATE`, [planId]);
    for (const drill of ahead) await this.cancel(tx, drill, reason);
    await this.state(tx, ...ahead.map(({ drillId }) => drillId));
  }

  async invite(tx: Transaction, drill: Drill, people: readonly InvitationDto[]): Promise<void> {
    stepDrill(drill.state, 'invite');
    await assertRolesOf(tx, drill, people);
    await assertKnownPeople(
      tx,
      people.map(({ employeeId }) => employeeId),
    );
    await tx.execute(INVITE, [
      people.map(() => newId()),
      people.map(() => drill.drillId),
      people.map(({ employeeId }) => employeeId),
      people.map(({ roleId }) => roleId ?? null),
    ]);
    await this.reminders.invited(
      tx,
      drill,
      people.map(({ employeeId }) => employeeId),
    );
  }

  /** Records who was there; participation becomes hours. Throws `contingency-date-ahead` (422) for a drill that has not ended. */
  async hold(
    tx: Transaction,
    drill: Drill,
    attendance: readonly AttendanceDto[],
  ): Promise<{ drill: Drill; events: readonly unknown[] }> {
    const state = stepDrill(drill.state, 'hold');
    if (drill.endsOn > this.clock.today())
      throw new AppError('contingency-date-ahead', { status: 422, field: 'endsOn' });
    await assertRolesOf(tx, drill, attendance);
    assertMinutes(
      drill,
      attendance.map(({ minutes }) => minutes),
    );
    const newest = [...new Map(attendance.map((each) => [each.employeeId, each])).values()];
    await assertKnownPeople(
      tx,
      newest.map(({ employeeId }) => employeeId),
    );
    const learning = (await this.rules.book(tx)).get('drill.learning', drill.endsOn);
    const rows = await tx.query(ATTEND, [
      newest.map(() => newId()),
      newest.map(({ employeeId }) => employeeId),
      newest.map(({ minutes }) => minutes),
      newest.map(({ minutes }) => drillHours(minutes, learning)),
      drill.drillId,
      learning.pathCode,
      newest.map(({ roleId }) => roleId ?? null),
    ]);
    const held = await DRILLS.update(tx, drill.drillId, { state, revision: drill.revision + 1 });
    return { drill: held, events: rows.map(toRow<Participation>).flatMap((row) => participationEvents(held, row)) };
  }

  /** Takes back a participation that was recorded by mistake, with its hours. Throws `drill-participation-not-found` (404), as {@link assertRemembered}. */
  async withdraw(tx: Transaction, drill: Drill, employeeId: string, reason: string): Promise<readonly unknown[]> {
    stepDrill(drill.state, 'correct');
    await assertRemembered(tx, drill);
    const [row] = await PARTICIPATIONS.where(tx, 'drill_id = $1 AND employee_id = $2 AND withdrawn_reason IS NULL', [
      drill.drillId,
      employeeId,
    ]);
    if (!row || row.minutes === null) throw new AppError('drill-participation-not-found', { status: 404 });
    return takeBack(tx, row, reason);
  }

  /**
   * Puts a participation right: the hours before are taken back, the right ones are told under an id of their own, so that both count once. Throws
   * `drill-participation-unchanged` (409), `drill-minutes-refused` (422), as {@link assertRemembered}.
   */
  async correct(tx: Transaction, drill: Drill, input: CorrectParticipationDto): Promise<readonly unknown[]> {
    stepDrill(drill.state, 'correct');
    await assertRemembered(tx, drill);
    const { employeeId, minutes, reason, roleId } = input;
    assertMinutes(drill, [minutes]);
    await assertRolesOf(tx, drill, [input]);
    await assertKnownPeople(tx, [employeeId]);
    const [before] = await PARTICIPATIONS.where(tx, 'drill_id = $1 AND employee_id = $2 AND withdrawn_reason IS NULL', [
      drill.drillId,
      employeeId,
    ]);
    if (before?.minutes === minutes) throw new AppError('drill-participation-unchanged', { status: 409 });
    const takenBack = before ? await takeBack(tx, before, reason) : [];
    const learning = (await this.rules.book(tx)).get('drill.learning', drill.endsOn);
    const right = await PARTICIPATIONS.insert(tx, {
      ...{ participationId: newId(), drillId: drill.drillId, employeeId, minutes, pathCode: learning.pathCode },
      roleId: roleId ?? before?.roleId ?? null,
      quantityHundredths: drillHours(minutes, learning),
    });
    return [...takenBack, ...participationEvents(drill, right)];
  }

  async state(tx: Transaction, ...drillIds: readonly string[]): Promise<void> {
    const rows = await tx.query(PRESENT, [drillIds, this.clock.today()]);
    const inputs = rows.map((row) => {
      const { invited: _invited, ...data } = toRow<Record<string, unknown> & { drillId: string }>(row);
      return { subjectId: data.drillId, data };
    });
    await this.statements.state(tx, 'DRILL', inputs);
  }

  /** For the sweep: an action becomes overdue by the mere passing of days. */
  async stateOverdue(tx: Transaction): Promise<void> {
    const rows = await tx.query<{ id: string }>(OVERDUE, [this.clock.today()]);
    await this.state(tx, ...rows.map(({ id }) => id));
  }
}

/** Who was forgotten cannot be told from who was never there: their hours would count twice. Throws `drill-participants-forgotten` (409). */
async function assertRemembered(tx: Transaction, { drillId }: Drill): Promise<void> {
  const rows = await tx.query('SELECT 1 FROM participation WHERE drill_id = $1 AND forgotten LIMIT 1', [drillId]);
  if (rows.length > 0) throw new AppError('drill-participants-forgotten', { status: 409 });
}

async function takeBack(tx: Transaction, row: Participation, reason: string): Promise<readonly unknown[]> {
  const { participationId, drillId, employeeId, quantityHundredths } = row;
  await PARTICIPATIONS.update(tx, participationId, { withdrawnReason: reason });
  if ((quantityHundredths ?? 0) === 0) return [];
  const data = { participationId, drillId, employeeId, reason };
  return [DrillParticipationWithdrawn.create({ subject: employeeId, data })];
}

async function invitedTo(tx: Transaction, drillId: string): Promise<string[]> {
  const rows = await PARTICIPATIONS.where(tx, 'drill_id = $1 AND withdrawn_reason IS NULL', [drillId]);
  return rows.map(({ employeeId }) => employeeId);
}

/** Players play roles of the drill's own plan. Throws `plan-role-not-found` (422). */
async function assertRolesOf(
  tx: Transaction,
  { planId }: Drill,
  people: readonly { readonly roleId?: string }[],
): Promise<void> {
  const asked = new Set(people.flatMap(({ roleId }) => roleId ?? []));
  const known = await ROLES.where(tx, 'plan_id = $1 AND role_id = ANY($2::uuid[])', [planId, [...asked]]);
  if (known.length < asked.size) throw new AppError('plan-role-not-found', { status: 422, field: 'roleId' });
}

/** Under one JP there is nothing to book. */
export function participationEvents(drill: Drill, row: Participation): unknown[] {
  const { participationId, employeeId, minutes, quantityHundredths, pathCode } = row;
  if (minutes === null || pathCode === null || quantityHundredths === null || quantityHundredths < 1) return [];
  const { drillId, planId, kind, title, organiser, startsOn, endsOn } = drill;
  const data = {
    participationId,
    drillId,
    planId,
    employeeId,
    drillKind: kind,
    title,
    organiser,
    pathCode,
    scope: 'NATIONAL' as const,
    quantityHundredths,
    minutes,
    startedOn: startsOn,
    completedOn: endsOn,
  };
  return [DrillParticipationRecorded.create({ subject: employeeId, data })];
}
