import { Outbox } from '@betang/messaging';
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
  Versioned,
  assertMayActOn,
  type IdempotentRequest,
  type OnceAnswer,
  type Page,
  type Principal,
  type Transaction,
  ApiCreatedResponse,
  ApiOkResponse,
} from '@betang/platform';
import { Body, Get, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { effectiveDay, todayIn } from './effective-day.js';
import type { OrgUnit } from './org-unit.js';
import { refuseDouble } from './refuse-double.js';
import { pathText, visibleUnits } from './unit-access.js';
import { findUnit, listUnits } from './unit.queries.js';
import { insertUnits, loadUnitsById, lockRegistry, newUnit, unitEvents } from './unit-store.js';
import { NewUnitDto, UnitPage, UnitQuery, UnitView } from './unit.dto.js';
import { UnitTree } from './unit-tree.js';

/** The region's agencies (perangkat daerah) and units (unit kerja). */
@ServiceController('identity', 'units')
export class UnitsController {
  constructor(
    private readonly config: RegionConfig,
    private readonly database: ServiceDatabase,
    private readonly outbox: Outbox,
    private readonly audit: Audit,
    private readonly idempotency: Idempotency,
  ) {}

  @Get()
  @Requires('units:read')
  @ApiOkResponse({ type: UnitPage })
  list(@Query() query: UnitQuery, @CurrentPrincipal() principal: Principal): Promise<Page<UnitView>> {
    return listUnits(this.database, query, visibleUnits(principal, 'units:read', this.config.region));
  }

  @Get(':unitId')
  @Requires('units:read')
  @ApiOkResponse({ type: UnitView })
  async get(
    @Param('unitId', ParseUUIDPipe) unitId: string,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Versioned<UnitView>> {
    const found = await findUnit(this.database, unitId, visibleUnits(principal, 'units:read', this.config.region));
    if (!found) throw new AppError('unit-not-found', { status: 404 });
    return new Versioned(found.unit, found.version);
  }

  @Post()
  @Requires('units:write')
  @ApiCreatedResponse({ type: UnitView })
  create(
    @Body() input: NewUnitDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<UnitView>> {
    return this.idempotency.run(request, async (tx) => {
      await lockRegistry(tx);
      const parent = await this.parentOf(tx, input.parentUnitId);
      assertMayActOn(principal, 'units:write', {
        region: this.config.region,
        ...(parent ? { unitPath: pathText(parent.path) } : {}),
      });
      const validFrom =
        input.effectiveOn === undefined ? null : effectiveDay(input.effectiveOn, todayIn(this.config.region));
      const unit = newUnit(parent ? 'UNIT' : 'AGENCY', input.name, parent, { code: input.code ?? null, validFrom });
      await refuseDouble(() => insertUnits(tx, [unit], { recordedBy: principal.subject }));
      await this.outbox.append(tx, unitEvents([unit], { actor: principal.subject }));
      await this.audit.record(tx, {
        actor: principal.subject,
        action: 'record-unit',
        object: { type: 'unit', id: unit.unitId },
        after: { name: unit.name, parentUnitId: unit.parentUnitId },
      });
      const { headId: _, successorIds: _successors, ...view } = unit;
      return { ...view, head: null, people: 0 };
    });
  }

  private async parentOf(tx: Transaction, parentUnitId: string | undefined): Promise<OrgUnit | undefined> {
    if (parentUnitId === undefined) return undefined;
    return new UnitTree(await loadUnitsById(tx, [parentUnitId])).get(parentUnitId, 'parentUnitId');
  }
}
