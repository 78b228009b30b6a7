import type { Type } from '@nestjs/common';
import { DiscoveryService, ModulesContainer } from '@nestjs/core';
import type * as Swagger from '@nestjs/swagger';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

import { apiPrefixOf } from '../service-name.js';
import type { ServiceName } from '../service-name.js';
import { controllerMethodsOf } from './controller-methods.js';
import { swaggerWithDeclarations } from './declarations.js';
import { describeInput } from './describe-inputs.js';
import { describeParameters } from './describe-parameters.js';
import { serveDocsPage } from './docs-page.js';
import { withNullTypes } from './null-types.js';
import { PROBLEM_SCHEMA } from './problem-schema.js';

/** Serves each service's OpenAPI 3.1 document and a page to read it by, from this process alone. Made at the first call. */
export function serveOpenApi(app: NestFastifyApplication, services: readonly ServiceName[]): void {
  for (const service of services) {
    const prefix = apiPrefixOf(service);
    let document: Promise<string> | undefined;
    const fastify = app.getHttpAdapter().getInstance();
    fastify.get(`${prefix}/openapi.json`, async (_, reply) => {
      document ??= openApiOf(app, service).then((made) => JSON.stringify(made));
      return reply.type('application/json; charset=utf-8').send(await document);
    });
    serveDocsPage(fastify, prefix, `Betang ${service}`);
  }
}

/** The document of one service, of an initialised application; without a service, of all in the process. */
export async function openApiOf(app: NestFastifyApplication, service?: ServiceName): Promise<OpenAPIObject> {
  const library = await swaggerWithDeclarations();
  const builder = new library.DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle(service === undefined ? 'Betang' : `Betang ${service}`)
    .setVersion('1')
    .addBearerAuth()
    .addGlobalResponse({ status: 'default', description: 'Problem (RFC 9457)', content: problemContent() });
  describeInputs(library, app);
  const prefix = service === undefined ? '/api' : apiPrefixOf(service);
  const document = library.SwaggerModule.createDocument(app, builder.build(), { include: modulesUnder(app, prefix) });
  const paths = Object.entries(document.paths).filter(([path]) => path === prefix || path.startsWith(`${prefix}/`));
  const schemas = { ...document.components?.schemas, Problem: PROBLEM_SCHEMA as never };
  return withNullTypes(
    withUsedSchemas({
      ...document,
      paths: Object.fromEntries(paths),
      components: { ...document.components, schemas },
    }),
  );
}

/** The modules with a controller under the prefix: schemas are named by their class, and two services may each have one of that name. */
function modulesUnder(app: NestFastifyApplication, prefix: string): Type[] {
  const isUnder = (path: unknown) =>
    typeof path === 'string' && `/${path.replace(/^\//, '')}/`.startsWith(`${prefix}/`);
  return [...app.get(ModulesContainer).values()]
    .filter(({ controllers }) =>
      [...controllers.values()].some(({ metatype }) => metatype && isUnder(Reflect.getMetadata('path', metatype))),
    )
    .map(({ metatype }) => metatype);
}

function describeInputs(library: typeof Swagger, app: NestFastifyApplication): void {
  for (const { controller, name } of controllerMethodsOf(app.get(DiscoveryService, { strict: false }))) {
    const prototype = controller.prototype as object;
    describeParameters(library, controller, prototype, name);
    for (const type of (Reflect.getMetadata('design:paramtypes', prototype, name) ?? []) as unknown[])
      if (typeof type === 'function') describeInput(library, type as Parameters<typeof describeInput>[1]);
  }
}

function problemContent() {
  return { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };
}

/** Leaves out the schemas of other services in the same process. */
function withUsedSchemas(document: OpenAPIObject): OpenAPIObject {
  const all = document.components?.schemas ?? {};
  const used = new Set<string>();
  const visit = (part: unknown): void => {
    for (const [, name] of JSON.stringify(part).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      if (name === undefined || used.has(name)) continue;
      used.add(name);
      visit(all[name] ?? {});
    }
  };
  visit(document.paths);
  const schemas = Object.fromEntries(Object.entries(all).filter(([name]) => used.has(name)));
  return { ...document, components: { ...document.components, schemas } };
}
