import {
  Audit,
  CurrentPrincipal,
  Idempotency,
  ListQuery,
  OnceRequest,
  PageQuery,
  RegionConfig,
  Requires,
  ServiceController,
  ServiceDatabase,
  assertMayActOn,
  exportTable,
  preferredLanguage,
  type IdempotentRequest,
  type ListRow,
  type OnceAnswer,
  type Page,
  type Principal,
} from '@betang/platform';
import { Body, Get, Headers, Param, ParseUUIDPipe, Post, Query, type StreamableFile } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse } from '@nestjs/swagger';
import { Clock } from '../clock.js';
import { PeopleAccess } from '../people/people-access.js';
import { MappingContexts } from '../profiles/mapping-context.js';
import type { NeedFilter, PersonWithGap } from './need-figures.js';
import {
  CloseNeedDto,
  NeedPage,
  NeedPeopleQuery,
  NeedsFileQuery,
  NeedsQuery,
  PersonWithGapPage,
  RaiseNeedDto,
  RaisedNeedPage,
  TieTargetDto,
  TieView,
  type NeedView,
  type RaisedNeedView,
} from './need.dto.js';
import { needsTable } from './needs-document.js';
import { NeedsMap } from './needs-map.js';
import { RaisedNeeds } from './raised-needs.js';

const DONE = 200;
const RAISED = {
  select: `SELECT need_id AS "needId", source, competency_code AS "competencyCode", level::integer AS level, people, unit_id AS "unitId", severity, title,
      raised_on::text AS "raisedOn", due_on::text AS "dueOn", closed_reason AS "closedReason" FROM raised_need`,
  sorts: { raisedOn: { sql: 'raised_on', type: 'date' } },
  defaultSort: '-raisedOn',
  key: { sql: 'need_id', type: 'uuid' },
} as const;

/** The map of competency needs: gap x people x target x urgency, by unit, agency and region, with what it would take. */
@ServiceController('competency-mapping', 'needs')
export class NeedsController {
  constructor(
    private readonly map: NeedsMap,
    private readonly raised: RaisedNeeds,
    private readonly access: PeopleAccess,
    private readonly contexts: MappingContexts,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly audit: Audit,
    private readonly clock: Clock,
    private readonly config: RegionConfig,
  ) {}

  @Get()
  @Requires('competency:read')
  @ApiOkResponse({ type: NeedPage })
  list(
    @Query() query: NeedsQuery,
    @CurrentPrincipal() principal: Principal,
    @Headers('accept-language') accepted?: string,
  ): Promise<Page<NeedView>> {
    return this.map.page(query, this.filter(principal, query.agencyId), preferredLanguage(accepted));
  }

  /** The map as .xlsx, .csv or PDF. */
  @Get('file')
  @Requires('competency:read')
  async file(
    @Query() { format, by, agencyId }: NeedsFileQuery,
    @CurrentPrincipal() principal: Principal,
    @Headers('accept-language') accepted?: string,
  ): Promise<StreamableFile> {
    const needs = await this.map.needs(by, this.filter(principal, agencyId));
    const { competencies } = await this.contexts.load();
    return exportTable(needsTable(needs, competencies, this.clock.now(), preferredLanguage(accepted)), format);
  }

  /** Who has the gap. */
  @Get('people')
  @Requires('competency:read')
  @ApiOkResponse({ type: PersonWithGapPage })
  async people(
    @Query() query: NeedPeopleQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page<PersonWithGap>> {
    const page = await this.map.people(query.code, query, this.filter(principal, query.agencyId));
    const subjects = page.items.map(({ employeeId }) => employeeId);
    await this.audit.recordRead(this.database, { actor: principal.subject, subjects, purpose: 'competency-needs' });
    return page;
  }

  /** Findings of drills and forums. */
  @Get('raised')
  @Requires('competency:read')
  @ApiOkResponse({ type: RaisedNeedPage })
  async listRaised(@Query() query: PageQuery, @CurrentPrincipal() principal: Principal): Promise<Page<RaisedNeedView>> {
    const visible = this.access.visibleUnits(principal, 'competency:read');
    const list = new ListQuery(RAISED, query);
    if (visible !== null) list.where('unit_id IS NULL OR unit_id = ANY(?::uuid[])', visible);
    const statement = list.build();
    return statement.page(await this.database.query<RaisedNeedView & ListRow>(statement.text, statement.values));
  }

  /** What a forum of needs evaluation found. */
  @Post('raised')
  @Requires('plans:write')
  @ApiCreatedResponse({ description: 'Raised' })
  async raise(
    @Body() input: RaiseNeedDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<object>> {
    await this.access.assertUnit(principal, 'plans:write', input.unitId ?? null);
    return this.idempotency.run(request, async (tx) => ({
      needId: await this.raised.raise(tx, input, principal.subject),
    }));
  }

  @Post('raised/:needId/close')
  @Requires('plans:approve')
  @ApiOkResponse({ description: 'Closed' })
  close(
    @Param('needId', ParseUUIDPipe) needId: string,
    @Body() { reason }: CloseNeedDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<object>> {
    assertMayActOn(principal, 'plans:approve', { region: this.config.region });
    return this.idempotency.run(
      request,
      async (tx) => {
        await this.raised.close(tx, needId, reason, principal.subject);
        return { needId, closed: true };
      },
      DONE,
    );
  }

  /** Ties a competency to a development target of the RPJMD. */
  @Post('targets')
  @Requires('competency:write')
  @ApiOkResponse({ type: TieView })
  tie(
    @Body() input: TieTargetDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<TieView>> {
    assertMayActOn(principal, 'competency:write', { region: this.config.region });
    return this.idempotency.run(
      request,
      async (tx) => {
        await this.raised.tie(tx, input, principal.subject);
        return input;
      },
      DONE,
    );
  }

  private filter(principal: Principal, agencyId: string | undefined): NeedFilter {
    return { agencyId: agencyId ?? null, visible: this.access.visibleUnits(principal, 'competency:read') };
  }
}
