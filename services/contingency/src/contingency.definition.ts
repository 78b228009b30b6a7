import { DeliveryConfig, deliveryMigrations } from '@betang/messaging';
import { schemaOf, type ServiceDefinition } from '@betang/platform';

/** What makes contingency a service: its name, its schema, its place in the delivery of its region. It has no tables of its own yet. */
export const contingency: ServiceDefinition = {
  name: 'contingency',
  schema: schemaOf('contingency'),
  entities: [],
  migrations: [deliveryMigrations()],
  config: DeliveryConfig,
};
