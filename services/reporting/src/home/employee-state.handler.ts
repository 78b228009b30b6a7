import { EmployeeChanged, EmployeeIdentityErased, EmployeeLeft, EmployeeRegistered } from '@betang/contracts';
import type { EventBatch, ReceivedEvent } from '@betang/messaging';
import { forgetNotices, type Transaction } from '@betang/platform';
import { Controller } from '@nestjs/common';
import { EventPattern } from '../events.js';
import { newestOf, positionOf } from '../event-order.js';
import { markUnitsOf } from './mark-units.js';
import {
  appointmentYear,
  statesOfYears,
  type EmployeeState,
  type StateOfYear,
} from '../people/state-of-year.decision.js';

/** A state of before an erasing says where somebody was, and no longer who: whatever the order in which the two come, the row is the same. */
const STATE = `INSERT INTO employee AS t (employee_id, name, employment_status, agency_id, unit_id, event_order, since_year)
  SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::uuid[], $6::bigint[], $7::int[])
  ON CONFLICT (employee_id) DO UPDATE
     SET name = CASE WHEN EXCLUDED.event_order > t.erased_order THEN EXCLUDED.name END, employment_status = EXCLUDED.employment_status, agency_id = EXCLUDED.agency_id,
         unit_id = EXCLUDED.unit_id, event_order = EXCLUDED.event_order, since_year = EXCLUDED.since_year
   WHERE t.event_order < EXCLUDED.event_order`;

/** Of a year the newest word counts, of year 0 the oldest: the same rows in whatever order events come. */
const STATE_OF_YEAR = `INSERT INTO employee_state AS t (employee_id, from_year, event_order, agency_id, unit_id, employment_status, told_later)
  SELECT * FROM unnest($1::uuid[], $2::int[], $3::bigint[], $4::uuid[], $5::uuid[], $6::text[], $7::boolean[])
  ON CONFLICT (employee_id, from_year, told_later) DO UPDATE
     SET event_order = EXCLUDED.event_order, agency_id = EXCLUDED.agency_id, unit_id = EXCLUDED.unit_id, employment_status = EXCLUDED.employment_status
   WHERE CASE WHEN t.from_year = 0 THEN t.event_order > EXCLUDED.event_order ELSE t.event_order < EXCLUDED.event_order END`;

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

/** Whoever was recorded by mistake never served: no year counts them. */
const NEVER = '1900-01-01';

/** Who serves where in the own region, now and when each year ended. Each event carries the whole present, so the newest one holds; of the person just the name is kept. */
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
    const states = statesOfYears(events);
    await markUnitsOf(
      transaction,
      newest.map(({ data }) => data.employeeId),
      states.map(({ unitId }) => unitId),
    );
    await saveStatesOfYears(transaction, states);
    await transaction.prepared('reporting-employee-left', LEFT, [
      newest.map(({ data }) => data.employeeId),
      newest.map(({ data }) => (data.recordedInError === true ? NEVER : data.leftOn)),
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
  const states = statesOfYears(events);
  await markUnitsOf(
    transaction,
    newest.map(({ data }) => data.employeeId),
    states.map(({ unitId }) => unitId),
  );
  await transaction.prepared('reporting-employee', STATE, [
    newest.map(({ data }) => data.employeeId),
    newest.map(({ data }) => data.name),
    newest.map(({ data }) => data.employmentStatus),
    newest.map(({ data }) => data.agencyId),
    newest.map(({ data }) => data.unitId),
    newest.map(positionOf),
    newest.map(({ data }) => appointmentYear(data.employeeNumber)),
  ]);
  await saveStatesOfYears(transaction, states);
}

async function saveStatesOfYears(transaction: Transaction, states: readonly StateOfYear[]): Promise<void> {
  if (states.length === 0) return;
  await transaction.prepared('reporting-employee-state', STATE_OF_YEAR, [
    states.map(({ employeeId }) => employeeId),
    states.map(({ fromYear }) => fromYear),
    states.map(({ order }) => order),
    states.map(({ agencyId }) => agencyId),
    states.map(({ unitId }) => unitId),
    states.map(({ employmentStatus }) => employmentStatus),
    states.map(({ toldLater }) => toldLater),
  ]);
}
