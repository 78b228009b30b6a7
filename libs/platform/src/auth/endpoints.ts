import { RequestMethod } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

import { findCommand } from '../audit/command-declarations.js';
import type { CommandDeclaration } from '../audit/command-declarations.js';
import { controllerMethodsOf } from '../openapi/controller-methods.js';
import type { ControllerMethod } from '../openapi/controller-methods.js';
import { ACCESS } from './access.decorators.js';
import type { Access } from './access.decorators.js';

/** An endpoint as its controller declares it. */
export interface Endpoint {
  readonly method: string;
  /** `/api/learning-hours/v1/people/:id` */
  readonly path: string;
  /** Undefined for one that declares nothing; the process does not start with such. */
  readonly access: Access | undefined;
  /** What an endpoint that changes something declares of itself. */
  readonly command?: CommandDeclaration;
  /** `PeopleController.show` */
  readonly handler: string;
}

const PATH = 'path';
const METHOD = 'method';

/** Every endpoint of an initialised application's controllers, by path and method. */
export function endpointsOf(app: NestFastifyApplication): Endpoint[] {
  return controllerMethodsOf(app.get(DiscoveryService, { strict: false }))
    .flatMap(endpointsAt)
    .sort((a, b) => compare(a.path, b.path) || compare(a.method, b.method));
}

function endpointsAt({ controller, handler, name }: ControllerMethod): Endpoint[] {
  const method = Reflect.getMetadata(METHOD, handler) as RequestMethod | undefined;
  if (method === undefined) return [];
  const access = (Reflect.getMetadata(ACCESS, handler) ?? Reflect.getMetadata(ACCESS, controller)) as
    Access | undefined;
  const command = findCommand(handler);
  const endpoint = {
    ...{ method: RequestMethod[method], access, handler: `${controller.name}.${name}` },
    ...(command === undefined ? {} : { command }),
  };
  return listOf(Reflect.getMetadata(PATH, controller)).flatMap((prefix) =>
    listOf(Reflect.getMetadata(PATH, handler)).map((path) => ({ ...endpoint, path: joined(prefix, path) })),
  );
}

function listOf(path: unknown): string[] {
  return Array.isArray(path) ? (path as string[]) : [typeof path === 'string' ? path : ''];
}

function joined(...parts: readonly string[]): string {
  return `/${parts
    .flatMap((part) => part.split('/'))
    .filter((part) => part !== '')
    .join('/')}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
