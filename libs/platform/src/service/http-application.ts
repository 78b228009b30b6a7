import type { IncomingMessage } from 'node:http';

import { Module } from '@nestjs/common';
import type { DynamicModule, Type } from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR, DiscoveryModule, NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

import { CommandCheck } from '../audit/command-check.js';
import { CommandInterceptor } from '../audit/command.interceptor.js';
import { AccessAudit } from '../auth/access-audit.js';
import { AccessGuard } from '../auth/access.guard.js';
import { addAuthentication } from '../auth/authentication.hook.js';
import type { TokenVerifier } from '../auth/token-verifier.js';
import type { RegionConfig } from '../config/region-config.js';
import { AppError } from '../errors/app-error.js';
import { InputValidationPipe } from '../errors/input-validation.pipe.js';
import { ProblemFilter } from '../errors/problem.filter.js';
import { HealthController } from '../health/health.controller.js';
import { AnswerInterceptor } from '../http/answer.interceptor.js';
import { addProtection } from '../http/protection.js';
import { addRequestScope, requestIdOf } from '../http/request-scope.js';
import { RequestShapeInterceptor } from '../http/request-shape.interceptor.js';
import { RouteTable } from '../http/route-table.js';
import { hurryStrangers } from '../http/strangers.js';
import { UPLOAD_BYTES } from '../http/upload-room.js';
import { NestLogger } from '../logging/nest-logger.js';
import { serveOpenApi } from '../openapi/serve-openapi.js';
import { ProcessModule } from './process-module.js';
import type { ProcessParts } from './process-module.js';
import type { RunnableService } from './service-definition.js';

export interface HttpApplicationOptions extends ProcessParts {
  readonly services: readonly RunnableService[];
  /** Modules beside the services', e.g. one that serves the portal. */
  readonly modules?: readonly (Type | DynamicModule)[];
  readonly tokens: TokenVerifier;
}

const BODY_BYTES = 1024 * 1024;
/** How long a request may be on its way: the largest file takes 70 minutes over a line of 64 kbit/s. */
const REQUEST_MS = 2 * 3_600_000;
/** Who neither sends nor takes a byte for so long is gone; no answer is worked on for longer before it begins. */
const SILENCE_MS = 15 * 60_000;

/** Fastify's own compilers of schemas are never asked: inputs are checked by their classes. Without this they are loaded at every start. */
const NO_SCHEMAS = { compilersFactory: { buildValidator: () => refuseSchema, buildSerializer: () => refuseSchema } };

function refuseSchema(): never {
  throw new Error('inputs are checked by their classes: no route has a schema of its own');
}

@Module({})
class HttpModule {}

/**
 * The HTTP application of a process with one or all services in it: neither initialised nor listening yet, so that the
 * caller may connect a microservice or mount a plug-in. Every endpoint is closed unless it says otherwise.
 */
export async function createHttpApplication(options: HttpApplicationOptions): Promise<NestFastifyApplication> {
  const routes = new RouteTable();
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_BYTES,
    schemaController: NO_SCHEMAS,
    requestTimeout: REQUEST_MS,
    connectionTimeout: SILENCE_MS,
    genReqId: (request: IncomingMessage) => requestIdOf(request.headers),
    trustProxy: options.config.httpTrustedProxies.length === 0 ? false : [...options.config.httpTrustedProxies],
    multipart: { limits: { fileSize: UPLOAD_BYTES, files: 10, fields: 50, parts: 60 } },
  });
  const fastify = adapter.getInstance();
  const problems = new ProblemFilter({
    methodsOf: (path) => routes.methodsOf(path),
    onServerError: (error, requestId) => options.logger.error('request failed', { requestId, error }),
  });
  fastify.addHook('onRoute', (route) => {
    routes.add(route.url, route.method);
    // Nest gives Fastify its own handler too late: as soon as a module registers a plug-in while it starts, routes have taken the default one.
    route.errorHandler ??= (error, request, reply) => problems.answer(error, request, reply);
  });
  const app = await NestFactory.create<NestFastifyApplication>(rootModule(options), adapter, {
    logger: new NestLogger(options.logger),
    abortOnError: false,
  });
  addRequestScope(fastify, options.logger, options.metrics);
  addAuthentication(fastify, options.tokens);
  hurryStrangers(fastify);
  await addProtection(fastify, options.config);
  app.useGlobalPipes(new InputValidationPipe());
  app.useGlobalFilters(problems);
  serveOpenApi(
    app,
    options.services.map(({ definition }) => definition.name),
  );
  return app;
}

/** Starts to listen; answers the address. Throws `port-taken`. */
export async function listen(app: NestFastifyApplication, config: RegionConfig): Promise<string> {
  try {
    await app.listen({ port: config.httpPort, host: config.httpHost });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw cause;
    throw new AppError('port-taken', { params: { port: config.httpPort, setting: 'BETANG_HTTP_PORT' }, cause });
  }
  return app.getUrl();
}

function rootModule(options: HttpApplicationOptions): DynamicModule {
  return {
    module: HttpModule,
    imports: [
      ProcessModule.forProcess(options),
      DiscoveryModule,
      ...options.services.map((service) => service.module),
      ...(options.modules ?? []),
    ],
    controllers: [HealthController],
    providers: [
      AccessAudit,
      CommandCheck,
      { provide: APP_GUARD, useClass: AccessGuard },
      { provide: APP_INTERCEPTOR, useClass: RequestShapeInterceptor },
      { provide: APP_INTERCEPTOR, useClass: AnswerInterceptor },
      { provide: APP_INTERCEPTOR, useClass: CommandInterceptor },
    ],
  };
}
