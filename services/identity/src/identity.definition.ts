import { fileURLToPath } from 'node:url';
import { deliveryMigrations } from '@betang/messaging';
import { schemaOf, type ServiceDefinition } from '@betang/platform';
import { IdentityConfig } from './identity.config.js';

/** What makes identity a service: the region's register of units and employees, its sign-in, and the home of its link. */
export const identity: ServiceDefinition = {
  name: 'identity',
  schema: schemaOf('identity'),
  entities: [],
  migrations: [
    deliveryMigrations(),
    { set: 'identity', path: fileURLToPath(new URL('../migrations', import.meta.url)) },
  ],
  config: IdentityConfig,
};
