import { Clock, retentionControllerOf, retentionRulesOf } from '@betang/platform';
import { MarkTeller } from './assignments/mark-teller.js';
import { RetentionSweep } from './retention/retention-sweep.js';
import { CONTENT_RETENTION } from './retention/retention.definition.js';
import { ScheduleTeller, TaskTeller } from './sessions/guest-tellers.js';
import { GuestSchedules } from './work-across/guest-schedules.js';
import { GuestSittings } from './work-across/guest-sittings.js';
import { GuestTasks } from './work-across/guest-tasks.js';
import { GuestWorkAnswers } from './work-across/guest-work-answers.js';
import { GuestWorkHandlers } from './work-across/guest-work.handlers.js';
import { GuestWorks } from './work-across/guest-works.js';
import { OwnTestsElsewhereController } from './work-across/own-tests-elsewhere.controller.js';
import { OwnWorkElsewhereController } from './work-across/own-work-elsewhere.controller.js';
import { ScheduleElsewhereHandler } from './work-across/schedule-elsewhere.handler.js';
import { SittingsElsewhere } from './work-across/sittings-elsewhere.js';
import { TaskElsewhereHandlers } from './work-across/task-elsewhere.handlers.js';
import { WorkSweeps } from './work-across/work-sweeps.js';
import { WorksElsewhere } from './work-across/works-elsewhere.js';
import './retention/retention.messages.js';
import './work-across/work.messages.js';

/** Work and tests of guests, at the host and at home, and how long such content is kept. */
export const WORK_CONTROLLERS = [
  OwnWorkElsewhereController,
  OwnTestsElsewhereController,
  GuestWorkHandlers,
  TaskElsewhereHandlers,
  ScheduleElsewhereHandler,
  retentionControllerOf(CONTENT_RETENTION),
];

export const WORK_PROVIDERS = [
  GuestSchedules,
  { provide: ScheduleTeller, useExisting: GuestSchedules },
  GuestSittings,
  GuestTasks,
  { provide: TaskTeller, useExisting: GuestTasks },
  GuestWorkAnswers,
  { provide: MarkTeller, useExisting: GuestWorkAnswers },
  GuestWorks,
  retentionRulesOf(CONTENT_RETENTION, Clock),
  RetentionSweep,
  SittingsElsewhere,
  WorkSweeps,
  WorksElsewhere,
];
