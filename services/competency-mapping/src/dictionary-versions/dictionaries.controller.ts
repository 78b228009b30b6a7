import {
  Clock,
  CurrentPrincipal,
  Idempotency,
  OnceRequest,
  PageQuery,
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
import { Body, Get, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { DictionaryAdoption } from './adopt-dictionary.js';
import { Dictionaries } from './dictionaries.js';
import type { DictionaryCompetency } from '../dictionary/dictionary.js';
import { DictionaryQueries } from './dictionary.queries.js';
import {
  CompetencyPage,
  CompetencyQuery,
  DictionaryPage,
  DictionaryPublishedView,
  DictionaryView,
  NewDictionaryDto,
  PublishDictionaryDto,
  SharedDictionaryPage,
  WriteCompetenciesDto,
  type CompetencyDto,
  type CompetencyView,
  type SharedDictionaryView,
} from '../dictionary/dictionary.dto.js';

const DONE = 200;

/** Competency dictionaries (kamus kompetensi): public reference, so everyone signed in may read. */
@ServiceController('competency-mapping', 'dictionaries')
export class DictionariesController {
  constructor(
    private readonly dictionaries: Dictionaries,
    private readonly adoption: DictionaryAdoption,
    private readonly queries: DictionaryQueries,
    private readonly idempotency: Idempotency,
    private readonly clock: Clock,
    private readonly config: RegionConfig,
  ) {}

  @Get()
  @Requires('targets:read')
  @ApiOkResponse({ type: DictionaryPage })
  list(@Query() query: PageQuery): Promise<Page<DictionaryView>> {
    return this.queries.versions(query);
  }

  /** Dictionaries of all regions of the federation. */
  @Get('shared')
  @Requires('targets:read')
  @ApiOkResponse({ type: SharedDictionaryPage })
  shared(@Query() query: PageQuery): Promise<Page<SharedDictionaryView>> {
    return this.queries.shared(query);
  }

  @Get(':dictionaryId')
  @Requires('targets:read')
  @ApiOkResponse({ type: DictionaryView })
  async get(@Param('dictionaryId', ParseUUIDPipe) dictionaryId: string): Promise<Versioned<DictionaryView>> {
    const found = await this.queries.get(dictionaryId);
    return new Versioned(found, found.revision);
  }

  @Get(':dictionaryId/competencies')
  @Requires('targets:read')
  @ApiOkResponse({ type: CompetencyPage })
  competencies(
    @Param('dictionaryId', ParseUUIDPipe) dictionaryId: string,
    @Query() query: CompetencyQuery,
  ): Promise<Page<CompetencyView>> {
    return this.queries.competencies(dictionaryId, query);
  }

  @Post()
  @Requires('competency:write')
  @ApiCreatedResponse({ type: DictionaryView })
  draft(
    @Body() input: NewDictionaryDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<DictionaryView>> {
    this.assertOfficer(principal);
    const { title, legalBasis, validFrom } = input;
    return this.idempotency.run(request, (tx) =>
      this.dictionaries.draft(tx, { title, legalBasis, validFrom }, principal.subject),
    );
  }

  /** A draft out of what another region published. */
  @Post('shared/:dictionaryId/adopt')
  @Requires('competency:write')
  @ApiCreatedResponse({ type: DictionaryView })
  adopt(
    @Param('dictionaryId', ParseUUIDPipe) dictionaryId: string,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<DictionaryView>> {
    this.assertOfficer(principal);
    return this.idempotency.run(request, (tx) =>
      this.adoption.adopt(tx, dictionaryId, this.clock.today(), principal.subject),
    );
  }

  @Post(':dictionaryId/competencies')
  @Requires('competency:write')
  @ApiOkResponse({ type: DictionaryView })
  write(
    @Param('dictionaryId', ParseUUIDPipe) dictionaryId: string,
    @Body() input: WriteCompetenciesDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<DictionaryView>> {
    this.assertOfficer(principal);
    const competencies = input.competencies.map(competencyOf);
    return this.idempotency.run(
      request,
      (tx) => this.dictionaries.write(tx, dictionaryId, competencies, principal.subject),
      DONE,
    );
  }

  @Post(':dictionaryId/competencies/:code/remove')
  @Requires('competency:write')
  @ApiOkResponse({ type: DictionaryView })
  remove(
    @Param('dictionaryId', ParseUUIDPipe) dictionaryId: string,
    @Param('code') code: string,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<DictionaryView>> {
    this.assertOfficer(principal);
    return this.idempotency.run(
      request,
      (tx) => this.dictionaries.remove(tx, dictionaryId, code, principal.subject),
      DONE,
    );
  }

  /** In force from its first day on: standards, profiles and the federation follow. */
  @Post(':dictionaryId/publish')
  @Requires('competency:write')
  @ApiOkResponse({ type: DictionaryPublishedView })
  publish(
    @Param('dictionaryId', ParseUUIDPipe) dictionaryId: string,
    @Body() input: PublishDictionaryDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<DictionaryPublishedView>> {
    this.assertOfficer(principal);
    const successions = input.successions.map(({ fromCode, toCode, levels, also }) => ({
      fromCode,
      toCode: toCode ?? null,
      ...(levels === undefined ? {} : { levels }),
      ...(also === undefined ? {} : { also }),
    }));
    return this.idempotency.run(
      request,
      async (tx) => {
        const done = await this.dictionaries.publish(tx, dictionaryId, successions, principal.subject);
        const { dictionary, standardsMigrated, evidenceSplit, followed } = done;
        return { ...dictionary, standardsMigrated, evidenceSplit, followed };
      },
      DONE,
    );
  }

  /** The dictionary is the whole region's. */
  private assertOfficer(principal: Principal): void {
    assertMayActOn(principal, 'competency:write', { region: this.config.region });
  }
}

function competencyOf({ field, indicators, ...competency }: CompetencyDto): DictionaryCompetency {
  return { ...competency, field: field ?? null, indicators: indicators ?? [] };
}
