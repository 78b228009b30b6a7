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
  sqlState,
  type IdempotentRequest,
  type OnceAnswer,
  type Page,
  type Principal,
  type Transaction,
} from '@betang/platform';
import { Body, Get, Param, ParseUUIDPipe, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse } from '@nestjs/swagger';
import { nameKey } from './name-key.js';
import type { OrgUnit } from './org-unit.js';
import { pathText, visibleUnits } from './unit-access.js';
import { findUnit, listUnits, unitTree } from './unit.queries.js';
import { insertUnits, lockRegistry, newUnit, unitEvents } from './unit-store.js';
import { NewUnitDto, RenameUnitDto, UnitPage, UnitQuery, UnitTreeView, UnitView } from './unit.dto.js';

const UNIQUE_VIOLATION = '23505';

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
  tree(@CurrentPrincipal() principal: Principal): Promise<UnitTreeView[]> {
    return unitTree(this.database, visibleUnits(principal, 'units:read', this.config.region));
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
      const unit = newUnit(parent ? 'UNIT' : 'AGENCY', input.name, parent);
      await lockRegistry(tx);
      await refuseDouble(() => insertUnits(tx, [unit]));
      await this.tell(tx, unit, principal, 'record-unit');
      return { ...unit, people: 0 };
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
      if (found.unit.name === input.name) return new Versioned(found.unit, found.version);
      const rename = () =>
        tx.execute('UPDATE org_unit SET name = $2, name_key = $3, version = version + 1 WHERE unit_id = $1', [
          unitId,
          input.name,
          nameKey(input.name),
        ]);
      await refuseDouble(rename);
      const unit = { ...found.unit, name: input.name };
      await this.tell(tx, unit, principal, 'rename-unit');
      return new Versioned(unit, found.version + 1);
    });
  }

  private async parentOf(tx: Transaction, parentUnitId: string | undefined): Promise<OrgUnit | undefined> {
    if (parentUnitId === undefined) return undefined;
    const found = await findUnit(tx, parentUnitId, null);
    if (!found) throw new AppError('unit-not-found', { status: 404, field: 'parentUnitId' });
    return found.unit;
  }

  private async tell(tx: Transaction, unit: OrgUnit, principal: Principal, action: string): Promise<void> {
    await this.outbox.append(tx, unitEvents([unit], { actor: principal.subject }));
    await this.audit.record(tx, {
      actor: principal.subject,
      action,
      object: { type: 'unit', id: unit.unitId },
      after: { name: unit.name, parentUnitId: unit.parentUnitId },
    });
  }
}

async function refuseDouble(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (cause) {
    if (sqlState(cause) === UNIQUE_VIOLATION)
      throw new AppError('unit-name-taken', { status: 409, field: 'name', cause });
    throw cause;
  }
}
