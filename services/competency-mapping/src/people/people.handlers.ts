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
import { ProfileMarks } from '../marks/profile-marks.js';
import { orderOf } from './event-order.js';
import { eraseNames, eraseNotices, writeLeavings, writeStates, type PersonState } from './person-directory.js';
import { positionKey } from './position-key.js';

const UPSERT_UNITS = `INSERT INTO unit AS a (unit_id, kind, name, agency_id, parent_unit_id, unit_order)
  SELECT DISTINCT ON (i) i, k, n, g, p, o FROM unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::uuid[], $6::bigint[]) AS u(i, k, n, g, p, o)
   ORDER BY i, o DESC
  ON CONFLICT (unit_id) DO UPDATE SET kind = excluded.kind, name = excluded.name, agency_id = excluded.agency_id,
    parent_unit_id = excluded.parent_unit_id, unit_order = excluded.unit_order
  WHERE excluded.unit_order > a.unit_order`;

type StateEvent = ReceivedEvent<typeof EmployeeRegistered> | ReceivedEvent<typeof EmployeeChanged>;

/** The service's own directory of employees (pegawai) and of the tree of their units. */
@Controller()
export class PeopleHandlers {
  constructor(private readonly marks: ProfileMarks) {}

  @EventPattern(EmployeeRegistered, 'projection')
  async registered(events: readonly ReceivedEvent<typeof EmployeeRegistered>[], batch: EventBatch): Promise<void> {
    await this.changedStates(batch, await writeStates(batch.transaction, events.map(stateOf)));
  }

  @EventPattern(EmployeeChanged, 'projection')
  async changed(events: readonly ReceivedEvent<typeof EmployeeChanged>[], batch: EventBatch): Promise<void> {
    await this.changedStates(batch, await writeStates(batch.transaction, events.map(stateOf)));
  }

  @EventPattern(EmployeeLeft, 'projection')
  async left(events: readonly ReceivedEvent<typeof EmployeeLeft>[], batch: EventBatch): Promise<void> {
    const leavings = events.map((event) => ({
      employeeId: event.data.employeeId,
      leftOn: event.data.leftOn,
      order: orderOf(event),
    }));
    await this.changedStates(batch, await writeLeavings(batch.transaction, leavings));
  }

  /** While the list is rebuilt the rest stands: it went when these very events came. */
  @EventPattern(EmployeeIdentityErased, 'projection')
  async erased(
    events: readonly ReceivedEvent<typeof EmployeeIdentityErased>[],
    { transaction, rebuilding }: EventBatch,
  ): Promise<void> {
    const erased = events.map((event) => ({ employeeId: event.data.employeeId, order: orderOf(event) }));
    const employeeIds = await eraseNames(transaction, erased);
    if (!rebuilding) await eraseNotices(transaction, employeeIds);
  }

  @EventPattern(UnitRecorded, 'projection')
  async unitRecorded(events: readonly ReceivedEvent<typeof UnitRecorded>[], batch: EventBatch): Promise<void> {
    await batch.transaction.prepared('unit-upsert', UPSERT_UNITS, [
      events.map(({ data }) => data.unitId),
      events.map(({ data }) => data.kind),
      events.map(({ data }) => data.name),
      events.map(({ data }) => data.agencyId),
      events.map(({ data }) => data.parentUnitId),
      events.map(orderOf),
    ]);
  }

  /** Another position is another standard. While the directory is rebuilt profiles stand: they came from these very events. */
  private async changedStates({ transaction, rebuilding }: EventBatch, employeeIds: readonly string[]): Promise<void> {
    if (!rebuilding) await this.marks.mark(transaction, employeeIds, 'POSITION');
  }
}

function stateOf(event: StateEvent): PersonState {
  const { employeeId, employeeNumber, name, employmentStatus, agencyId, unitId, positionType, positionName } =
    event.data;
  return {
    employeeId,
    employeeNumber,
    name,
    employmentStatus,
    agencyId,
    unitId,
    positionType,
    positionName,
    positionKey: positionKey(positionName),
    supervisorId: event.data.supervisorId ?? null,
    order: orderOf(event),
  };
}
