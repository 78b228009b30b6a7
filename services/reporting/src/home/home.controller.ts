import {
  AppError,
  Audit,
  CurrentPrincipal,
  Requires,
  RegionConfig,
  ServiceController,
  ServiceDatabase,
  assertOnlyOrder,
  decodeCursor,
  pageOf,
  pageOfComputed,
  unitsOf,
  type ComputedList,
  type Page,
  type Principal,
  type Scope,
  ApiOkResponse,
} from '@betang/platform';
import { Get, Param, ParseUUIDPipe, Query } from '@nestjs/common';
import { Clock } from '../clock.js';
import type { StatusDuty } from '../duties/duties-in-force.decision.js';
import { DutiesQueries } from '../duties/duties.queries.js';
import { percentOf } from '../fulfilment/fulfilment-rows.decision.js';
import { ageOf } from '../origins/age.js';
import { OWN_HOURS, standingOf } from '../origins/origin-standing.decision.js';
import { OriginsQueries } from '../origins/origins.queries.js';
import {
  HomeLineageQuery,
  HomeLineageView,
  HomePeoplePage,
  HomePeopleQuery,
  HomeUnitsQuery,
  HomeUnitsView,
  type HomePersonView,
  type HomeUnitView,
} from './home.dto.js';
import { HomeQueries, type PersonHours, type UnitHours, type VisibleUnits } from './home.queries.js';

const UNITS: ComputedList<HomeUnitView> = {
  sorts: {
    name: ({ name }) => name ?? '',
    people: ({ people }) => people,
    fulfilledPercent: ({ fulfilledPercent }) => fulfilledPercent,
    countedJp: ({ countedJp }) => countedJp,
  },
  defaultSort: 'name',
  key: ({ unitId }) => unitId,
};

/** The region's own figures down to units and people, as far as the caller's units reach. */
@ServiceController('reporting', 'home')
export class HomeController {
  constructor(
    private readonly queries: HomeQueries,
    private readonly origins: OriginsQueries,
    private readonly duties: DutiesQueries,
    private readonly audit: Audit,
    private readonly database: ServiceDatabase,
    private readonly config: RegionConfig,
    private readonly clock: Clock,
  ) {}

  @Get('units')
  @Requires('reports:read')
  @ApiOkResponse({ type: HomeUnitsView })
  async units(@Query() query: HomeUnitsQuery, @CurrentPrincipal() principal: Principal): Promise<HomeUnitsView> {
    const { year, agencyId } = query;
    const visible = this.visibleUnits(principal, 'reports:read');
    const units = await (agencyId === undefined
      ? this.queries.agencies(year, visible)
      : this.queries.unitsOf(agencyId, year, visible));
    const now = this.clock.now();
    const own = (await this.origins.all()).find(({ region }) => region === this.config.region);
    return {
      year,
      ...ageOf(own && standingOf(own, OWN_HOURS, now).asOf, now),
      ...pageOfComputed(units.map(unitView), UNITS, query),
    };
  }

  /** Persons, never outside their region. Every look is on record. */
  @Get('people')
  @Requires('hours:read')
  @ApiOkResponse({ type: HomePeoplePage })
  async people(
    @Query() query: HomePeopleQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page<HomePersonView>> {
    const { unitId, year, limit, status, sort = 'counted' } = query;
    const after = placeAfter(query.cursor, sort);
    const visible = this.visibleUnits(principal, 'hours:read');
    const rows = await this.queries.people(unitId, year, visible, { sort, after, limit, ...(status && { status }) });
    const page = pageOf(rows, limit, ({ counted, name, employeeId }) => [
      ...[sort, sort.endsWith('name') ? name : counted],
      employeeId,
    ]);
    const subjects = page.items.map(({ employeeId }) => employeeId);
    await this.audit.recordRead(this.database, {
      actor: principal.subject,
      subjects,
      purpose: 'learning-hours-report',
    });
    const duties = await this.duties.of(this.config.region, query.year);
    return { ...page, items: page.items.map((person) => personView(person, duties)) };
  }

  /** Where a person's hours come from, down to the events; the look is on record. */
  @Get('people/:employeeId/lineage')
  @Requires('hours:read')
  @ApiOkResponse({ type: HomeLineageView })
  async lineage(
    @Param('employeeId', ParseUUIDPipe) employeeId: string,
    @Query() query: HomeLineageQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<HomeLineageView> {
    assertOnlyOrder(query, 'entryId');
    const { year, limit } = query;
    const [after] = decodeCursor(query.cursor, 1) ?? [];
    const entries = await this.queries.entries(employeeId, year, this.visibleUnits(principal, 'hours:read'), {
      after: after === undefined ? undefined : String(after),
      limit,
    });
    if (entries === undefined) throw new AppError('not-found', { status: 404 });
    const purpose = 'learning-hours-lineage';
    await this.audit.recordRead(this.database, { actor: principal.subject, subjects: [employeeId], purpose });
    const page = pageOf(entries, limit, ({ entryId }) => [entryId]);
    return { ...page, items: page.items.map(({ counted, ...entry }) => ({ ...entry, countedJp: counted / 100 })) };
  }

  /** Rights name paths of units; the last id of a path is the top of the subtree. */
  private visibleUnits(principal: Principal, scope: Scope): VisibleUnits {
    const paths = unitsOf(principal, scope, this.config.region);
    return paths === 'all' ? null : paths.map((path) => path.slice(path.lastIndexOf('/') + 1));
  }
}

/** Where the page before ended; a cursor of another order points nowhere. */
function placeAfter(cursor: string | undefined, sort: string): [string | number, string] | undefined {
  const [of, value, employeeId] = decodeCursor(cursor, 3) ?? [];
  if (of === undefined) return undefined;
  const expected = sort.endsWith('name') ? 'string' : 'number';
  if (of !== sort || typeof value !== expected || typeof employeeId !== 'string')
    throw new AppError('cursor-invalid', { status: 400, field: 'cursor' });
  return [value as string | number, employeeId];
}

function unitView({ counted, ...unit }: UnitHours): HomeUnitView {
  return { ...unit, fulfilledPercent: percentOf(unit.fulfilled, unit.people) ?? 0, countedJp: counted / 100 };
}

/** Whoever has hours has fulfilled a duty without a least amount. */
function personView({ counted, ...person }: PersonHours, duties: readonly StatusDuty[]): HomePersonView {
  const least = duties.find(({ status }) => status === person.employmentStatus)?.least ?? null;
  return {
    ...person,
    countedJp: counted / 100,
    leastJp: least === null ? null : least / 100,
    fulfilled: counted > 0 && counted >= (least ?? 0),
  };
}
