import { fileURLToPath } from 'node:url';
import { deliveryMigrations, rebuildMigrations } from '@betang/messaging';
import { schemaOf, type ServiceDefinition } from '@betang/platform';
import { LearningHoursConfig } from './learning-hours.config.js';

/** What makes learning-hours a service: the ledger of learning hours (JP) of a region's people. */
export const learningHours: ServiceDefinition = {
  name: 'learning-hours',
  schema: schemaOf('learning-hours'),
  entities: [],
  migrations: [
    deliveryMigrations(),
    rebuildMigrations(),
    { set: 'learning-hours', path: fileURLToPath(new URL('../migrations', import.meta.url)) },
  ],
  config: LearningHoursConfig,
};
