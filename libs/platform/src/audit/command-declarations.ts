import { RequestMethod } from '@nestjs/common';

const UNAUDITED = 'betang:unaudited';
const UNKEYED = 'betang:unkeyed';
const KEYED = 'betang:keyed';
const VERSIONED = 'betang:versioned';
const METHOD = 'method';
const CHANGING: ReadonlySet<RequestMethod> = new Set([
  RequestMethod.POST,
  RequestMethod.PUT,
  RequestMethod.PATCH,
  RequestMethod.DELETE,
]);

/** What a changing endpoint declares of itself. */
export interface CommandDeclaration {
  /** Takes an Idempotency-Key. */
  readonly keyed: boolean;
  /** Takes If-Match. */
  readonly versioned: boolean;
  /** Why it leaves nothing in the audit trail; undefined for all that do. */
  readonly unaudited?: string;
  /** Why a POST takes no Idempotency-Key; undefined for all that do. */
  readonly unkeyed?: string;
}

/** A changing endpoint that leaves nothing in the audit trail, with the reason: it changes nothing, or a record would do harm. */
export const Unaudited = (reason: string) => marked(UNAUDITED, reason);

/** A POST that takes no Idempotency-Key, with the reason why its repetition does no harm. */
export const Unkeyed = (reason: string) => marked(UNKEYED, reason);

function marked(name: string, reason: string): MethodDecorator {
  return (_target, _key, descriptor) => {
    Reflect.defineMetadata(name, reason, descriptor.value as object);
  };
}

/** Notes on a handler that it takes the request's key; for the decorator that hands the key over. */
export function markKeyed(handler: object): void {
  Reflect.defineMetadata(KEYED, true, handler);
}

/** Notes on a handler that it takes If-Match; for the decorator that hands it over. */
export function markVersioned(handler: object): void {
  Reflect.defineMetadata(VERSIONED, true, handler);
}

/** Undefined for a handler that answers no POST, PUT, PATCH or DELETE. */
export function findCommand(handler: object): CommandDeclaration | undefined {
  const method = Reflect.getMetadata(METHOD, handler) as RequestMethod | undefined;
  if (method === undefined || !CHANGING.has(method)) return undefined;
  const unaudited = Reflect.getMetadata(UNAUDITED, handler) as string | undefined;
  const unkeyed = Reflect.getMetadata(UNKEYED, handler) as string | undefined;
  return {
    keyed: Reflect.hasMetadata(KEYED, handler),
    versioned: Reflect.hasMetadata(VERSIONED, handler),
    ...(unaudited === undefined ? {} : { unaudited }),
    ...(unkeyed === undefined ? {} : { unkeyed }),
  };
}

/**
 * Why an endpoint may not be served: a POST takes an Idempotency-Key, a PATCH the version that its sender saw. PUT and DELETE come to the same
 * however often they are sent (RFC 9110, 9.2.2). Pure.
 */
export function undeclaredDuty(method: string, command: CommandDeclaration): string | undefined {
  if (method === 'POST' && !command.keyed && command.unkeyed === undefined) return 'takes no Idempotency-Key';
  if (method === 'PATCH' && !command.versioned && !command.keyed) return 'takes no If-Match';
  if ([command.unaudited, command.unkeyed].some((reason) => reason?.trim() === '')) return 'gives no reason';
  return undefined;
}
