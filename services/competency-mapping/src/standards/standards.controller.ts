import {
  AppError,
  CurrentPrincipal,
  Idempotency,
  ListQuery,
  OnceRequest,
  RegionConfig,
  Requires,
  ServiceController,
  ServiceDatabase,
  assertMayActOn,
  type IdempotentRequest,
  type ListRow,
  type OnceAnswer,
  type Page,
  type Principal,
  ApiCreatedResponse,
  ApiOkResponse,
} from '@betang/platform';
import { Body, Get, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import type { JobStandard } from './job-standard.js';
import { SHOWN_COLUMNS } from './standard-store.js';
import { JobStandards } from './standards.js';
import {
  ChangeStandardDto,
  CopyStandardDto,
  NewStandardDto,
  RetireStandardDto,
  StandardPage,
  StandardQuery,
  StandardVersions,
  StandardView,
  StandardRetiredView,
} from './standard.dto.js';

const DONE = 200;
const LIST = {
  select: `SELECT ${SHOWN_COLUMNS}, active FROM job_standard`,
  sorts: { title: { sql: 'title', type: 'text' }, changed: { sql: 'changed_at', type: 'timestamptz' } },
  defaultSort: 'title',
  key: { sql: 'standard_id', type: 'uuid' },
} as const;

/** Job standards (standar kompetensi jabatan): public reference of the region. */
@ServiceController('competency-mapping', 'standards')
export class StandardsController {
  constructor(
    private readonly standards: JobStandards,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly config: RegionConfig,
  ) {}

  @Get()
  @Requires('targets:read')
  @ApiOkResponse({ type: StandardPage })
  async list(@Query() query: StandardQuery): Promise<Page<StandardView>> {
    const list = new ListQuery(LIST, query)
      .where('active')
      .where('scope = ?', query.scope)
      .where('agency_id = ?', query.agencyId)
      .search(['title'], query.q)
      .build();
    return list.page(await this.database.query<StandardView & ListRow>(list.text, list.values));
  }

  /** All versions, newest first. */
  @Get(':standardId')
  @Requires('targets:read')
  @ApiOkResponse({ type: StandardVersions })
  async versions(@Param('standardId', ParseUUIDPipe) standardId: string): Promise<StandardVersions> {
    const items = await this.database.query<StandardView>(
      `SELECT ${SHOWN_COLUMNS}, active FROM job_standard WHERE standard_id = $1 ORDER BY version DESC`,
      [standardId],
    );
    if (items.length === 0) throw new AppError('standard-not-found', { status: 404 });
    return { items };
  }

  @Post()
  @Requires('competency:write')
  @ApiCreatedResponse({ type: StandardView })
  create(
    @Body() input: NewStandardDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<StandardView>> {
    this.assertOfficer(principal);
    const given = { ...input, agencyId: input.agencyId ?? null };
    return this.idempotency.run(request, async (tx) =>
      viewOf(await this.standards.create(tx, given, principal.subject, 'MANUAL')),
    );
  }

  /** A new version. */
  @Post(':standardId/versions')
  @Requires('competency:write')
  @ApiCreatedResponse({ type: StandardView })
  change(
    @Param('standardId', ParseUUIDPipe) standardId: string,
    @Body() { version, levels, legalBasis }: ChangeStandardDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<StandardView>> {
    this.assertOfficer(principal);
    return this.idempotency.run(request, async (tx) =>
      viewOf(await this.standards.change(tx, standardId, version, levels, legalBasis, principal.subject)),
    );
  }

  @Post(':standardId/copy')
  @Requires('competency:write')
  @ApiCreatedResponse({ type: StandardView })
  copy(
    @Param('standardId', ParseUUIDPipe) standardId: string,
    @Body() { title, agencyId }: CopyStandardDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<StandardView>> {
    this.assertOfficer(principal);
    const to = { title, agencyId: agencyId ?? null };
    return this.idempotency.run(request, async (tx) =>
      viewOf(await this.standards.copy(tx, standardId, to, principal.subject)),
    );
  }

  @Post(':standardId/retire')
  @Requires('competency:write')
  @ApiOkResponse({ type: StandardRetiredView })
  retire(
    @Param('standardId', ParseUUIDPipe) standardId: string,
    @Body() { reason }: RetireStandardDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<StandardRetiredView>> {
    this.assertOfficer(principal);
    return this.idempotency.run(
      request,
      async (tx) => {
        await this.standards.retire(tx, standardId, reason, principal.subject);
        return { standardId, active: false };
      },
      DONE,
    );
  }

  /** Standards hold over agencies, so the right must hold in the whole region. */
  private assertOfficer(principal: Principal): void {
    assertMayActOn(principal, 'competency:write', { region: this.config.region });
  }
}

function viewOf(standard: JobStandard): StandardView {
  const { lookup: _lookup, ...view } = standard;
  return { ...view, active: true };
}
