import { fileURLToPath } from 'node:url';
import { DeliveryConfig, deliveryMigrations, rebuildMigrations } from '@betang/messaging';
import { schemaOf, type ServiceDefinition } from '@betang/platform';

/** What makes competency mapping a service: targets, dictionary, standards, evidence, profiles, needs, plans and talent. */
export const competencyMapping: ServiceDefinition = {
  name: 'competency-mapping',
  schema: schemaOf('competency-mapping'),
  entities: [],
  migrations: [
    deliveryMigrations(),
    rebuildMigrations(),
    { set: 'competency-mapping', path: fileURLToPath(new URL('../migrations', import.meta.url)) },
  ],
  config: DeliveryConfig,
};
