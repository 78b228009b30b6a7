import {
  AgencyPublished,
  EmployeeChanged,
  EmployeeLeft,
  EmployeeRegistered,
  HoursRecorded,
  LearnerHoursShared,
  UnitLearningHoursStated,
  UnitRecorded,
  type EventContract,
} from '@betang/contracts';
import type { EventBatch, EventHandler } from '@betang/messaging';
import { EmployeeStateHandler } from '../home/employee-state.handler.js';
import { HoursRecordedHandler } from '../home/hours-recorded.handler.js';
import { UnitRecordedHandler } from '../home/unit-recorded.handler.js';
import { LearnerHoursSharedHandler } from '../learners/learner-hours-shared.handler.js';
import { AgencyPublishedHandler } from '../totals/agency-published.handler.js';
import { UnitLearningHoursStatedHandler } from '../totals/unit-learning-hours-stated.handler.js';

type Handle = (events: readonly never[], batch: EventBatch) => Promise<void>;

/** The service's handlers as the strategy would register them, without Nest. */
export function projections(): EventHandler[] {
  const stated = new UnitLearningHoursStatedHandler();
  const named = new AgencyPublishedHandler();
  const learners = new LearnerHoursSharedHandler();
  const hours = new HoursRecordedHandler();
  const units = new UnitRecordedHandler();
  const employees = new EmployeeStateHandler();
  const table: [unknown, Handle][] = [
    [UnitLearningHoursStated, (events, batch) => stated.handle(events, batch)],
    [AgencyPublished, (events, batch) => named.handle(events, batch)],
    [LearnerHoursShared, (events, batch) => learners.handle(events, batch)],
    [HoursRecorded, (events, batch) => hours.handle(events, batch)],
    [UnitRecorded, (events, batch) => units.handle(events, batch)],
    [EmployeeRegistered, (events, batch) => employees.registered(events, batch)],
    [EmployeeChanged, (events, batch) => employees.changed(events, batch)],
    [EmployeeLeft, (events, batch) => employees.left(events, batch)],
  ];
  return table.map(([contract, handle]) => ({
    contract: contract as EventContract,
    kind: 'projection',
    handle: handle as EventHandler['handle'],
  }));
}
