import { fileURLToPath } from 'node:url';
import { deliveryMigrations, rebuildMigrations } from '@betang/messaging';
import { schemaOf, type ServiceDefinition } from '@betang/platform';
import { ReportingConfig } from './reporting.config.js';

/** What makes reporting a service: figures over regions, each with its age and with what is missing from it. */
export const reporting: ServiceDefinition = {
  name: 'reporting',
  schema: schemaOf('reporting'),
  entities: [],
  migrations: [
    deliveryMigrations(),
    rebuildMigrations(),
    { set: 'reporting', path: fileURLToPath(new URL('../migrations', import.meta.url)) },
  ],
  config: ReportingConfig,
};
