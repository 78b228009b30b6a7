import {
  AnswersPage,
  ApiCreatedResponse,
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
  ServiceDatabase,
  assertMayActOn,
  type IdempotentRequest,
  type OnceAnswer,
  type Page,
  type Principal,
  type ServiceDefinition,
  SerialPipe,
} from '@betang/platform';
import type { ServiceName } from '@betang/contracts';
import { Body, Get, Param, ParseUUIDPipe, Post, Query, type Type } from '@nestjs/common';
import {
  ChainLinkPageView,
  ChainReportView,
  DeliveryIncidentView,
  IncidentsAcknowledged,
  ParkedDetailView,
  ParkedSummaryView,
  DeliveryReplayOrderedView,
} from './delivery-records.dto.js';
import { DeliveryStatusView } from './delivery-status.dto.js';
import { DeliveryHost } from '../host/delivery-host.js';
import { Outbox } from '../outbox/outbox.js';
import type { ChainLinkPage } from './chain-links.js';
import './operations-messages.js';
import {
  acknowledgeAll,
  acknowledgeIncident,
  getIncident,
  listIncidents,
  type IncidentRecord,
} from './incident-records.js';
import {
  AcknowledgeDto,
  ChainLinkQuery,
  ChainQuery,
  DiscardDto,
  IncidentQuery,
  ParkedQuery,
  ReplayDto,
} from './operations.dto.js';
import { orderReplay, type ReplayOrdered } from './ordered-replay.js';
import {
  discardParked,
  findParked,
  listParked,
  retryParked,
  type ParkedDetail,
  type ParkedSummary,
} from './parked-records.js';
import {
  readLinks,
  readServiceStatus,
  verifyChains,
  type ChainReport,
  type ServiceDeliveryStatus,
  type ServiceParts,
} from './service-operations.js';

/** What an operator may see and do of one service's delivery. Auditors see it too, but no content of an event. */
export class DeliveryOperationsController {
  constructor(
    @CurrentService() private readonly definition: ServiceDefinition,
    private readonly config: RegionConfig,
    private readonly database: ServiceDatabase,
    private readonly host: DeliveryHost,
    private readonly outbox: Outbox,
    private readonly audit: Audit,
    private readonly idempotency: Idempotency,
  ) {}

  /** Relays, readers, origins, waiting events, replays and incidents. */
  @Get('status')
  @Requires('operations:read')
  @ApiOkResponse({ type: DeliveryStatusView })
  status(@CurrentPrincipal() principal: Principal): Promise<ServiceDeliveryStatus> {
    this.assertMay(principal, 'operations:read');
    return readServiceStatus(this.parts);
  }

  /** Events that were set aside, newest first, without their content. */
  @Get('parked')
  @Requires('operations:read')
  @AnswersPage(ParkedSummaryView)
  parked(@Query() query: ParkedQuery, @CurrentPrincipal() principal: Principal): Promise<Page<ParkedSummary>> {
    this.assertMay(principal, 'operations:read');
    const { region, state, reason, cursor, limit } = query;
    return listParked(this.database, {
      limit,
      ...(region === undefined ? {} : { region }),
      ...(state === undefined ? {} : { state }),
      ...(reason === undefined ? {} : { reason }),
      ...(cursor === undefined ? {} : { cursor }),
    });
  }

  /** One event with its headers and bytes. They may be of a person: each look is on record. */
  @Get('parked/:parkedId')
  @Requires('operations:manage')
  @ApiOkResponse({ type: ParkedDetailView })
  async show(
    @Param('parkedId', ParseUUIDPipe) parkedId: string,
    @CurrentPrincipal() principal: Principal,
  ): Promise<ParkedDetail> {
    this.assertMay(principal, 'operations:manage');
    const found = await findParked(this.database, parkedId);
    if (!found) throw new AppError('parked-not-found', { status: 404 });
    await this.audit.recordRead(this.database, {
      actor: principal.subject,
      subjects: [parkedId],
      subjectType: 'parked-event',
      purpose: 'delivery-repair',
    });
    return found;
  }

  @Post('parked/:parkedId/retry')
  @Requires('operations:manage')
  @ApiCreatedResponse({ type: ParkedSummaryView })
  retry(
    @Param('parkedId', ParseUUIDPipe) parkedId: string,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<ParkedSummary>> {
    this.assertMay(principal, 'operations:manage');
    return this.idempotency.run(request, async (tx) => {
      const parked = await retryParked(tx, parkedId);
      await this.audit.record(tx, { actor: principal.subject, action: 'retry-parked-event', object: object(parkedId) });
      return parked;
    });
  }

  @Post('parked/:parkedId/discard')
  @Requires('operations:manage')
  @ApiCreatedResponse({ type: ParkedSummaryView })
  discard(
    @Param('parkedId', ParseUUIDPipe) parkedId: string,
    @Body() { reason }: DiscardDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<ParkedSummary>> {
    this.assertMay(principal, 'operations:manage');
    const actor = principal.subject;
    return this.idempotency.run(request, async (tx) => {
      const parked = await discardParked(tx, parkedId, { actor, reason });
      await this.audit.record(tx, { actor, action: 'discard-parked-event', object: object(parkedId), reason });
      return parked;
    });
  }

  /** What no retry mends, newest first: those that nobody has acknowledged unless all are asked for. */
  @Get('incidents')
  @Requires('operations:read')
  @AnswersPage(DeliveryIncidentView)
  incidents(@Query() query: IncidentQuery, @CurrentPrincipal() principal: Principal): Promise<Page<IncidentRecord>> {
    this.assertMay(principal, 'operations:read');
    const { state = 'open', kind, cursor, limit } = query;
    return listIncidents(this.database, {
      state,
      limit,
      ...(kind === undefined ? {} : { kind }),
      ...(cursor === undefined ? {} : { cursor }),
    });
  }

  @Get('incidents/:incidentId')
  @Requires('operations:read')
  @ApiOkResponse({ type: DeliveryIncidentView })
  incident(
    @Param('incidentId', SerialPipe) incidentId: number,
    @CurrentPrincipal() principal: Principal,
  ): Promise<IncidentRecord> {
    this.assertMay(principal, 'operations:read');
    return getIncident(this.database, String(incidentId));
  }

  /** Says on record what was done about one. */
  @Post('incidents/:incidentId/acknowledge')
  @Requires('operations:manage')
  @ApiCreatedResponse({ type: DeliveryIncidentView })
  acknowledge(
    @Param('incidentId', SerialPipe) incidentId: number,
    @Body() { reason }: AcknowledgeDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<IncidentRecord>> {
    this.assertMay(principal, 'operations:manage');
    const actor = principal.subject;
    const id = String(incidentId);
    return this.idempotency.run(request, async (tx) => {
      const incident = await acknowledgeIncident(tx, id, { actor, reason });
      await this.audit.record(tx, {
        actor,
        action: 'acknowledge-incident',
        object: { type: 'delivery-incident', id },
        reason,
      });
      return incident;
    });
  }

  /** The same for all that were noticed up to a moment, of one kind or of every kind. */
  @Post('incidents/acknowledge')
  @Requires('operations:manage')
  @ApiCreatedResponse({ type: IncidentsAcknowledged })
  acknowledgeAll(
    @Body() { reason, kind, before }: AcknowledgeDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<{ readonly acknowledged: number }>> {
    this.assertMay(principal, 'operations:manage');
    const actor = principal.subject;
    const order = {
      ...(kind === undefined ? {} : { kind }),
      before: before === undefined ? new Date() : new Date(before),
    };
    return this.idempotency.run(request, async (tx) => {
      const acknowledged = await acknowledgeAll(tx, order, { actor, reason });
      await this.audit.record(tx, {
        actor,
        action: 'acknowledge-incidents',
        object: { type: 'delivery-incident', id: kind ?? 'all' },
        after: { acknowledged, before: order.before.toISOString() },
        reason,
      });
      return { acknowledged };
    });
  }

  /** Asks an origin again, now, for what is missing of a line. */
  @Post('replay')
  @Requires('operations:manage')
  @ApiCreatedResponse({ type: DeliveryReplayOrderedView })
  replay(
    @Body() order: ReplayDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<ReplayOrdered>> {
    this.assertMay(principal, 'operations:manage');
    const reader = this.host.find(this.definition.name)?.reader;
    if (!reader) throw new AppError('delivery-not-leading', { status: 503 });
    const parts = { region: this.config.region, outbox: this.outbox, reader };
    return reader.inTurn(() =>
      this.idempotency.run(request, async (tx) => {
        const ordered = await orderReplay(tx, parts, order);
        const line = `${order.region} ${order.service} ${order.audience} ${order.epoch}`;
        await this.audit.record(tx, {
          actor: principal.subject,
          action: 'order-replay',
          object: { type: 'line', id: line },
          after: { ...ordered },
        });
        return ordered;
      }),
    );
  }

  /** Recomputes the chains of what this service has published, answers every difference, and how far it has the lines that it reads. */
  @Get('chains')
  @Requires('operations:read')
  @ApiOkResponse({ type: ChainReportView })
  chains(@Query() { positions }: ChainQuery, @CurrentPrincipal() principal: Principal): Promise<ChainReport> {
    this.assertMay(principal, 'operations:read');
    return verifyChains(this.parts, positions);
  }

  /** A stretch of a line in digests, from which anyone can compute its chain. No content, no person. */
  @Get('chains/links')
  @Requires('operations:read')
  @ApiOkResponse({ type: ChainLinkPageView })
  links(@Query() query: ChainLinkQuery, @CurrentPrincipal() principal: Principal): Promise<ChainLinkPage> {
    this.assertMay(principal, 'operations:read');
    return readLinks(this.parts, query);
  }

  private get parts(): ServiceParts {
    const { definition, config, database, host } = this;
    return { service: definition.name, region: config.region, database, host };
  }

  private assertMay(principal: Principal, scope: 'operations:read' | 'operations:manage'): void {
    assertMayActOn(principal, scope, { region: this.config.region });
  }
}

/** The controller under one service's prefix: `/api/<service>/v1/delivery/…`. */
export function deliveryOperationsOf(service: ServiceName): Type {
  @ServiceController(service, 'delivery')
  class ServiceDeliveryOperations extends DeliveryOperationsController {}
  return ServiceDeliveryOperations;
}

function object(parkedId: string) {
  return { type: 'parked-event', id: parkedId };
}
