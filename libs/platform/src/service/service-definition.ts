import type { Type } from '@nestjs/common';

import type { ConfigClass } from '../config/setting.js';
import type { RegionConfig } from '../config/region-config.js';
import type { EntityClass } from '../database/service-database.js';
import type { MigrationDirectory } from '../migrations/migration-files.js';
import type { ServiceName } from '../service-name.js';

/** What makes a service a service: its name, its tables, its settings. One constant in each service's package. */
export interface ServiceDefinition {
  readonly name: ServiceName;
  /** Schema in the region's database; `schemaOf(name)`. */
  readonly schema: string;
  readonly entities: readonly EntityClass[];
  /** Folders of migrations, in the order to apply them, after those of this package: messaging's, then the service's own. */
  readonly migrations: readonly MigrationDirectory[];
  /** Settings of its own; default RegionConfig. */
  readonly config?: ConfigClass<RegionConfig>;
}

/** A service and the Nest module that is made of it. */
export interface RunnableService {
  readonly definition: ServiceDefinition;
  readonly module: Type;
}
