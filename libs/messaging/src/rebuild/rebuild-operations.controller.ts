import type { ServiceName } from '@betang/contracts';
import {
  ApiAcceptedResponse,
  ApiOkResponse,
  AppError,
  Audit,
  CurrentPrincipal,
  CurrentService,
  Idempotency,
  OnceRequest,
  RegionConfig,
  Requires,
  ServiceController,
  assertMayActOn,
  type IdempotentRequest,
  type OnceAnswer,
  type Principal,
  type ServiceDefinition,
} from '@betang/platform';
import { Get, Param, ParseUUIDPipe, Post, type Type } from '@nestjs/common';
import { ProjectionRebuilder } from './projection-rebuilder.js';
import './rebuild-messages.js';
import { RebuildView, rebuildView } from './rebuild-view.js';

const ACCEPTED = 202;

/** Rebuilds of a service's projections, for operators. Everybody reads the old tables until the new ones are complete. */
export class RebuildOperationsController {
  constructor(
    @CurrentService() private readonly definition: ServiceDefinition,
    private readonly rebuilder: ProjectionRebuilder,
    private readonly idempotency: Idempotency,
    private readonly audit: Audit,
    private readonly config: RegionConfig,
  ) {}

  /** Asks for a rebuild; 409 `rebuild-underway` while one is open. */
  @Post()
  @Requires('operations:manage')
  @ApiAcceptedResponse({ type: RebuildView })
  request(
    @OnceRequest() request: IdempotentRequest,
    @CurrentPrincipal() principal: Principal,
  ): Promise<OnceAnswer<RebuildView>> {
    assertMayActOn(principal, 'operations:manage', { region: this.config.region });
    const actor = principal.subject;
    return this.idempotency.run(
      request,
      async (tx) => {
        const requested = await this.rebuilder.request(tx, actor);
        if (!requested) throw new AppError('rebuild-underway', { status: 409 });
        const object = { type: 'rebuild', id: requested.rebuildId };
        await this.audit.record(tx, {
          actor,
          action: 'rebuild-projections',
          object,
          after: { service: this.definition.name },
        });
        return rebuildView(requested, new Date());
      },
      ACCEPTED,
    );
  }

  @Get(':rebuildId')
  @Requires('operations:read')
  @ApiOkResponse({ type: RebuildView })
  async show(
    @Param('rebuildId', ParseUUIDPipe) rebuildId: string,
    @CurrentPrincipal() principal: Principal,
  ): Promise<RebuildView> {
    assertMayActOn(principal, 'operations:read', { region: this.config.region });
    const progress = await this.rebuilder.find(rebuildId);
    if (!progress) throw new AppError('rebuild-not-found', { status: 404 });
    return rebuildView(progress, new Date());
  }
}

/** The controller under one service's prefix: `/api/<service>/v1/delivery/rebuilds`. */
export function rebuildOperationsOf(service: ServiceName): Type {
  @ServiceController(service, 'delivery/rebuilds')
  class ServiceRebuildOperations extends RebuildOperationsController {}
  return ServiceRebuildOperations;
}
