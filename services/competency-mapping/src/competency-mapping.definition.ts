import { DeliveryConfig, deliveryMigrations } from '@betang/messaging';
import { schemaOf, type ServiceDefinition } from '@betang/platform';

/** What makes competency mapping a service: its name, its schema, its place in the delivery of its region. It has no tables of its own yet. */
export const competencyMapping: ServiceDefinition = {
  name: 'competency-mapping',
  schema: schemaOf('competency-mapping'),
  entities: [],
  migrations: [deliveryMigrations()],
  config: DeliveryConfig,
};
