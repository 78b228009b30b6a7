import { EmployeeChanged, EmployeeIdentityErased, EmployeeLeft, EmployeeRegistered } from '@betang/contracts';
import type { EventBatch, ReceivedEvent } from '@betang/messaging';
import { Controller } from '@nestjs/common';
import { EventPattern } from '../events.js';
import { attributeYears } from './attribute-years.js';
import { appointmentYear, orderOf, yearOf } from './event-order.js';
import { eraseBeside, eraseNames, writeLeavings, writeStates, type PersonState } from './person-changes.js';

/** Whoever was recorded by mistake was never in service: no year counts them. */
const BEFORE_ANY_YEAR = '1900-01-01';

type StateEvent = ReceivedEvent<typeof EmployeeRegistered> | ReceivedEvent<typeof EmployeeChanged>;

/** The service's own list of employees (pegawai), and whose totals their hours belong to. */
@Controller()
export class PersonStateHandlers {
  @EventPattern(EmployeeRegistered, 'projection')
  async registered(events: readonly ReceivedEvent<typeof EmployeeRegistered>[], batch: EventBatch): Promise<void> {
    await applyStates(events, batch);
  }

  @EventPattern(EmployeeChanged, 'projection')
  async changed(events: readonly ReceivedEvent<typeof EmployeeChanged>[], batch: EventBatch): Promise<void> {
    await applyStates(events, batch);
  }

  @EventPattern(EmployeeLeft, 'projection')
  async left(events: readonly ReceivedEvent<typeof EmployeeLeft>[], batch: EventBatch): Promise<void> {
    const leavings = events.map((event) => ({
      employeeId: event.data.employeeId,
      leftOn: event.data.recordedInError === true ? BEFORE_ANY_YEAR : event.data.leftOn,
      order: orderOf(event),
      changeYear: yearOf(event),
    }));
    await attribute(batch, leavings, await writeLeavings(batch.transaction, leavings));
  }

  /** While the list is rebuilt the rest stands: it went when these very events came. */
  @EventPattern(EmployeeIdentityErased, 'projection')
  async erased(
    events: readonly ReceivedEvent<typeof EmployeeIdentityErased>[],
    { transaction, rebuilding }: EventBatch,
  ): Promise<void> {
    const erased = events.map((event) => ({ employeeId: event.data.employeeId, order: orderOf(event) }));
    const employeeIds = await eraseNames(transaction, erased);
    if (!rebuilding) await eraseBeside(transaction, employeeIds);
  }
}

async function applyStates(events: readonly StateEvent[], batch: EventBatch): Promise<void> {
  const states = events.map(stateOf);
  await attribute(batch, states, await writeStates(batch.transaction, states));
}

/** While the list is rebuilt the totals stand: they came from these very events. */
async function attribute(
  { transaction, rebuilding }: EventBatch,
  changes: readonly { readonly employeeId: string; readonly changeYear: number }[],
  changed: ReadonlySet<string>,
): Promise<void> {
  if (rebuilding) return;
  const byPerson = new Map<string, number>();
  for (const { employeeId, changeYear } of changes)
    if (changed.has(employeeId)) byPerson.set(employeeId, Math.min(changeYear, byPerson.get(employeeId) ?? changeYear));
  await attributeYears(
    transaction,
    [...byPerson].map(([employeeId, changeYear]) => ({ employeeId, changeYear })),
  );
}

function stateOf(event: StateEvent): PersonState {
  const { employeeId, employeeNumber, name, employmentStatus, agencyId, unitId, supervisorId } = event.data;
  return {
    employeeId,
    employeeNumber,
    name,
    employmentStatus,
    agencyId,
    unitId,
    supervisorId: supervisorId ?? null,
    inServiceSince: appointmentYear(employeeNumber),
    order: orderOf(event),
    changeYear: yearOf(event),
  };
}
