import type * as Swagger from '@nestjs/swagger';

import { requestShapeOf } from './request-shape.js';

const DECLARED = 'swagger/apiParameters';

/**
 * Declares to the OpenAPI document which parameters of a method's path are ids and numbers, by the pipes that read them. What a method declares itself
 * by `@ApiParam` stands.
 */
export function describeParameters(
  library: typeof Swagger,
  controller: object,
  prototype: object,
  method: string,
): void {
  const descriptor = findDescriptor(prototype, method);
  const handler = descriptor?.value as object | undefined;
  if (descriptor === undefined || typeof handler !== 'function') return;
  const declared = (Reflect.getMetadata(DECLARED, handler) ?? []) as readonly { readonly name?: unknown }[];
  for (const { name, form } of requestShapeOf(controller, method, handler).parameters) {
    if (declared.some((one) => one.name === name)) continue;
    const schema = form === 'is-uuid' ? { type: 'string', format: 'uuid' } : { type: 'integer' };
    library.ApiParam({ name, schema: schema as { type: 'string' | 'integer' } })(prototype, method, descriptor);
  }
}

/** Controllers of several services may inherit their methods. */
function findDescriptor(prototype: object, method: string): PropertyDescriptor | undefined {
  for (let at: object | null = prototype; at !== null; at = Object.getPrototypeOf(at) as object | null) {
    const descriptor = Object.getOwnPropertyDescriptor(at, method);
    if (descriptor !== undefined) return descriptor;
  }
  return undefined;
}
