import { EmployeeChanged, EmployeeIdentityErased, EmployeeLeft, EmployeeRegistered } from '@betang/contracts';
import type { EventBatch, ReceivedEvent } from '@betang/messaging';
import { forgetNotices, type Transaction } from '@betang/platform';
import { Controller } from '@nestjs/common';
import { EventPattern } from '../events.js';
import { newestOf, positionOf } from '../event-order.js';

/** Units whose people change: the one left behind and the new one, for all years. */
const MARK = `INSERT INTO home_mark AS t (unit_id, year)
  SELECT DISTINCT u, 0 FROM (SELECT unit_id AS u FROM employee WHERE employee_id = ANY($1::uuid[]) UNION SELECT unnest($2::uuid[])) AS units
   WHERE u IS NOT NULL ON CONFLICT (unit_id, year) DO UPDATE SET marked_at = t.marked_at`;

/** A state of before an erasing says where somebody was, and no longer who: whatever the order in which the two come, the row is the same. */
const STATE = `INSERT INTO employee AS t (employee_id, name, employment_status, agency_id, unit_id, event_order)
  SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::uuid[], $6::bigint[])
  ON CONFLICT (employee_id) DO UPDATE
     SET name = CASE WHEN EXCLUDED.event_order > t.erased_order THEN EXCLUDED.name END, employment_status = EXCLUDED.employment_status, agency_id = EXCLUDED.agency_id,
         unit_id = EXCLUDED.unit_id, event_order = EXCLUDED.event_order
   WHERE t.event_order < EXCLUDED.event_order`;

const LEFT = `INSERT INTO employee AS t (employee_id, left_on, left_order)
  SELECT * FROM unnest($1::uuid[], $2::date[], $3::bigint[])
  ON CONFLICT (employee_id) DO UPDATE
     SET left_on = EXCLUDED.left_on, left_order = EXCLUDED.left_order
   WHERE t.left_order < EXCLUDED.left_order`;

/** Answers whose identity went: nobody of whom there is a newer state. Hours stay, under the id, with status and unit. */
const ERASE = `INSERT INTO employee AS t (employee_id, erased_order) SELECT * FROM unnest($1::uuid[], $2::bigint[])
  ON CONFLICT (employee_id) DO UPDATE SET name = NULL, erased_order = EXCLUDED.erased_order
   WHERE t.event_order < EXCLUDED.erased_order AND t.erased_order < EXCLUDED.erased_order
  RETURNING employee_id AS "employeeId"`;

type EmployeeState = ReceivedEvent<typeof EmployeeRegistered | typeof EmployeeChanged>;

/** Who serves where in the own region. Each event carries the whole present, so the newest one holds; of the person just the name is kept. */
@Controller()
export class EmployeeStateHandler {
  @EventPattern(EmployeeRegistered, 'projection')
  async registered(
    events: readonly ReceivedEvent<typeof EmployeeRegistered>[],
    { transaction }: EventBatch,
  ): Promise<void> {
    await saveStates(transaction, events);
  }

  @EventPattern(EmployeeChanged, 'projection')
  async changed(events: readonly ReceivedEvent<typeof EmployeeChanged>[], { transaction }: EventBatch): Promise<void> {
    await saveStates(transaction, events);
  }

  @EventPattern(EmployeeLeft, 'projection')
  async left(events: readonly ReceivedEvent<typeof EmployeeLeft>[], { transaction }: EventBatch): Promise<void> {
    const newest = newestOf(events, ({ data }) => data.employeeId, positionOf);
    await transaction.prepared('reporting-home-mark', MARK, [newest.map(({ data }) => data.employeeId), []]);
    await transaction.prepared('reporting-employee-left', LEFT, [
      newest.map(({ data }) => data.employeeId),
      newest.map(({ data }) => data.leftOn),
      newest.map(positionOf),
    ]);
  }

  /** While the list is rebuilt notices stand: they went when these very events came. */
  @EventPattern(EmployeeIdentityErased, 'projection')
  async erased(
    events: readonly ReceivedEvent<typeof EmployeeIdentityErased>[],
    { transaction, rebuilding }: EventBatch,
  ): Promise<void> {
    const newest = newestOf(events, ({ data }) => data.employeeId, positionOf);
    const rows = await transaction.prepared<{ employeeId: string }>('reporting-employee-erase', ERASE, [
      newest.map(({ data }) => data.employeeId),
      newest.map(positionOf),
    ]);
    if (rebuilding || rows.length === 0) return;
    const employeeIds = rows.map(({ employeeId }) => employeeId);
    await forgetNotices(transaction, employeeIds);
  }
}

async function saveStates(transaction: Transaction, events: readonly EmployeeState[]): Promise<void> {
  const newest = newestOf(events, ({ data }) => data.employeeId, positionOf);
  await transaction.prepared('reporting-home-mark', MARK, [
    newest.map(({ data }) => data.employeeId),
    newest.map(({ data }) => data.unitId),
  ]);
  await transaction.prepared('reporting-employee', STATE, [
    newest.map(({ data }) => data.employeeId),
    newest.map(({ data }) => data.name),
    newest.map(({ data }) => data.employmentStatus),
    newest.map(({ data }) => data.agencyId),
    newest.map(({ data }) => data.unitId),
    newest.map(positionOf),
  ]);
}
