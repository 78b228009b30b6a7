import {
  Clock,
  CurrentPrincipal,
  Idempotency,
  IfMatch,
  OnceRequest,
  RegionConfig,
  Requires,
  ServiceController,
  Versioned,
  assertMayActOn,
  type IdempotentRequest,
  type OnceAnswer,
  type Page,
  type Principal,
  ApiCreatedResponse,
  ApiOkResponse,
} from '@betang/platform';
import { Body, Get, Param, ParseUUIDPipe, Patch, Post, Query } from '@nestjs/common';
import type { TargetDetails, YearlyValue } from './development-target.js';
import { TargetQueries, targetView } from './target.queries.js';
import {
  ChangeTargetDto,
  NewTargetDto,
  SharedTargetPage,
  SharedTargetQuery,
  TargetPage,
  TargetQuery,
  TargetTreeView,
  TargetView,
  TreeQuery,
  WithdrawTargetDto,
  type SharedTargetView,
  type YearlyValueDto,
} from './target.dto.js';
import { DevelopmentTargets } from './targets.js';

const DONE = 200;

/** Development targets (RPJMD): the tree that every programme and plan line names what it serves by. Public documents, so everyone may read. */
@ServiceController('competency-mapping', 'targets')
export class TargetsController {
  constructor(
    private readonly targets: DevelopmentTargets,
    private readonly queries: TargetQueries,
    private readonly idempotency: Idempotency,
    private readonly clock: Clock,
    private readonly config: RegionConfig,
  ) {}

  @Get()
  @Requires('targets:read')
  @ApiOkResponse({ type: TargetPage })
  list(@Query() query: TargetQuery): Promise<Page<TargetView>> {
    return this.queries.page(query);
  }

  @Get('tree')
  @Requires('targets:read')
  @ApiOkResponse({ type: TargetTreeView })
  async tree(@Query() query: TreeQuery): Promise<TargetTreeView> {
    const onDay = query.onDay ?? this.clock.today();
    return { onDay, roots: await this.queries.tree(onDay) };
  }

  /** Targets of all regions of the federation. */
  @Get('shared')
  @Requires('targets:read')
  @ApiOkResponse({ type: SharedTargetPage })
  shared(@Query() query: SharedTargetQuery): Promise<Page<SharedTargetView>> {
    return this.queries.shared(query);
  }

  @Get(':targetId')
  @Requires('targets:read')
  @ApiOkResponse({ type: TargetView })
  async get(@Param('targetId', ParseUUIDPipe) targetId: string): Promise<Versioned<TargetView>> {
    const found = await this.queries.get(targetId);
    return new Versioned(targetView(found), found.revision);
  }

  @Post()
  @Requires('targets:write')
  @ApiCreatedResponse({ type: TargetView })
  record(
    @Body() input: NewTargetDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<TargetView>> {
    this.assertPlanner(principal);
    const { kind, code, title, validFrom, validTo } = input;
    const details: TargetDetails = {
      kind,
      code,
      title,
      validFrom,
      validTo,
      parentId: input.parentId ?? null,
      unit: input.unit ?? null,
      values: (input.values ?? []).map(valueOf),
    };
    return this.idempotency.run(request, async (tx) =>
      targetView(await this.targets.record(tx, details, principal.subject)),
    );
  }

  @Patch(':targetId')
  @Requires('targets:write')
  @ApiOkResponse({ type: TargetView })
  async change(
    @Param('targetId', ParseUUIDPipe) targetId: string,
    @IfMatch() ifMatch: string,
    @Body() input: ChangeTargetDto,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Versioned<TargetView>> {
    this.assertPlanner(principal);
    const { values, ...rest } = input;
    const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
    const changes = values === undefined ? given : { ...given, values: values.map(valueOf) };
    const changed = await this.targets.change(targetId, ifMatch, changes, principal.subject);
    return new Versioned(targetView(changed), changed.revision);
  }

  @Post(':targetId/withdraw')
  @Requires('targets:write')
  @ApiOkResponse({ type: TargetView })
  withdraw(
    @Param('targetId', ParseUUIDPipe) targetId: string,
    @Body() { reason }: WithdrawTargetDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<TargetView>> {
    this.assertPlanner(principal);
    return this.idempotency.run(
      request,
      async (tx) => targetView(await this.targets.withdraw(tx, targetId, reason, principal.subject)),
      DONE,
    );
  }

  /** The plan is the whole region's. */
  private assertPlanner(principal: Principal): void {
    assertMayActOn(principal, 'targets:write', { region: this.config.region });
  }
}

function valueOf({ year, target, actual }: YearlyValueDto): YearlyValue {
  return { year, target: target ?? null, actual: actual ?? null };
}
