import {
  EmployeeChanged,
  EmployeeIdentityErased,
  EmployeeLeft,
  EmployeeRegistered,
  UnitRecorded,
} from '@betang/contracts';
import type { EventBatch, ReceivedEvent } from '@betang/messaging';
import { Controller } from '@nestjs/common';
import { EventPattern } from '../events.js';
import {
  eraseBeside,
  eraseIdentities,
  writeEmployees,
  writeLeavings,
  type EmployeeEntry,
} from './employee-directory.js';
import { orderOf } from './event-order.js';

const UPSERT_UNITS = `INSERT INTO unit AS a (unit_id, parent_unit_id, unit_order)
  SELECT DISTINCT ON (i) i, p, o FROM unnest($1::uuid[], $2::uuid[], $3::bigint[]) AS u(i, p, o) ORDER BY i, o DESC
  ON CONFLICT (unit_id) DO UPDATE SET parent_unit_id = excluded.parent_unit_id, unit_order = excluded.unit_order
  WHERE excluded.unit_order > a.unit_order`;

type StateEvent = ReceivedEvent<typeof EmployeeRegistered> | ReceivedEvent<typeof EmployeeChanged>;

/** The service's own directory of employees and of the tree of their units. */
@Controller()
export class EmployeeDirectoryHandlers {
  @EventPattern(EmployeeRegistered, 'projection')
  async registered(events: readonly ReceivedEvent<typeof EmployeeRegistered>[], batch: EventBatch): Promise<void> {
    await writeEmployees(batch.transaction, events.map(entryOf));
  }

  @EventPattern(EmployeeChanged, 'projection')
  async changed(events: readonly ReceivedEvent<typeof EmployeeChanged>[], batch: EventBatch): Promise<void> {
    await writeEmployees(batch.transaction, events.map(entryOf));
  }

  @EventPattern(EmployeeLeft, 'projection')
  async left(events: readonly ReceivedEvent<typeof EmployeeLeft>[], batch: EventBatch): Promise<void> {
    const leavings = events.map((event) => ({
      employeeId: event.data.employeeId,
      leftOn: event.data.leftOn,
      order: orderOf(event),
    }));
    await writeLeavings(batch.transaction, leavings);
  }

  /** While the directory is rebuilt the rest stands: it went when these very events came. */
  @EventPattern(EmployeeIdentityErased, 'projection')
  async erased(events: readonly ReceivedEvent<typeof EmployeeIdentityErased>[], batch: EventBatch): Promise<void> {
    const erased = events.map((event) => ({ employeeId: event.data.employeeId, order: orderOf(event) }));
    const employeeIds = await eraseIdentities(batch.transaction, erased);
    if (!batch.rebuilding) await eraseBeside(batch.transaction, employeeIds);
  }

  @EventPattern(UnitRecorded, 'projection')
  async unitRecorded(events: readonly ReceivedEvent<typeof UnitRecorded>[], batch: EventBatch): Promise<void> {
    await batch.transaction.prepared('unit-upsert', UPSERT_UNITS, [
      events.map(({ data }) => data.unitId),
      events.map(({ data }) => data.parentUnitId),
      events.map(orderOf),
    ]);
  }
}

function entryOf(event: StateEvent): EmployeeEntry {
  const { employeeId, employeeNumber, name, employmentStatus, agencyId, unitId } = event.data;
  const supervisorId = event.data.supervisorId ?? null;
  return { employeeId, employeeNumber, name, employmentStatus, agencyId, unitId, supervisorId, order: orderOf(event) };
}
