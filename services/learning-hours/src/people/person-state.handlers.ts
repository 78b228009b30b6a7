import { EmployeeChanged, EmployeeIdentityErased, EmployeeLeft, EmployeeRegistered } from '@betang/contracts';
import type { EventBatch, ReceivedEvent } from '@betang/messaging';
import { Controller } from '@nestjs/common';
import { EventPattern } from '../events.js';
import { attributeYears } from './attribute-years.js';
import { appointmentYear, orderOf, yearOf } from './event-order.js';
import {
  eraseBeside,
  eraseNames,
  writeLeavings,
  writeStates,
  type EarlierYear,
  type PersonState,
} from './person-changes.js';
import { writeStatesOfYears, writeYearsOfLeft } from './states-of-years.js';
import { askForYears } from './year-attribution.js';

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
      earlierYears: yearsOver(event),
    }));
    const changed = await writeLeavings(batch.transaction, leavings);
    const restated = await writeYearsOfLeft(batch.transaction, leavings);
    await attribute(batch, new Set([...changed, ...restated]));
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
  const changed = await writeStates(batch.transaction, states);
  const restated = await writeStatesOfYears(batch.transaction, states);
  await attribute(batch, new Set([...changed, ...restated]));
}

/** While the list is rebuilt the years stand beside it: they are looked at once the new list is in force. */
async function attribute({ transaction, rebuilding }: EventBatch, changed: ReadonlySet<string>): Promise<void> {
  if (rebuilding) await askForYears(transaction);
  else await attributeYears(transaction, [...changed]);
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
    earlierYears: yearsOver(event),
  };
}

/** What is told of years that were over by then; of any other year it is no word of the past. */
function yearsOver(event: StateEvent | ReceivedEvent<typeof EmployeeLeft>): EarlierYear[] {
  return (event.data.earlierYears ?? []).filter(({ year }) => year < yearOf(event));
}
