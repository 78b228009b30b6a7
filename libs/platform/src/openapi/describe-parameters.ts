import type * as Swagger from '@nestjs/swagger';

import { requestShapeOf } from './request-shape.js';

const DECLARED = 'swagger/apiParameters';

/**
 * Declares to the OpenAPI document which parameters of a method's path are ids and numbers, by the pipes that read them. What a method declares itself
 * by `@ApiParam` stands. A header that is read and not declared may be left out: what must be sent, its decorator declares.
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
  const isDeclared = (name: string): boolean =>
    declared.some((one) => String(one.name).toLowerCase() === name.toLowerCase());
  const { parameters, headers } = requestShapeOf(controller, method, handler);
  for (const name of headers)
    if (!isDeclared(name)) library.ApiHeader({ name, required: false })(prototype, method, descriptor);
  for (const { name, form } of parameters) {
    if (isDeclared(name)) continue;
    const schema =
      form === 'is-uuid'
        ? { type: 'string', format: 'uuid' }
        : { type: 'integer', minimum: form.least, maximum: form.most };
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
