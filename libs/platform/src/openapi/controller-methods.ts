import type { Type } from '@nestjs/common';
import { MetadataScanner } from '@nestjs/core';
import type { DiscoveryService } from '@nestjs/core';

/** A method of a controller, its own or inherited; not each of them is an endpoint. */
export interface ControllerMethod {
  readonly controller: Type;
  readonly name: string;
  /** The function itself, on which decorators leave what they declare. */
  readonly handler: object;
}

/** Remembers what it has seen: at each start several ask for the same. */
const SCANNER = new MetadataScanner();

/** All methods of all controllers of an application. */
export function controllerMethodsOf(discovery: DiscoveryService): ControllerMethod[] {
  return discovery.getControllers().flatMap(({ metatype }): ControllerMethod[] => {
    if (typeof metatype !== 'function') return [];
    const prototype = metatype.prototype as Record<string, unknown>;
    const names = SCANNER.getAllMethodNames(prototype);
    return names.map((name) => ({ controller: metatype as Type, name, handler: prototype[name] as object }));
  });
}
