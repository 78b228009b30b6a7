import { connectDelivery } from '@betang/messaging';
import { runServices } from '@betang/platform';
import { learningHours } from './learning-hours.definition.js';
import { LearningHoursModule } from './learning-hours.module.js';

/** Mode `split`: this service in a process of its own. */
await runServices({
  name: learningHours.name,
  services: [{ definition: learningHours, module: LearningHoursModule }],
  prepare: connectDelivery,
});
