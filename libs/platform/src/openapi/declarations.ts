import { OmitType as restOf, PartialType as partialOf, PickType as partOf } from '@nestjs/mapped-types';
import type { Type } from '@nestjs/common';
import type * as Swagger from '@nestjs/swagger';

type Library = typeof Swagger;
type Declaring = (...options: never[]) => ClassDecorator | MethodDecorator | PropertyDecorator;
type DecoratorName = { [K in keyof Library]: Library[K] extends Declaring ? K : never }[keyof Library];
type Factory = (...options: readonly unknown[]) => (...place: readonly unknown[]) => unknown;

const DECLARED = 'swagger/apiModelProperties';
const LISTED = 'swagger/apiModelPropertiesArray';
/** Where the kinds of bodies that an endpoint takes stand from the start. */
export const BODY_TYPES = 'betang:body-types';

/** What has been declared since the library was last told, in the order in which the classes were read. */
let untold: ((library: Library) => void)[] = [];

/*
 * The decorators of `@nestjs/swagger`, remembered instead of carried out: a process declares thousands of properties and answers while it starts, and
 * hardly any reads its OpenAPI document. The library is loaded, and told of all of them, when a document is first asked for.
 */
export const ApiAcceptedResponse = remembered('ApiAcceptedResponse');
export const ApiBody = remembered('ApiBody');
export const ApiCreatedResponse = remembered('ApiCreatedResponse');
export const ApiExcludeController = remembered('ApiExcludeController');
export const ApiExtraModels = remembered('ApiExtraModels');
export const ApiHeader = remembered('ApiHeader');
export const ApiNoContentResponse = remembered('ApiNoContentResponse');
export const ApiOkResponse = remembered('ApiOkResponse');
export const ApiOperation = remembered('ApiOperation');
export const ApiParam = remembered('ApiParam');
export const ApiProduces = remembered('ApiProduces');
export const ApiProperty = remembered('ApiProperty');
export const ApiPropertyOptional = remembered('ApiPropertyOptional');
export const ApiQuery = remembered('ApiQuery');
export const ApiResponse = remembered('ApiResponse');
export const ApiTags = remembered('ApiTags');
export const ApiBearerAuth = remembered('ApiBearerAuth');

const consumes = remembered('ApiConsumes');

/** What kinds of bodies an endpoint takes: every request is measured by it, whether or not a document was asked for. */
export const ApiConsumes: Library['ApiConsumes'] =
  (...types) =>
  (target: object, key?: string | symbol, descriptor?: PropertyDescriptor) => {
    if (descriptor !== undefined) Reflect.defineMetadata(BODY_TYPES, types, descriptor.value as object);
    (consumes(...types) as unknown as (...place: readonly unknown[]) => void)(target, key, descriptor);
  };

/** Where a document keeps the schema of a class. */
export function getSchemaPath(model: abstract new (...args: never[]) => unknown): string {
  return `#/components/schemas/${model.name}`;
}

/** A class with some of the properties of another, with their rules and declarations. */
export function PickType<T, K extends keyof T>(
  model: Type<T>,
  keys: readonly K[],
): Type<Pick<T, (typeof keys)[number]>> {
  const part = partOf(model, keys);
  untold.push((library) => inherit(library, model, part, keys as readonly string[]));
  return part;
}

/** A class with the properties of another but for some. */
export function OmitType<T, K extends keyof T>(
  model: Type<T>,
  keys: readonly K[],
): Type<Omit<T, (typeof keys)[number]>> {
  const rest = restOf(model, keys);
  untold.push((library) => {
    const kept = listedOf(model).filter((one) => !(keys as readonly string[]).includes(one));
    inherit(library, model, rest, kept);
  });
  return rest;
}

/** A class with the properties of another, all of them optional. */
export function PartialType<T>(model: Type<T>): Type<Partial<T>> {
  const partial = partialOf(model);
  untold.push((library) => inherit(library, model, partial, listedOf(model), { required: false }));
  return partial;
}

/** The library with everything known to it that has been declared so far. */
export async function swaggerWithDeclarations(): Promise<Library> {
  const library = await import('@nestjs/swagger');
  const declarations = untold;
  untold = [];
  for (const declare of declarations) declare(library);
  return library;
}

function remembered<N extends DecoratorName>(name: N): Library[N] {
  const factory: Factory =
    (...options) =>
    (...place) => {
      untold.push((library) => void (library[name] as unknown as Factory)(...options)(...place));
    };
  return factory as unknown as Library[N];
}

function inherit(library: Library, from: Type, to: Type, keys: readonly string[], changed: object = {}): void {
  const listed = new Set(listedOf(from));
  for (const key of keys.filter((one) => listed.has(one))) {
    const declared = Reflect.getMetadata(DECLARED, from.prototype as object, key) as object;
    library.ApiProperty({ ...declared, ...changed })(to.prototype as object, key);
  }
}

function listedOf(model: Type): readonly string[] {
  const listed = (Reflect.getMetadata(LISTED, model.prototype as object) ?? []) as readonly string[];
  return listed.map((one) => one.slice(1));
}
