import { fileURLToPath } from 'node:url';
import { deliveryMigrations, rebuildMigrations } from '@betang/messaging';
import { schemaOf, type ServiceDefinition } from '@betang/platform';
import { ContingencyConfig } from './contingency.config.js';

/** What makes contingency a service: hazards, plans (rencana kontingensi), readiness, drills, emergencies and mutual aid. */
export const contingency: ServiceDefinition = {
  name: 'contingency',
  schema: schemaOf('contingency'),
  entities: [],
  migrations: [
    deliveryMigrations(),
    rebuildMigrations(),
    { set: 'contingency', path: fileURLToPath(new URL('../migrations', import.meta.url)) },
  ],
  config: ContingencyConfig,
};
