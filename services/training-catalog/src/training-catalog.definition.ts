import { fileURLToPath } from 'node:url';
import { deliveryMigrations, rebuildMigrations } from '@betang/messaging';
import { schemaOf, type ServiceDefinition } from '@betang/platform';
import { ProgrammeEntity } from './database/programme.entity.js';
import { TrainingSessionEntity } from './database/training-session.entity.js';
import { TrainingCatalogConfig } from './training-catalog.config.js';

/** What makes training-catalog a service: programmes, sessions, and who completed what. */
export const trainingCatalog: ServiceDefinition = {
  name: 'training-catalog',
  schema: schemaOf('training-catalog'),
  entities: [ProgrammeEntity, TrainingSessionEntity],
  migrations: [
    deliveryMigrations(),
    rebuildMigrations(),
    { set: 'training-catalog', path: fileURLToPath(new URL('../migrations', import.meta.url)) },
  ],
  config: TrainingCatalogConfig,
};
