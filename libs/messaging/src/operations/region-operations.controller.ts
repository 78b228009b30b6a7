import {
  AppError,
  Audit,
  CurrentPrincipal,
  Idempotency,
  OnceRequest,
  RegionConfig,
  Requires,
  ServiceController,
  ServiceDatabase,
  assertMayActOn,
  type IdempotentRequest,
  type OnceAnswer,
  type Principal,
  ApiCreatedResponse,
  ApiOkResponse,
} from '@betang/platform';
import { Body, Get, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { DeliveryHost } from '../host/delivery-host.js';
import { traceEvent, type EventTrace } from './event-trace.js';
import { acknowledgeLost, type LostStretch } from './lost-stretches.js';
import { AcknowledgeDto } from './operations.dto.js';
import { readRegionProof, type RegionProof } from './region-proof.js';
import { EventTraceView } from './event-trace.dto.js';
import { LostAcknowledged, RegionProofView } from './region-proof.dto.js';

/** Delivery of the whole region, served by identity, which alone may look into the bookkeeping of all services. */
@ServiceController('identity', 'delivery')
export class RegionOperationsController {
  constructor(
    private readonly config: RegionConfig,
    private readonly database: ServiceDatabase,
    private readonly host: DeliveryHost,
    private readonly audit: Audit,
    private readonly idempotency: Idempotency,
  ) {}

  /** What was sent, what is confirmed, what is received: the proof that nothing was lost, or why there is none. */
  @Get('region')
  @Requires('operations:read')
  @ApiOkResponse({ type: RegionProofView })
  async region(@CurrentPrincipal() principal: Principal): Promise<RegionProof> {
    const { region } = this.config;
    assertMayActOn(principal, 'operations:read', { region });
    const bus = this.host.find('identity')?.ports.local;
    const proof = await readRegionProof(this.database, bus?.connected ? bus.connection : undefined, region);
    if (!proof) throw new AppError('region-not-initialised', { params: { region } });
    return proof;
  }

  /**
   * Where an event comes from and what it caused here, over all services: types, moments and places, never content or whom it is about. Each
   * look is on record.
   */
  @Get('events/:eventId')
  @Requires('events:trace')
  @ApiOkResponse({ type: EventTraceView })
  async trace(
    @Param('eventId', ParseUUIDPipe) eventId: string,
    @CurrentPrincipal() principal: Principal,
  ): Promise<EventTrace> {
    const { region } = this.config;
    assertMayActOn(principal, 'events:trace', { region });
    const trace = await traceEvent(this.database, region, eventId.toLowerCase());
    await this.audit.recordRead(this.database, {
      actor: principal.subject,
      subjects: [trace.event.eventId],
      subjectType: 'event',
      purpose: 'trace-causes',
    });
    return trace;
  }

  /** Says on record that what a restore lost was dealt with: sent again, or given up. */
  @Post('region/lost/acknowledge')
  @Requires('operations:manage')
  @ApiCreatedResponse({ type: LostAcknowledged })
  acknowledgeLost(
    @Body() { reason }: AcknowledgeDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<{ readonly acknowledged: readonly LostStretch[] }>> {
    const { region } = this.config;
    assertMayActOn(principal, 'operations:manage', { region });
    const actor = principal.subject;
    return this.idempotency.run(request, async (tx) => {
      const acknowledged = await acknowledgeLost(tx, { actor, reason });
      await this.audit.record(tx, {
        actor,
        action: 'acknowledge-lost-events',
        object: { type: 'region', id: region },
        after: {
          acknowledged: acknowledged.map(
            ({ service, audience, epoch, from, to }) => `${service} ${audience} ${epoch} ${from}-${to}`,
          ),
        },
        reason,
      });
      return { acknowledged };
    });
  }
}
