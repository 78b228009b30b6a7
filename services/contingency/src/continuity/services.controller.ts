import { newId } from '@betang/contracts';
import {
  AppError,
  Clock,
  CurrentPrincipal,
  Idempotency,
  ListQuery,
  OnceRequest,
  Requires,
  ServiceController,
  ServiceDatabase,
  type IdempotentRequest,
  type ListDefinition,
  type OnceAnswer,
  type Page,
  type Principal,
  type Transaction,
  ApiCreatedResponse,
  ApiOkResponse,
} from '@betang/platform';
import { Body, Get, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ContingencyAccess } from '../access/contingency-access.js';
import { Consequences } from '../consequences.js';
import { assertCompetencies, askedIn } from '../dictionary/check-codes.decision.js';
import { loadDictionary } from '../dictionary/known-dictionary.js';
import { listPage } from '../database/list-page.js';
import { assertUnitStands } from '../people/units.js';
import { findCycle } from './restoration.decision.js';
import { RestorationQueries } from './restoration.queries.js';
import {
  CriticalServiceDetail,
  CriticalServicePage,
  CriticalServiceView,
  DependencyDto,
  DependencyView,
  NewServiceDto,
  RestorationOrder,
  ServiceQuery,
} from './service.dto.js';
import { SERVICES, loadServices, type CriticalService } from './service-rows.js';

const LIST: ListDefinition = {
  select: 'SELECT s.* FROM critical_service AS s',
  sorts: {
    longestOutageHours: { sql: 's.longest_outage_hours', type: 'integer' },
    name: { sql: 's.name', type: 'text' },
  },
  defaultSort: 'longestOutageHours',
  key: { sql: 's.service_id', type: 'uuid' },
};
const DONE = 200;
const LOCK = `SELECT pg_advisory_xact_lock(hashtextextended('contingency.dependencies', 0))`;
const PLANS_OF = `SELECT plan_id FROM plan_service JOIN plan USING (plan_id) WHERE service_id = $1 AND state = 'ACTIVE'`;

/** Continuity of public services (R03): what must not stand still, for how long, with whom, and in which order it comes back. */
@ServiceController('contingency', 'services')
export class ServicesController {
  constructor(
    private readonly restoration: RestorationQueries,
    private readonly access: ContingencyAccess,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly consequences: Consequences,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Requires('contingency:read')
  @ApiOkResponse({ type: CriticalServicePage })
  async list(
    @Query() query: ServiceQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page<CriticalServiceView>> {
    this.access.assertReads(principal);
    const list = new ListQuery(LIST, query)
      .where('NOT s.ended')
      .where('s.unit_id = ?', query.unitId)
      .where(
        'EXISTS (SELECT 1 FROM plan_service AS p WHERE p.service_id = s.service_id AND p.plan_id = ?)',
        query.planId,
      );
    const page = await listPage<CriticalService>(this.database, list);
    return { ...page, items: page.items.map(viewOf) };
  }

  /** Which service is restored first: what others wait for, then what is needed soonest; with who is in place for it today. */
  @Get('restoration-order')
  @Requires('contingency:read')
  @ApiOkResponse({ type: RestorationOrder })
  async order(@CurrentPrincipal() principal: Principal): Promise<RestorationOrder> {
    this.access.assertReads(principal);
    return { items: await this.restoration.steps() };
  }

  @Get(':serviceId')
  @Requires('contingency:read')
  @ApiOkResponse({ type: CriticalServiceDetail })
  async get(
    @Param('serviceId', ParseUUIDPipe) serviceId: string,
    @CurrentPrincipal() principal: Principal,
  ): Promise<CriticalServiceDetail> {
    this.access.assertReads(principal);
    const service = await SERVICES.get(this.database, serviceId);
    const step = (await this.restoration.steps()).find((each) => each.serviceId === serviceId);
    if (!step) throw new AppError('critical-service-not-found', { status: 404 });
    const { dependsOn, awaitedBy, neededWithinHours, staffReady, alternatesReady, tooLong } = step;
    return { ...viewOf(service), dependsOn, awaitedBy, neededWithinHours, staffReady, alternatesReady, tooLong };
  }

  @Post()
  @Requires('contingency:write')
  @ApiCreatedResponse({ type: CriticalServiceView })
  add(
    @Body() input: NewServiceDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<CriticalServiceView>> {
    return this.idempotency.run(request, async (tx) => {
      await assertUnitStands(tx, input.unitId, 'unitId', this.clock.today());
      await this.access.assertUnit(tx, principal, input.unitId);
      assertCompetencies(askedIn('competencies', input.competencies), await loadDictionary(tx));
      const service = await SERVICES.insert(tx, { ...detailsOf(input), serviceId: newId() });
      await this.settle(tx, principal, 'record-service', service);
      return viewOf(service);
    });
  }

  @Post(':serviceId/change')
  @Requires('contingency:write')
  @ApiOkResponse({ type: CriticalServiceView })
  change(
    @Param('serviceId', ParseUUIDPipe) serviceId: string,
    @Body() input: NewServiceDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<CriticalServiceView>> {
    return this.act(request, principal, serviceId, async (tx, before) => {
      await assertUnitStands(tx, input.unitId, 'unitId', this.clock.today());
      await this.access.assertUnit(tx, principal, input.unitId);
      assertCompetencies(askedIn('competencies', input.competencies), await loadDictionary(tx));
      const service = await SERVICES.update(tx, serviceId, { ...detailsOf(input), revision: before.revision + 1 });
      await this.settle(tx, principal, 'change-service', service);
      return viewOf(service);
    });
  }

  @Post(':serviceId/end')
  @Requires('contingency:write')
  @ApiOkResponse({ type: CriticalServiceView })
  end(
    @Param('serviceId', ParseUUIDPipe) serviceId: string,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<CriticalServiceView>> {
    return this.act(request, principal, serviceId, async (tx) => {
      const service = await SERVICES.update(tx, serviceId, { ended: true });
      await tx.execute('DELETE FROM service_dependency WHERE service_id = $1 OR depends_on_id = $1', [serviceId]);
      await this.settle(tx, principal, 'end-service', service);
      return viewOf(service);
    });
  }

  /** One service must run before another. Throws `dependency-cycle` (409) naming the way round. */
  @Post(':serviceId/dependencies')
  @Requires('contingency:write')
  @ApiOkResponse({ type: DependencyView })
  depend(
    @Param('serviceId', ParseUUIDPipe) serviceId: string,
    @Body() { dependsOnId }: DependencyDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<DependencyView>> {
    return this.act(request, principal, serviceId, async (tx, service) => {
      // Two officers who add one half of a cycle each must not both succeed.
      await tx.query(LOCK);
      const cycle = findCycle(await loadServices(tx), serviceId, (await this.getActive(tx, dependsOnId)).serviceId);
      if (cycle)
        throw new AppError('dependency-cycle', {
          status: 409,
          field: 'dependsOnId',
          params: { services: await this.namesOf(tx, [...cycle, serviceId]) },
        });
      await tx.execute('INSERT INTO service_dependency VALUES ($1, $2) ON CONFLICT DO NOTHING', [
        serviceId,
        dependsOnId,
      ]);
      await this.settle(tx, principal, 'add-dependency', service);
      return this.dependencies(tx, serviceId);
    });
  }

  @Post(':serviceId/dependencies/remove')
  @Requires('contingency:write')
  @ApiOkResponse({ type: DependencyView })
  release(
    @Param('serviceId', ParseUUIDPipe) serviceId: string,
    @Body() { dependsOnId }: DependencyDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<DependencyView>> {
    return this.act(request, principal, serviceId, async (tx, service) => {
      await tx.execute('DELETE FROM service_dependency WHERE service_id = $1 AND depends_on_id = $2', [
        serviceId,
        dependsOnId,
      ]);
      await this.settle(tx, principal, 'remove-dependency', service);
      return this.dependencies(tx, serviceId);
    });
  }

  private act<V>(
    request: IdempotentRequest,
    principal: Principal,
    serviceId: string,
    work: (tx: Transaction, service: CriticalService) => Promise<V>,
  ): Promise<OnceAnswer<V>> {
    return this.idempotency.run(
      request,
      async (tx) => {
        const service = await SERVICES.lock(tx, serviceId);
        if (service.ended) throw new AppError('critical-service-not-found', { status: 404 });
        await this.access.assertUnit(tx, principal, service.unitId);
        return work(tx, service);
      },
      DONE,
    );
  }

  private async getActive(tx: Transaction, serviceId: string): Promise<CriticalService> {
    const service = await SERVICES.get(tx, serviceId);
    if (service.ended) throw new AppError('critical-service-not-found', { status: 404 });
    return service;
  }

  private async namesOf(tx: Transaction, serviceIds: readonly string[]): Promise<string> {
    const rows = await SERVICES.where(tx, 'service_id = ANY($1::uuid[])', [[...new Set(serviceIds)]]);
    const names = new Map(rows.map(({ serviceId, name }) => [serviceId, name]));
    return serviceIds.map((id) => names.get(id) ?? '?').join(' -> ');
  }

  private async dependencies(tx: Transaction, serviceId: string): Promise<DependencyView> {
    const found = (await loadServices(tx)).find((service) => service.serviceId === serviceId);
    return { serviceId, dependsOn: found?.dependsOn ?? [] };
  }

  private async settle(tx: Transaction, principal: Principal, action: string, service: CriticalService): Promise<void> {
    const plans = (await tx.query<{ plan_id: string }>(PLANS_OF, [service.serviceId])).map((row) => row.plan_id);
    await this.consequences.settle(tx, {
      actor: principal.subject,
      action,
      object: { type: 'critical-service', id: service.serviceId },
      after: { name: service.name, longestOutageHours: service.longestOutageHours, leastStaff: service.leastStaff },
      plans,
      trigger: 'CONTINUITY_CHANGED',
    });
  }
}

function detailsOf(input: NewServiceDto) {
  const { alternativeSite = null, dataDependency = null, fallback = null, ...rest } = input;
  return { ...rest, alternativeSite, dataDependency, fallback };
}

function viewOf(service: CriticalService): CriticalServiceView {
  const { serviceId, unitId, name, longestOutageHours, leastStaff, competencies } = service;
  const { alternativeSite, dataDependency, fallback } = service;
  return {
    serviceId,
    unitId,
    name,
    longestOutageHours,
    leastStaff,
    competencies,
    alternativeSite,
    dataDependency,
    fallback,
  };
}
