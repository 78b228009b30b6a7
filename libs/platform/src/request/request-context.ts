import { AsyncLocalStorage } from 'node:async_hooks';

import type { CommandTrail } from './command-trail.js';

/** What travels with a piece of work through its asynchronous calls. */
export interface RequestContext {
  readonly requestId?: string;
  /** The pattern of the address: `/api/identity/v1/employees/:employeeId`. */
  readonly route?: string;
  /** W3C Trace Context, version 00. */
  readonly traceparent?: string;
  /** Of a request that changes something: what it has left behind so far. */
  command?: CommandTrail;
}

const STORAGE = new AsyncLocalStorage<RequestContext>();

export function currentRequest(): RequestContext | undefined {
  return STORAGE.getStore();
}

export function withRequest<T>(request: RequestContext, work: () => T): T {
  return STORAGE.run(request, work);
}
