import { Controller, Get, Header, Res } from '@nestjs/common';
import { ApiExcludeController } from '../openapi/declarations.js';
import type { FastifyReply } from 'fastify';

import { Public } from '../auth/access.decorators.js';
import { HealthRegistry } from './health-registry.js';
import type { Readiness } from './health-registry.js';
import { Metrics } from './metrics.js';

/** For whoever runs the process, on its own address and not for the public: a reverse proxy passes on `/api` only. */
@ApiExcludeController()
@Controller()
export class HealthController {
  constructor(
    private readonly health: HealthRegistry,
    private readonly metrics: Metrics,
  ) {}

  /** The process answers: that is all. Restarting it would not bring back a database. */
  @Public()
  @Get('health')
  @Header('cache-control', 'no-store')
  live(): { status: string } {
    return { status: 'live' };
  }

  /** 200 while requests may be sent here, else 503; the checks either way. */
  @Public()
  @Get('ready')
  @Header('cache-control', 'no-store')
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<Readiness> {
    const readiness = await this.health.readiness();
    void reply.status(readiness.ready ? 200 : 503);
    return readiness;
  }

  @Public()
  @Get('metrics')
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  scrape(): Promise<string> {
    return this.metrics.registry.metrics();
  }
}
