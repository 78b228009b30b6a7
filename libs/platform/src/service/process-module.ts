import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';

import { RegionConfig } from '../config/region-config.js';
import { HealthRegistry } from '../health/health-registry.js';
import { Metrics } from '../health/metrics.js';
import { Lifecycle } from '../lifecycle/lifecycle.js';
import { Logger } from '../logging/logger.js';

import { ServiceConfigs } from './service-configs.js';

/** What a process has once, whichever services run in it. */
export interface ProcessParts {
  readonly config: RegionConfig;
  readonly configs: ServiceConfigs;
  readonly logger: Logger;
  readonly lifecycle: Lifecycle;
  readonly health: HealthRegistry;
  readonly metrics: Metrics;
}

/** Makes the parts that follow from a process's configuration. */
export function processParts(configs: ServiceConfigs, logger: Logger, lifecycle: Lifecycle): ProcessParts {
  const config = configs.region;
  return {
    config,
    configs,
    logger,
    lifecycle,
    health: new HealthRegistry(() => lifecycle.state),
    metrics: new Metrics(),
  };
}

/** Provides the parts of the process to every module in it. */
@Module({})
export class ProcessModule {
  static forProcess(parts: ProcessParts): DynamicModule {
    const providers = [
      { provide: RegionConfig, useValue: parts.config },
      { provide: ServiceConfigs, useValue: parts.configs },
      { provide: Logger, useValue: parts.logger },
      { provide: Lifecycle, useValue: parts.lifecycle },
      { provide: HealthRegistry, useValue: parts.health },
      { provide: Metrics, useValue: parts.metrics },
    ];
    return { module: ProcessModule, global: true, providers, exports: providers.map(({ provide }) => provide) };
  }
}
