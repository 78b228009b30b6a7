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
  type SqlClient,
  type Transaction,
  ApiCreatedResponse,
  ApiOkResponse,
} from '@betang/platform';
import { Body, Get, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ContingencyAccess } from '../access/contingency-access.js';
import { Consequences } from '../consequences.js';
import { listPage } from '../database/list-page.js';
import { HazardKinds } from '../hazards/hazard-kinds.js';
import {
  DecreeDto,
  DeclarationPage,
  DeclarationQuery,
  EmergencyPage,
  EmergencyQuery,
  EmergencyView,
  EndEmergencyDto,
  NewEmergencyDto,
  type DeclarationView,
} from './emergency.dto.js';
import { EMERGENCIES, assertEmergencyKnown, type Emergency } from './emergency-rows.js';
import { Emergencies, type Declared } from './emergencies.js';

/** Own facts come back from the federation; this region's own rows come first, so that they are there without it. */
const LIST: ListDefinition = {
  select: `SELECT e.* FROM (
    SELECT o.emergency_id, NULL AS region, o.plan_id, o.hazard_code, o.title, o.area, o.level, o.declaration, d.decree_number, d.decree_on,
           o.starts_on, o.ends_on, o.ended_on FROM emergency AS o
      LEFT JOIN LATERAL (SELECT n.decree_number, n.decree_on FROM emergency_declaration AS n
        WHERE n.emergency_id = o.emergency_id AND n.decree_number IS NOT NULL ORDER BY n.declaration DESC LIMIT 1) AS d ON true
     UNION ALL
    SELECT r.emergency_id, r.region, NULL, r.hazard_code, r.title, r.area, CASE WHEN r.ended_declaration > r.declaration THEN 'ENDED' ELSE r.level END,
           greatest(r.declaration, r.ended_declaration), r.decree_number, r.decree_on, r.starts_on, r.ends_on, r.ended_on
      FROM region_emergency AS r WHERE r.title IS NOT NULL AND NOT EXISTS (SELECT 1 FROM emergency AS o WHERE o.emergency_id = r.emergency_id)) AS e`,
  sorts: { startsOn: { sql: 'e.starts_on', type: 'date' } },
  defaultSort: '-startsOn',
  key: { sql: 'e.emergency_id', type: 'uuid' },
};
const DECREES: ListDefinition = {
  select: `SELECT d.*, d.level <> 'ENDED' AND coalesce((SELECT p.level = d.level FROM emergency_declaration AS p
    WHERE p.emergency_id = d.emergency_id AND p.declaration = d.declaration - 1), false) AS extension FROM emergency_declaration AS d`,
  sorts: { declaration: { sql: 'd.declaration', type: 'integer' } },
  defaultSort: 'declaration',
  key: { sql: 'd.declaration::text', type: 'text' },
};
const DONE = 200;
type Listed = Omit<EmergencyView, 'region' | 'lapsed'> & { readonly region: string | null };

/** Emergencies: of this region, declared by decree, and of all others as they tell. */
@ServiceController('contingency', 'emergencies')
export class EmergenciesController {
  constructor(
    private readonly emergencies: Emergencies,
    private readonly kinds: HazardKinds,
    private readonly access: ContingencyAccess,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly consequences: Consequences,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Requires('contingency:read')
  @ApiOkResponse({ type: EmergencyPage })
  async list(@Query() query: EmergencyQuery, @CurrentPrincipal() principal: Principal): Promise<Page<EmergencyView>> {
    this.access.assertReads(principal);
    const list = new ListQuery(LIST, query)
      .where('coalesce(e.region, ?) = ?', query.region && this.access.region, query.region)
      .where('e.hazard_code = ?', query.hazardCode)
      .where(`(e.level = 'ENDED') = ?`, query.state && query.state === 'ENDED');
    const page = await listPage<Listed>(this.database, list);
    return { ...page, items: page.items.map((row) => this.viewOf(row)) };
  }

  @Get(':emergencyId')
  @Requires('contingency:read')
  @ApiOkResponse({ type: EmergencyView })
  async get(
    @Param('emergencyId', ParseUUIDPipe) emergencyId: string,
    @CurrentPrincipal() principal: Principal,
  ): Promise<EmergencyView> {
    this.access.assertReads(principal);
    return this.view(this.database, emergencyId);
  }

  /** The decrees of an emergency of this region, and its end. */
  @Get(':emergencyId/declarations')
  @Requires('contingency:read')
  @ApiOkResponse({ type: DeclarationPage })
  async declarations(
    @Param('emergencyId', ParseUUIDPipe) emergencyId: string,
    @Query() query: DeclarationQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page<DeclarationView>> {
    this.access.assertReads(principal);
    await assertEmergencyKnown(this.database, emergencyId);
    const list = new ListQuery(DECREES, query)
      .where('d.emergency_id = ?', emergencyId)
      .where('d.level = ?', query.level);
    const page = await listPage<DeclarationView>(this.database, list);
    return {
      ...page,
      items: page.items.map(
        ({ declaration, level, extension, decreeNumber, decreeOn, startsOn, endsOn, declaredAt }) => ({
          ...{ declaration, level, extension, decreeNumber, decreeOn, startsOn, endsOn, declaredAt },
        }),
      ),
    };
  }

  /** Declares an emergency: the federation is told at once, the plan becomes the operations plan. */
  @Post()
  @Requires('contingency:activate')
  @ApiCreatedResponse({ type: EmergencyView })
  async declare(
    @Body() input: NewEmergencyDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<EmergencyView>> {
    this.access.assertRegion(principal, 'contingency:activate');
    return this.idempotency.run(request, async (tx) => {
      if (input.hazardCode !== undefined)
        await this.kinds.assertInForce(tx, [input.hazardCode], input.startsOn, 'hazardCode');
      const declared = await this.emergencies.declare(tx, input, principal.subject);
      return this.settle(tx, principal, 'declare-emergency', declared);
    });
  }

  /** Extends the status, or declares the next level. */
  @Post(':emergencyId/declarations')
  @Requires('contingency:activate')
  @ApiOkResponse({ type: EmergencyView })
  declareAgain(
    @Param('emergencyId', ParseUUIDPipe) emergencyId: string,
    @Body() input: DecreeDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<EmergencyView>> {
    return this.act(request, principal, emergencyId, 'declare-emergency-level', (tx, before) =>
      this.emergencies.declareAgain(tx, before, input, principal.subject),
    );
  }

  @Post(':emergencyId/end')
  @Requires('contingency:activate')
  @ApiOkResponse({ type: EmergencyView })
  end(
    @Param('emergencyId', ParseUUIDPipe) emergencyId: string,
    @Body() { endedOn }: EndEmergencyDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<EmergencyView>> {
    return this.act(request, principal, emergencyId, 'end-emergency', (tx, before) =>
      this.emergencies.end(tx, before, endedOn, principal.subject),
    );
  }

  private act(
    request: IdempotentRequest,
    principal: Principal,
    emergencyId: string,
    action: string,
    work: (tx: Transaction, before: Emergency) => Promise<Declared>,
  ): Promise<OnceAnswer<EmergencyView>> {
    this.access.assertRegion(principal, 'contingency:activate');
    return this.idempotency.run(
      request,
      async (tx) => this.settle(tx, principal, action, await work(tx, await EMERGENCIES.lock(tx, emergencyId))),
      DONE,
    );
  }

  private async settle(
    tx: Transaction,
    principal: Principal,
    action: string,
    { emergency, events }: Declared,
  ): Promise<EmergencyView> {
    const { emergencyId, planId, level, declaration } = emergency;
    await this.consequences.settle(tx, {
      actor: principal.subject,
      action,
      object: { type: 'emergency', id: emergencyId },
      after: { level, declaration },
      events,
      plans: planId === null ? [] : [planId],
      trigger: 'EMERGENCY_CHANGED',
    });
    return this.view(tx, emergencyId);
  }

  private async view(db: SqlClient, emergencyId: string): Promise<EmergencyView> {
    const list = new ListQuery(LIST, { limit: 1 }).where('e.emergency_id = ?', emergencyId);
    const [row] = (await listPage<Listed>(db, list)).items;
    if (!row) throw new AppError('emergency-not-found', { status: 404 });
    return this.viewOf(row);
  }

  private viewOf(row: Listed): EmergencyView {
    const {
      emergencyId,
      planId,
      hazardCode,
      title,
      area,
      level,
      declaration,
      decreeNumber,
      decreeOn,
      startsOn,
      endsOn,
      endedOn,
    } = row;
    const region = row.region ?? this.access.region;
    const lapsed = level !== 'ENDED' && endsOn < this.clock.today();
    const decree = { level, declaration, decreeNumber, decreeOn, startsOn, endsOn, endedOn, lapsed };
    return { emergencyId, region, planId, hazardCode, title, area, ...decree };
  }
}
