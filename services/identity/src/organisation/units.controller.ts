import { Outbox } from '@betang/messaging';
import {
  AppError,
  Audit,
  CurrentPrincipal,
  Idempotency,
  IfMatch,
  OnceRequest,
  RegionConfig,
  Requires,
  ServiceController,
  ServiceDatabase,
  UnitOfWork,
  Versioned,
  assertMayActOn,
  assertVersion,
  type IdempotentRequest,
  type OnceAnswer,
  type Page,
  type Principal,
  type Transaction,
  ApiCreatedResponse,
  ApiOkResponse,
} from '@betang/platform';
import { Body, Get, Param, ParseUUIDPipe, Patch, Post, Query } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { effectiveDay, todayIn } from './effective-day.js';
import type { OrgUnit } from './org-unit.js';
import { refuseDouble } from './refuse-double.js';
import { renameUnit } from './reorganise.js';
import { carryOut } from './reorganisation-store.js';
import { PlannedReorganisations } from './planned-reorganisations.js';
import { pathText, visibleUnits, type VisibleUnits } from './unit-access.js';
import { treeOf, unitTreeOn, type DatedUnit } from './unit-history.queries.js';
import { findUnit, listUnits, unitTree } from './unit.queries.js';
import { insertUnits, loadUnitsById, lockRegistry, newUnit, unitEvents } from './unit-store.js';
import { NewUnitDto, RenameUnitDto, UnitPage, UnitQuery, UnitTreeQuery, UnitTreeView, UnitView } from './unit.dto.js';
import { UnitTree } from './unit-tree.js';

/** The region's agencies (perangkat daerah) and units (unit kerja). */
@ServiceController('identity', 'units')
export class UnitsController {
  constructor(
    private readonly config: RegionConfig,
    private readonly database: ServiceDatabase,
    private readonly unitOfWork: UnitOfWork,
    private readonly outbox: Outbox,
    private readonly audit: Audit,
    private readonly idempotency: Idempotency,
    private readonly plans: PlannedReorganisations,
  ) {}

  @Get()
  @Requires('units:read')
  @ApiOkResponse({ type: UnitPage })
  list(@Query() query: UnitQuery, @CurrentPrincipal() principal: Principal): Promise<Page<UnitView>> {
    return listUnits(this.database, query, visibleUnits(principal, 'units:read', this.config.region));
  }

  @Get('tree')
  @Requires('units:read')
  @ApiOkResponse({ type: [UnitTreeView] })
  async tree(@Query() { on }: UnitTreeQuery, @CurrentPrincipal() principal: Principal): Promise<UnitTreeView[]> {
    const visible = visibleUnits(principal, 'units:read', this.config.region);
    if (on === undefined) return unitTree(this.database, visible);
    return on > this.plans.today() ? this.comingTree(on, visible) : unitTreeOn(this.database, on, visible);
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
      const parent = await this.parentOf(tx, input.parentUnitId);
      assertMayActOn(principal, 'units:write', {
        region: this.config.region,
        ...(parent ? { unitPath: pathText(parent.path) } : {}),
      });
      const validFrom =
        input.effectiveOn === undefined ? null : effectiveDay(input.effectiveOn, todayIn(this.config.region));
      const unit = newUnit(parent ? 'UNIT' : 'AGENCY', input.name, parent, { code: input.code ?? null, validFrom });
      await lockRegistry(tx);
      await refuseDouble(() => insertUnits(tx, [unit], { recordedBy: principal.subject }));
      await this.outbox.append(tx, unitEvents([unit], { actor: principal.subject }));
      await this.note(tx, unit, principal, 'record-unit');
      const { headId: _, successorIds: _successors, ...view } = unit;
      return { ...view, head: null, people: 0 };
    });
  }

  @Patch(':unitId')
  @Requires('units:write')
  @ApiOkResponse({ type: UnitView })
  async rename(
    @Param('unitId', ParseUUIDPipe) unitId: string,
    @Body() input: RenameUnitDto,
    @IfMatch() ifMatch: string,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Versioned<UnitView>> {
    const visible = visibleUnits(principal, 'units:write', this.config.region);
    return this.unitOfWork.run(async (tx) => {
      await lockRegistry(tx);
      const found = await findUnit(tx, unitId, visible);
      if (!found) throw new AppError('unit-not-found', { status: 404 });
      assertVersion(ifMatch, found.version);
      if (found.unit.name === input.name) {
        this.audit.nothingChanged(tx);
        return new Versioned(found.unit, found.version);
      }
      const on = effectiveDay(input.effectiveOn, todayIn(this.config.region));
      const [before] = await loadUnitsById(tx, [unitId]);
      const change = renameUnit(new UnitTree([before!]).get(unitId), input.name, on);
      const cause = { actor: principal.subject };
      const act = { actId: uuidv7(), source: 'REORGANISATION' as const, by: principal.subject, on, cause };
      await refuseDouble(() => carryOut(tx, this.outbox, change, act));
      const unit = { ...found.unit, name: input.name };
      await this.note(tx, unit, principal, 'rename-unit');
      return new Versioned(unit, found.version + 1);
    });
  }

  /** As the plans on record will make it; people as far as the present tells. */
  private async comingTree(on: string, visible: VisibleUnits): Promise<UnitTreeView[]> {
    const standing = (await this.plans.on(this.database, on)).standing();
    const units = standing.map(({ unit, people }) => ({ ...pick(unit), people }));
    return treeOf(
      units.sort((a, b) => a.name.localeCompare(b.name)),
      visible,
    );
  }

  private async parentOf(tx: Transaction, parentUnitId: string | undefined): Promise<OrgUnit | undefined> {
    if (parentUnitId === undefined) return undefined;
    return new UnitTree(await loadUnitsById(tx, [parentUnitId])).get(parentUnitId, 'parentUnitId');
  }

  private async note(
    tx: Transaction,
    unit: Pick<OrgUnit, 'unitId' | 'name' | 'parentUnitId'>,
    principal: Principal,
    action: string,
  ): Promise<void> {
    await this.audit.record(tx, {
      actor: principal.subject,
      action,
      object: { type: 'unit', id: unit.unitId },
      after: { name: unit.name, parentUnitId: unit.parentUnitId },
    });
  }
}

function pick({ unitId, kind, name, parentUnitId, code }: OrgUnit): Omit<DatedUnit, 'people'> {
  return { unitId, kind, name, parentUnitId, code };
}
