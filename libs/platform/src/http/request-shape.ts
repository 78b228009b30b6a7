import { ParseIntPipe, ParseUUIDPipe } from '@nestjs/common';

import { AppError } from '../errors/app-error.js';
import type { FieldProblem } from '../errors/app-error.js';
import { BODY_TYPES } from '../openapi/declarations.js';

/** What a controller's method declares of a request: kinds of body, and of which form the parameters of its path are. */
export interface RequestShape {
  /** Media types of the body that it takes; undefined where it takes none. */
  readonly accepts: readonly string[] | undefined;
  readonly parameters: readonly DeclaredParameter[];
}

/** A parameter of the path that its pipe reads as an id or a number. */
export interface DeclaredParameter {
  readonly name: string;
  readonly form: 'is-uuid' | 'is-int';
}

/** What of a request is looked at. */
export interface ShapedRequest {
  readonly contentType: string | undefined;
  readonly params: Readonly<Record<string, unknown>>;
}

/** Where Nest keeps what decorators declare; it has no public way to ask for it. */
const ARGUMENTS = '__routeArguments__';
/** Numbers of Nest's `RouteParamtypes`. */
const [BODY, PARAM, FILE, FILES] = ['3', '5', '8', '9'];

const JSON_TYPE = 'application/json';
const FORM_TYPE = 'multipart/form-data';
/** As `ParseUUIDPipe` takes it: versions 1 to 8 (RFC 9562), and the two without one. */
const UUID =
  /^([0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}|0{8}(-0{4}){3}-0{12}|f{8}(-f{4}){3}-f{12})$/i;
const INT = /^-?\d{1,15}$/;

interface Argument {
  readonly data?: unknown;
  readonly pipes?: readonly unknown[];
}

/** Reads the declarations of a controller's method. */
export function requestShapeOf(controller: object, method: string, handler: object): RequestShape {
  const declared = (Reflect.getMetadata(ARGUMENTS, controller, method) ?? {}) as Readonly<Record<string, Argument>>;
  const found = Object.entries(declared).map(([key, argument]) => [key.split(':')[0]!, argument] as const);
  const takesFile = found.some(([kind]) => kind === FILE || kind === FILES);
  const consumes = Reflect.getMetadata(BODY_TYPES, handler) as readonly string[] | undefined;
  const takesBody = takesFile || consumes !== undefined || found.some(([kind]) => kind === BODY);
  return {
    accepts: takesBody ? (consumes ?? [takesFile ? FORM_TYPE : JSON_TYPE]) : undefined,
    parameters: found.flatMap(([kind, { data, pipes = [] }]): DeclaredParameter[] => {
      const form = pipes.map(formOf).find((one) => one !== undefined);
      return kind !== PARAM || typeof data !== 'string' || form === undefined ? [] : [{ name: data, form }];
    }),
  };
}

function formOf(pipe: unknown): DeclaredParameter['form'] | undefined {
  if (pipe === ParseUUIDPipe || pipe instanceof ParseUUIDPipe) return 'is-uuid';
  return pipe === ParseIntPipe || pipe instanceof ParseIntPipe ? 'is-int' : undefined;
}

/**
 * Refuses what does not have the declared shape, by name, before the endpoint's own pipes refuse it without one. Pure.
 * @throws AppError `unsupported-media-type` 415 naming the header, `validation-failed` 400 naming the parameters
 */
export function assertShape({ accepts, parameters }: RequestShape, request: ShapedRequest): void {
  const errors = parameters.flatMap(({ name, form }): FieldProblem[] => {
    const value = request.params[name];
    const isWell = typeof value === 'string' && (form === 'is-uuid' ? UUID : INT).test(value);
    return isWell ? [] : [{ field: name, code: form }];
  });
  if (errors.length > 0) throw new AppError('validation-failed', { status: 400, errors });
  const type = request.contentType?.split(';')[0]?.trim().toLowerCase();
  const onlyForm = accepts?.every((one) => one === FORM_TYPE) === true;
  if (accepts !== undefined && (type === undefined ? onlyForm : !accepts.includes(type)))
    throw new AppError('unsupported-media-type', {
      status: 415,
      field: 'Content-Type',
      params: { types: accepts.join(', ') },
    });
}
