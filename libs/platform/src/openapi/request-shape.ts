import { ParseUUIDPipe } from '@nestjs/common';

import { NumberPipe } from '../parameters/number.pipe.js';
import { BODY_TYPES } from './declarations.js';

/** What a controller's method declares of a request: kinds of body, and of which form the parameters of its path are. */
export interface RequestShape {
  /** Media types of the body that it takes; undefined where it takes none. */
  readonly accepts: readonly string[] | undefined;
  readonly parameters: readonly DeclaredParameter[];
  /** Names of the headers that it reads, as its code spells them. */
  readonly headers: readonly string[];
}

/** A parameter of the path that its pipe reads as an id or a number. */
export interface DeclaredParameter {
  readonly name: string;
  readonly form: 'is-uuid' | NumberPipe;
}

/** Where Nest keeps what decorators declare; it has no public way to ask for it. */
const ARGUMENTS = '__routeArguments__';
/** Numbers of Nest's `RouteParamtypes`. */
const [BODY, PARAM, HEADER, FILE, FILES] = ['3', '5', '6', '8', '9'];

const JSON_TYPE = 'application/json';
/** What a file comes in. */
export const FORM_TYPE = 'multipart/form-data';

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
    headers: found.flatMap(([kind, { data }]) => (kind === HEADER && typeof data === 'string' ? [data] : [])),
  };
}

function formOf(pipe: unknown): DeclaredParameter['form'] | undefined {
  if (pipe === ParseUUIDPipe || pipe instanceof ParseUUIDPipe) return 'is-uuid';
  if (pipe instanceof NumberPipe) return pipe;
  return isNumberPipe(pipe) ? new pipe() : undefined;
}

function isNumberPipe(pipe: unknown): pipe is new () => NumberPipe {
  return typeof pipe === 'function' && (pipe === NumberPipe || pipe.prototype instanceof NumberPipe);
}
