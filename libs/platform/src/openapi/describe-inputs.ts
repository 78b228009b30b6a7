import { createRequire } from 'node:module';

import type * as Swagger from '@nestjs/swagger';
import type { ApiPropertyOptions } from '@nestjs/swagger';
import { getMetadataStorage } from 'class-validator';
import type { ValidationMetadata } from 'class-validator/types/metadata/ValidationMetadata.js';

type InputClass = abstract new (...args: never[]) => object;
type Schema = Record<string, unknown>;

/** Where class-transformer keeps what `@Type` declares; it has no public way to ask for it, and no types for this one. */
const { defaultMetadataStorage } = createRequire(import.meta.url)('class-transformer/cjs/storage.js') as {
  defaultMetadataStorage: {
    findTypeMetadata(target: object, property: string): { typeFunction(): unknown } | undefined;
  };
};

/** What each rule says about a value, as JSON Schema. Rules that are not here say nothing that a schema could. */
const SCHEMA_OF_RULE: Readonly<Record<string, (constraint: unknown) => Schema>> = {
  isString: () => ({ type: 'string' }),
  isInt: () => ({ type: 'integer' }),
  isNumber: () => ({ type: 'number' }),
  isBoolean: () => ({ type: 'boolean' }),
  isUuid: () => ({ type: 'string', format: 'uuid' }),
  isEmail: () => ({ type: 'string', format: 'email' }),
  isUrl: () => ({ type: 'string', format: 'uri' }),
  isDateString: () => ({ type: 'string', format: 'date-time' }),
  isIso8601: () => ({ type: 'string', format: 'date-time' }),
  isIn: (values) => enumOf(values as readonly unknown[]),
  isEnum: (values) => enumOf(Object.values(values as object)),
  matches: (pattern) => ({ type: 'string', pattern: (pattern as RegExp).source }),
  min: (limit) => ({ minimum: limit }),
  max: (limit) => ({ maximum: limit }),
  minLength: (limit) => ({ type: 'string', minLength: limit }),
  maxLength: (limit) => ({ type: 'string', maxLength: limit }),
  isLength: (limit) => ({ type: 'string', minLength: limit }),
};

const LIST_RULES: Readonly<Record<string, string>> = { arrayMinSize: 'minItems', arrayMaxSize: 'maxItems' };
const DECLARED = 'swagger/apiModelProperties';
const LISTED = 'swagger/apiModelPropertiesArray';

/**
 * Declares the properties of a DTO to the OpenAPI document from its validation rules, so that rules and document cannot
 * differ. What a property declares itself by `@ApiProperty` stands.
 */
export function describeInput(library: typeof Swagger, input: InputClass, seen = new Set<InputClass>()): void {
  if (seen.has(input)) return;
  seen.add(input);
  const rules = getMetadataStorage().getTargetValidationMetadatas(input, '', false, false);
  for (const property of new Set(rules.map((rule) => rule.propertyName))) {
    const nested = nestedClass(input, property);
    if (nested !== undefined) describeInput(library, nested, seen);
    if (isListed(input, property)) continue;
    const own = rules.filter((rule) => rule.propertyName === property);
    const inherited = own.some(({ target }) => target === input) ? undefined : declarationOf(input, property);
    library.ApiProperty(inherited ?? optionsOf(input, property, own, nested))(input.prototype as object, property);
  }
}

/** A class with a list of its own hides its parent's: swagger reads the nearest one only. */
function isListed(input: InputClass, property: string): boolean {
  const listed = Reflect.getMetadata(LISTED, input.prototype as object) as readonly string[] | undefined;
  return listed?.includes(`:${property}`) === true;
}

function declarationOf(input: InputClass, property: string): ApiPropertyOptions | undefined {
  return Reflect.getMetadata(DECLARED, input.prototype as object, property) as ApiPropertyOptions | undefined;
}

function optionsOf(
  input: InputClass,
  property: string,
  rules: readonly ValidationMetadata[],
  nested: InputClass | undefined,
): ApiPropertyOptions {
  const isList = rules.some((rule) => rule.name === 'isArray' || rule.each);
  const item: Schema = {};
  const list: Schema = {};
  for (const rule of rules) {
    const constraint: unknown = (rule.constraints as unknown[] | undefined)?.[0];
    const size = LIST_RULES[rule.name ?? ''];
    if (size === undefined) Object.assign(item, SCHEMA_OF_RULE[rule.name ?? '']?.(constraint));
    else list[size] = constraint;
  }
  const type = nested === undefined ? { type: item['type'] ?? designType(input, property) } : { type: () => nested };
  const required = !rules.some((rule) => rule.name === 'isOptional' || rule.type === 'conditionalValidation');
  return { ...item, ...list, ...type, required, ...(isList ? { isArray: true } : {}) } as ApiPropertyOptions;
}

/** What a compiler tells of a choice is often no more than `Object`: its values know better. */
function enumOf(values: readonly unknown[]): Schema {
  const types = new Set(values.map((value) => typeof value));
  return types.size === 1 ? { enum: values, type: [...types][0] } : { enum: values };
}

function nestedClass(input: InputClass, property: string): InputClass | undefined {
  const type = defaultMetadataStorage.findTypeMetadata(input, property)?.typeFunction();
  return typeof type === 'function' && isValidated(type as InputClass) ? (type as InputClass) : undefined;
}

function isValidated(type: InputClass): boolean {
  return getMetadataStorage().getTargetValidationMetadatas(type, '', false, false).length > 0;
}

function designType(input: InputClass, property: string): string {
  const type: unknown = Reflect.getMetadata('design:type', input.prototype as object, property);
  if (type === Number) return 'number';
  return type === Boolean ? 'boolean' : type === Object || type === Array ? 'object' : 'string';
}
