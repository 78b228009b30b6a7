import type { DynamicModule } from '@nestjs/common';

import type { ServiceDefinition } from './service-definition.js';

/** Makes a module once for each service. Nest tells dynamic modules apart by the object: all that import a service's module must be given the same one. */
export function oncePerService(
  make: (definition: ServiceDefinition) => DynamicModule,
): (definition: ServiceDefinition) => DynamicModule {
  const made = new WeakMap<ServiceDefinition, DynamicModule>();
  return (definition) => {
    const module = made.get(definition) ?? make(definition);
    made.set(definition, module);
    return module;
  };
}
