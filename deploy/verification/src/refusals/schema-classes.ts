import { apiPrefixOf, type ServiceName } from '@betang/platform';
import type { INestApplication } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';

/** Where `@nestjs/swagger` keeps what is declared. */
const [ANSWERS, INPUTS, EXTRA] = ['swagger/apiResponse', 'swagger/apiParameters', 'swagger/apiExtraModels'];
const [LISTED, DECLARED] = ['swagger/apiModelPropertiesArray', 'swagger/apiModelProperties'];

type Class = abstract new (...given: never[]) => unknown;

/**
 * Names under which a service's OpenAPI document would keep two classes: the second overwrites the first, and whoever reads the document of the one
 * sees the fields of the other. To be asked once the document was made, for declarations wait for that.
 */
export function namesakesOf(app: INestApplication, service: ServiceName): { names: number; namesakes: string[] } {
  const byName = new Map<string, Set<Class>>();
  const visit = (type: unknown): void => {
    for (const model of classesIn(type)) {
      const known = byName.get(model.name) ?? new Set();
      if (known.has(model)) continue;
      byName.set(model.name, known.add(model));
      for (const property of propertiesOf(model)) visit(property);
    }
  };
  for (const controller of controllersOf(app, apiPrefixOf(service))) namedBy(controller).forEach(visit);
  return {
    names: byName.size,
    namesakes: [...byName].flatMap(([name, classes]) => (classes.size > 1 ? [name] : [])).sort(),
  };
}

function controllersOf(app: INestApplication, prefix: string): Class[] {
  const controllers = [...app.get(ModulesContainer).values()].flatMap((module) => [...module.controllers.values()]);
  return controllers.flatMap(({ metatype }) => {
    const path: unknown = metatype && Reflect.getMetadata('path', metatype);
    const isUnder = typeof path === 'string' && `/${path.replace(/^\//, '')}/`.startsWith(`${prefix}/`);
    return isUnder ? [metatype as Class] : [];
  });
}

/** What the methods of a controller take and answer. */
function namedBy(controller: Class): unknown[] {
  const prototype = controller.prototype as Record<string, unknown>;
  return Object.getOwnPropertyNames(prototype).flatMap((name) => {
    const handler = Object.getOwnPropertyDescriptor(prototype, name)?.value as object | undefined;
    if (typeof handler !== 'function') return [];
    const read = <T>(key: string, target: object = handler): T | undefined => Reflect.getMetadata(key, target) as T;
    const answers = Object.values(read<Record<string, { type?: unknown }>>(ANSWERS!) ?? {});
    const inputs = read<{ type?: unknown }[]>(INPUTS!) ?? [];
    const given = (Reflect.getMetadata('design:paramtypes', prototype, name) ?? []) as unknown[];
    const extra = [...(read<unknown[]>(EXTRA!) ?? []), ...(read<unknown[]>(EXTRA!, controller) ?? [])];
    return [...answers.map(({ type }) => type), ...inputs.map(({ type }) => type), ...given, ...extra];
  });
}

function propertiesOf(model: Class): unknown[] {
  const prototype = model.prototype as object;
  return keysOf(model).map((key) => {
    const declared = Reflect.getMetadata(DECLARED!, prototype, key) as { type?: unknown } | undefined;
    return declared?.type ?? Reflect.getMetadata('design:type', prototype, key);
  });
}

/** The class that a type is, in a list or behind a function that answers it. */
function classesIn(type: unknown): Class[] {
  if (Array.isArray(type)) return type.flatMap(classesIn);
  if (typeof type !== 'function') return [];
  if (type.name === 'type') return classesIn((type as () => unknown)());
  return keysOf(type as Class).length > 0 ? [type as Class] : [];
}

function keysOf(model: Class): string[] {
  if (typeof model.prototype !== 'object' || model.prototype === null) return [];
  const listed = (Reflect.getMetadata(LISTED!, model.prototype as object) ?? []) as string[];
  return listed.map((key) => key.slice(1));
}
