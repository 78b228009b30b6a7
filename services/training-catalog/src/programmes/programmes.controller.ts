import {
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
import { ChangeProgrammeDto, NewProgrammeDto } from './programme.dto.js';
import { ProgrammeDetailView, ProgrammePage, ProgrammeQuery, ProgrammeView } from './programme-view.dto.js';
import { ProgrammeVersionPage, ProgrammeVersionQuery, type ProgrammeVersionView } from './catalogue.dto.js';
import { ProgrammeQueries } from './programme.queries.js';
import { detailsOf, newDetailsOf, programmeView } from './programme-view.js';
import { keepProgramme } from './programme-keepers.js';
import { Programmes } from './programmes.js';

const DONE = 200;

/** The region's own training programmes (program pelatihan). */
@ServiceController('training-catalog', 'programmes')
export class ProgrammesController {
  constructor(
    private readonly programmes: Programmes,
    private readonly queries: ProgrammeQueries,
    private readonly idempotency: Idempotency,
    private readonly config: RegionConfig,
  ) {}

  @Get()
  @Requires('training:write')
  @ApiOkResponse({ type: ProgrammePage })
  list(@Query() query: ProgrammeQuery): Promise<Page<ProgrammeDetailView>> {
    return this.queries.own(query);
  }

  @Get(':programmeId')
  @Requires('training:write')
  @ApiOkResponse({ type: ProgrammeDetailView })
  async get(@Param('programmeId', ParseUUIDPipe) programmeId: string): Promise<Versioned<ProgrammeDetailView>> {
    const found = await this.queries.getOwn(programmeId);
    const [detail] = await this.queries.detailed([found]);
    return new Versioned(detail!, found.revision);
  }

  @Post()
  @Requires('training:write')
  @ApiCreatedResponse({ type: ProgrammeView })
  draft(
    @Body() input: NewProgrammeDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<ProgrammeView>> {
    this.assertOfficer(principal);
    const details = newDetailsOf(input);
    return this.idempotency.run(request, async (tx) => {
      const programme = await this.programmes.draft(tx, details, principal.subject);
      await keepProgramme(tx, programme.programmeId, principal);
      return programmeView(programme);
    });
  }

  @Patch(':programmeId')
  @Requires('training:write')
  @ApiOkResponse({ type: ProgrammeView })
  async change(
    @Param('programmeId', ParseUUIDPipe) programmeId: string,
    @IfMatch() ifMatch: string,
    @Body() input: ChangeProgrammeDto,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Versioned<ProgrammeView>> {
    this.assertOfficer(principal);
    const changed = await this.programmes.change(programmeId, ifMatch, detailsOf(input), principal.subject);
    return new Versioned(programmeView(changed), changed.revision);
  }

  /** Every version as the federation was told it, newest first. */
  @Get(':programmeId/versions')
  @Requires('training:read')
  @ApiOkResponse({ type: ProgrammeVersionPage })
  async versions(
    @Param('programmeId', ParseUUIDPipe) programmeId: string,
    @Query() query: ProgrammeVersionQuery,
  ): Promise<Page<ProgrammeVersionView>> {
    await this.queries.getOwn(programmeId);
    return this.queries.versions(programmeId, query);
  }

  /** An adopted programme goes its own way: from now on its curriculum can be changed. */
  @Post(':programmeId/fork')
  @Requires('training:write')
  @ApiOkResponse({ type: ProgrammeView })
  fork(
    @Param('programmeId', ParseUUIDPipe) programmeId: string,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<ProgrammeView>> {
    this.assertOfficer(principal);
    return this.idempotency.run(
      request,
      async (tx) => {
        const programme = await this.programmes.fork(tx, programmeId, principal.subject);
        await keepProgramme(tx, programmeId, principal);
        return programmeView(programme);
      },
      DONE,
    );
  }

  /** Programmes speak for the whole region. */
  private assertOfficer(principal: Principal): void {
    assertMayActOn(principal, 'training:write', { region: this.config.region });
  }
}
