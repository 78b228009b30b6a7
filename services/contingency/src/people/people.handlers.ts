import { EmployeeNumber } from '@betang/asn';
import {
  CompetencyProfileChanged,
  EmployeeChanged,
  EmployeeIdentityErased,
  EmployeeLeft,
  EmployeeRegistered,
  UnitRecorded,
} from '@betang/contracts';
import type { EventBatch, ReceivedEvent } from '@betang/messaging';
import { Controller } from '@nestjs/common';
import { EventPattern } from '../events.js';
import { ReadinessMarks } from '../marks/readiness-marks.js';
import { orderOf } from './event-order.js';
import {
  eraseNames,
  eraseNotices,
  writeLeavings,
  writeLevels,
  writeStates,
  writeUnits,
  type LevelChange,
  type PersonState,
} from './people.js';

type StateEvent = ReceivedEvent<typeof EmployeeRegistered> | ReceivedEvent<typeof EmployeeChanged>;

/** The service's own list of people, units and levels; whoever stands for a role or a service and changes makes readiness change right after the commit. */
@Controller()
export class PeopleHandlers {
  constructor(private readonly marks: ReadinessMarks) {}

  @EventPattern(EmployeeRegistered, 'projection')
  registered(events: readonly ReceivedEvent<typeof EmployeeRegistered>[], batch: EventBatch): Promise<void> {
    return this.states(events, batch);
  }

  @EventPattern(EmployeeChanged, 'projection')
  changed(events: readonly ReceivedEvent<typeof EmployeeChanged>[], batch: EventBatch): Promise<void> {
    return this.states(events, batch);
  }

  @EventPattern(EmployeeLeft, 'projection')
  async left(events: readonly ReceivedEvent<typeof EmployeeLeft>[], batch: EventBatch): Promise<void> {
    const leavings = events.map((event) => ({
      employeeId: event.data.employeeId,
      leftOn: event.data.leftOn,
      order: orderOf(event),
    }));
    await writeLeavings(batch.transaction, leavings);
    await this.mark(events, batch, 'PERSON_LEFT');
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
    await writeUnits(
      batch.transaction,
      events.map((event) => ({ ...event.data, order: orderOf(event) })),
    );
  }

  @EventPattern(CompetencyProfileChanged, 'projection')
  async profileChanged(
    events: readonly ReceivedEvent<typeof CompetencyProfileChanged>[],
    batch: EventBatch,
  ): Promise<void> {
    await writeLevels(batch.transaction, events.flatMap(levelsOf));
    await this.mark(events, batch, 'COMPETENCY_CHANGED');
  }

  private async states(events: readonly StateEvent[], batch: EventBatch): Promise<void> {
    await writeStates(batch.transaction, events.map(stateOf));
    await this.mark(events, batch, 'PERSON_CHANGED');
  }

  /** While the list is rebuilt readiness stands: it came from these very events. */
  private async mark(
    events: readonly PersonEvent[],
    { transaction, rebuilding }: EventBatch,
    trigger: 'PERSON_CHANGED' | 'PERSON_LEFT' | 'COMPETENCY_CHANGED',
  ): Promise<void> {
    if (rebuilding) return;
    const causes = new Map(events.map(({ id, data }) => [data.employeeId, id]));
    await this.marks.markPeople(transaction, causes, trigger);
  }
}

interface PersonEvent {
  readonly id: string;
  readonly data: { readonly employeeId: string };
}

function stateOf(event: StateEvent): PersonState {
  const { employeeId, employeeNumber, name, agencyId, unitId, positionType, retiresOn = null } = event.data;
  const bornOn = birthDate(employeeNumber);
  return { employeeId, name, agencyId, unitId, positionType, bornOn, retiresOn, order: orderOf(event) };
}

/** A number that tells no day of birth is a fact all the same; retirement follows from no rule for its owner then. */
function birthDate(employeeNumber: string): string | null {
  try {
    return EmployeeNumber.parse(employeeNumber).birthDate.iso;
  } catch {
    return null;
  }
}

function levelsOf(event: ReceivedEvent<typeof CompetencyProfileChanged>): LevelChange[] {
  const { employeeId, changes } = event.data;
  const order = orderOf(event);
  return changes.map(({ competencyCode, level, validUntil }) => ({
    employeeId,
    competencyCode,
    level,
    validUntil,
    order,
  }));
}
