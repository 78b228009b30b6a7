import { ProjectionRebuilder, RebuildView, rebuildView } from '@betang/messaging';
import {
  AppError,
  Audit,
  CurrentPrincipal,
  Idempotency,
  OnceRequest,
  RegionConfig,
  Requires,
  ServiceController,
  assertMayActOn,
  type IdempotentRequest,
  type OnceAnswer,
  type Principal,
  ApiAcceptedResponse,
  ApiOkResponse,
} from '@betang/platform';
import { Get, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { Clock } from '../clock.js';

const ACCEPTED = 202;

/** Rebuilds of all figures from the archive, for operators. Readers see the old figures until the new ones are complete. */
@ServiceController('reporting', 'rebuilds')
export class RebuildsController {
  constructor(
    private readonly rebuilder: ProjectionRebuilder,
    private readonly idempotency: Idempotency,
    private readonly audit: Audit,
    private readonly config: RegionConfig,
    private readonly clock: Clock,
  ) {}

  /** Asks for a rebuild; 409 `rebuild-underway` while one is open. */
  @Post()
  @Requires('reports:rebuild')
  @ApiAcceptedResponse({ type: RebuildView })
  async request(
    @OnceRequest() request: IdempotentRequest,
    @CurrentPrincipal() principal: Principal,
  ): Promise<OnceAnswer<RebuildView>> {
    assertMayActOn(principal, 'reports:rebuild', { region: this.config.region });
    return this.idempotency.run(
      request,
      async (tx) => {
        const requested = await this.rebuilder.request(tx, principal.subject);
        if (!requested) throw new AppError('rebuild-underway', { status: 409 });
        const object = { type: 'rebuild', id: requested.rebuildId };
        await this.audit.record(tx, { actor: principal.subject, action: 'rebuild-reports', object });
        return rebuildView(requested, this.clock.now());
      },
      ACCEPTED,
    );
  }

  @Get(':id')
  @Requires('reports:rebuild')
  @ApiOkResponse({ type: RebuildView })
  async show(@Param('id', ParseUUIDPipe) id: string): Promise<RebuildView> {
    const progress = await this.rebuilder.find(id);
    if (!progress) throw new AppError('rebuild-not-found', { status: 404 });
    return rebuildView(progress, this.clock.now());
  }
}
