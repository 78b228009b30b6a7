import { applyDecorators, type Type } from '@nestjs/common';

import { DOWNLOAD_TYPES, FILE_TYPES } from '../media-types.js';
import { ApiExtraModels, ApiOkResponse, ApiResponse, getSchemaPath } from './declarations.js';

const MEDIA_TYPES = {
  ...FILE_TYPES,
  ...DOWNLOAD_TYPES,
  ics: 'text/calendar',
  html: 'text/html',
} as const;
const BYTES = { type: 'string', format: 'binary' };
const ANY_OBJECT = { type: 'object', additionalProperties: true };

/** Kinds of files that endpoints answer with. */
export type AnsweredFile = keyof typeof MEDIA_TYPES;

/** An endpoint that answers all of a list at once, as `{ items }`. */
export function AnswersItems(item: Type<unknown>, status = 200): MethodDecorator {
  return answersObject(item, {}, status);
}

/** An endpoint that answers a page of a list, as `{ items, nextCursor }`. */
export function AnswersPage(item: Type<unknown>): MethodDecorator {
  const nextCursor = { type: 'string', description: 'Asks for the next page; not there on the last one' };
  return answersObject(item, { nextCursor }, 200);
}

/** An endpoint that answers with a file, of one of these kinds. */
export function AnswersFile(...kinds: readonly AnsweredFile[]): MethodDecorator {
  // Kinds are told as they are; how their text is written down, the header says.
  const types = new Set(kinds.map((kind) => MEDIA_TYPES[kind].split(';')[0]!));
  const content = Object.fromEntries(
    [...types].map((type) => [type, { schema: type === DOWNLOAD_TYPES.json.split(';')[0] ? ANY_OBJECT : BYTES }]),
  );
  return ApiOkResponse({ description: 'The file', content });
}

function answersObject(item: Type<unknown>, more: Record<string, object>, status: number): MethodDecorator {
  const items = { type: 'array', items: { $ref: getSchemaPath(item) } };
  const schema = { type: 'object', required: ['items'], properties: { items, ...more } };
  return applyDecorators(ApiExtraModels(item), ApiResponse({ status, schema: schema as object }));
}
