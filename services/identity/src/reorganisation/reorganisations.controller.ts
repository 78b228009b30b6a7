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
  type Principal,
  type Transaction,
  ApiCreatedResponse,
  ApiOkResponse,
} from '@betang/platform';
import { Body, Delete, Get, HttpCode, Param, ParseUUIDPipe, Patch, Post, Put, Query } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { lockEmployees } from '../employees/employee-store.js';
import { Register, type RegisterAct } from '../employees/register.js';
import { EffectiveDto } from '../organisation/effective.dto.js';
import { effectiveDay, todayIn } from '../organisation/effective-day.js';
import { endHeadsOf, writeHeads } from '../organisation/head-store.js';
import type { OrgUnit } from '../organisation/org-unit.js';
import { refuseDouble } from '../organisation/refuse-double.js';
import { closeUnit, mergeUnits, moveUnit, renameUnit, splitUnit, type Reorganisation } from './reorganise.js';
import { carryOut } from './reorganisation-store.js';
import {
  CloseUnitDto,
  MergeUnitsDto,
  MoveUnitDto,
  ReorganisationView,
  SplitUnitDto,
  UnitHeadDto,
  type UnitTargetDto,
} from './reorganisation.dto.js';
import { pathText, visibleUnits } from '../organisation/unit-access.js';
import { UnitHistoryView } from '../organisation/unit-history.dto.js';
import { unitHistory } from '../organisation/unit-history.queries.js';
import { RenameUnitDto, UnitView } from '../organisation/unit.dto.js';
import { findUnit } from '../organisation/unit.queries.js';
import { loadUnits, loadUnitsById, lockRegistry } from '../organisation/unit-store.js';
import { UnitTree } from '../organisation/unit-tree.js';

/** Reorganisation (penataan perangkat daerah): units that get another name, move, split, merge and close, and who heads them. */
@ServiceController('identity', 'units')
export class ReorganisationsController {
  constructor(
    private readonly config: RegionConfig,
    private readonly database: ServiceDatabase,
    private readonly unitOfWork: UnitOfWork,
    private readonly outbox: Outbox,
    private readonly audit: Audit,
    private readonly idempotency: Idempotency,
  ) {}

  @Get(':unitId/history')
  @Requires('units:read')
  @ApiOkResponse({ type: UnitHistoryView })
  async history(
    @Param('unitId', ParseUUIDPipe) unitId: string,
    @CurrentPrincipal() principal: Principal,
  ): Promise<UnitHistoryView> {
    const visible = visibleUnits(principal, 'units:read', this.config.region);
    if (!(await findUnit(this.database, unitId, visible))) throw new AppError('unit-not-found', { status: 404 });
    return unitHistory(this.database, unitId);
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
      const on = effectiveDay(input.effectiveOn, this.today());
      const [before] = await loadUnitsById(tx, [unitId]);
      const change = renameUnit(new UnitTree([before!]).get(unitId), input.name, on);
      await refuseDouble(() => carryOut(tx, this.outbox, change, this.actOf(principal, on)));
      const unit = { ...found.unit, name: input.name };
      await this.audit.record(tx, {
        actor: principal.subject,
        action: 'rename-unit',
        object: { type: 'unit', id: unitId },
        after: { name: unit.name, parentUnitId: unit.parentUnitId },
      });
      return new Versioned(unit, found.version + 1);
    });
  }

  @Post('merge')
  @Requires('units:write')
  @ApiCreatedResponse({ type: ReorganisationView })
  merge(
    @Body() input: MergeUnitsDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<ReorganisationView>> {
    return this.once(request, principal, input, (tree, on) => {
      for (const unitId of input.unitIds) this.assertMay(principal, tree.get(unitId, 'unitIds'));
      this.assertMayTake(principal, tree, [input.into]);
      return mergeUnits(tree, input.unitIds, input.into, on);
    });
  }

  @Post(':unitId/move')
  @Requires('units:write')
  @ApiCreatedResponse({ type: ReorganisationView })
  move(
    @Param('unitId', ParseUUIDPipe) unitId: string,
    @Body() input: MoveUnitDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<ReorganisationView>> {
    return this.once(request, principal, input, (tree, on) => {
      this.assertMay(principal, tree.get(unitId));
      this.assertMay(principal, input.parentUnitId === null ? undefined : tree.get(input.parentUnitId, 'parentUnitId'));
      return moveUnit(tree, unitId, input.parentUnitId, on);
    });
  }

  @Post(':unitId/split')
  @Requires('units:write')
  @ApiCreatedResponse({ type: ReorganisationView })
  split(
    @Param('unitId', ParseUUIDPipe) unitId: string,
    @Body() input: SplitUnitDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<ReorganisationView>> {
    const people = new Map(input.people.flatMap(({ employeeIds, to }) => employeeIds.map((id) => [id, to] as const)));
    return this.once(request, principal, input, async (tree, on, tx) => {
      this.assertMay(principal, tree.get(unitId));
      this.assertMayTake(principal, tree, input.into);
      await assertWorkIn(tx, unitId, [...people.keys()]);
      return splitUnit(tree, unitId, { into: input.into, people }, on);
    });
  }

  @Post(':unitId/close')
  @Requires('units:write')
  @ApiCreatedResponse({ type: ReorganisationView })
  close(
    @Param('unitId', ParseUUIDPipe) unitId: string,
    @Body() input: CloseUnitDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<ReorganisationView>> {
    return this.once(request, principal, input, async (tree, on, tx) => {
      this.assertMay(principal, tree.get(unitId));
      if (input.successorUnitId !== undefined)
        this.assertMay(principal, tree.get(input.successorUnitId, 'successorUnitId'));
      const [count] = await tx.query<{ people: number }>(
        'SELECT count(*)::int AS people FROM employee WHERE unit_id = $1 AND left_on IS NULL',
        [unitId],
      );
      return closeUnit(tree, unitId, { successorUnitId: input.successorUnitId, people: count!.people }, on);
    });
  }

  @Put(':unitId/head')
  @HttpCode(204)
  @Requires('units:write')
  async setHead(
    @Param('unitId', ParseUUIDPipe) unitId: string,
    @Body() input: UnitHeadDto,
    @IfMatch() ifMatch: string,
    @CurrentPrincipal() principal: Principal,
  ): Promise<void> {
    const from = effectiveDay(input.effectiveOn, this.today());
    await this.changeHead(unitId, ifMatch, principal, from, async (tx, unit) => {
      const head = (await lockEmployees(tx, [input.employeeId])).get(input.employeeId);
      if (!head || head.leftOn !== null) throw new AppError('employee-not-found', { status: 404, field: 'employeeId' });
      const [own] = await loadUnitsById(tx, [head.unitId]);
      if (input.acting === undefined && !own!.path.includes(unit.unitId))
        throw new AppError('head-works-elsewhere', { status: 409, field: 'employeeId' });
      await writeHeads(tx, [
        { unitId, employeeId: input.employeeId, acting: input.acting ?? null, from, by: principal.subject },
      ]);
    });
  }

  @Delete(':unitId/head')
  @HttpCode(204)
  @Requires('units:write')
  async endHead(
    @Param('unitId', ParseUUIDPipe) unitId: string,
    @Query() input: EffectiveDto,
    @IfMatch() ifMatch: string,
    @CurrentPrincipal() principal: Principal,
  ): Promise<void> {
    const on = effectiveDay(input.effectiveOn, this.today());
    await this.changeHead(unitId, ifMatch, principal, on, async (tx) => {
      if ((await endHeadsOf(tx, [unitId], on)) === 0) throw new AppError('unit-without-head', { status: 409 });
    });
  }

  private async changeHead(
    unitId: string,
    ifMatch: string,
    principal: Principal,
    on: string,
    change: (tx: Transaction, unit: OrgUnit) => Promise<void>,
  ): Promise<void> {
    await this.unitOfWork.run(async (tx) => {
      await lockRegistry(tx);
      const visible = visibleUnits(principal, 'units:write', this.config.region);
      const found = await findUnit(tx, unitId, visible);
      const unit = new UnitTree(await loadUnitsById(tx, found ? [unitId] : [])).get(unitId);
      assertVersion(ifMatch, found!.version);
      await change(tx, unit);
      await tx.query('UPDATE org_unit SET version = version + 1 WHERE unit_id = $1', [unitId]);
      const [after] = await loadUnitsById(tx, [unitId]);
      await new Register(tx, this.outbox, this.actOf(principal, on)).tellOfUnits([unitId], []);
      await this.audit.record(tx, {
        actor: principal.subject,
        action: 'change-unit-head',
        object: { type: 'unit', id: unitId },
        before: { headId: unit.headId },
        after: { headId: after!.headId },
      });
    });
  }

  private once(
    request: IdempotentRequest,
    principal: Principal,
    input: EffectiveDto,
    decide: (tree: UnitTree, on: string, tx: Transaction) => Reorganisation | Promise<Reorganisation>,
  ): Promise<OnceAnswer<ReorganisationView>> {
    const on = effectiveDay(input.effectiveOn, this.today());
    return this.idempotency.run(request, async (tx) => {
      await lockRegistry(tx);
      const tree = new UnitTree(await loadUnits(tx));
      const change = await decide(tree, on, tx);
      for (const { parentUnitId } of change.created)
        this.assertMay(principal, parentUnitId === null ? undefined : tree.get(parentUnitId, 'into'));
      const people = await refuseDouble(() => carryOut(tx, this.outbox, change, this.actOf(principal, on)));
      const ids = (units: readonly OrgUnit[]) => units.map((unit) => unit.unitId);
      const { kind, effectiveOn } = change;
      const view = {
        kind,
        effectiveOn,
        created: ids(change.created),
        changed: ids(change.changed),
        closed: ids(change.closed),
        people,
      };
      for (const unitId of [...view.closed, ...view.changed])
        await this.audit.record(tx, {
          actor: principal.subject,
          action: `${kind.toLowerCase()}-unit`,
          object: { type: 'unit', id: unitId },
          after: { effectiveOn, created: view.created.join(' '), people },
        });
      return view;
    });
  }

  private actOf(principal: Principal, on: string): RegisterAct {
    return {
      actId: uuidv7(),
      source: 'REORGANISATION',
      by: principal.subject,
      on,
      today: this.today(),
      cause: { actor: principal.subject },
    };
  }

  /** Whoever holds a unit may reorganise below it; agencies concern the whole region. */
  private assertMay(principal: Principal, unit: OrgUnit | undefined): void {
    assertMayActOn(principal, 'units:write', {
      region: this.config.region,
      ...(unit === undefined ? {} : { unitPath: pathText(unit.path) }),
    });
  }

  /** Standing units that people are sent to; the parents of new ones are asked for once these are decided. */
  private assertMayTake(principal: Principal, tree: UnitTree, into: readonly UnitTargetDto[]): void {
    for (const { unitId } of into) if (unitId !== undefined) this.assertMay(principal, tree.get(unitId, 'into'));
  }

  private today(): string {
    return todayIn(this.config.region);
  }
}

/** Whoever is named for a part must be in the unit that is split. @throws AppError `unit-split-person` */
async function assertWorkIn(tx: Transaction, unitId: string, employeeIds: readonly string[]): Promise<void> {
  const people = await lockEmployees(tx, employeeIds);
  const elsewhere = employeeIds.filter((id) => people.get(id)?.unitId !== unitId || people.get(id)?.leftOn !== null);
  if (elsewhere.length > 0)
    throw new AppError('unit-split-person', { status: 409, field: 'people', params: { people: elsewhere.length } });
}
