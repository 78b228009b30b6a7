import {
  CurrentPrincipal,
  Idempotency,
  OnceRequest,
  RegionConfig,
  Requires,
  ServiceController,
  ServiceDatabase,
  assertMayActOn,
  type IdempotentRequest,
  type OnceAnswer,
  type Page,
  type Principal,
  ApiCreatedResponse,
  ApiOkResponse,
} from '@betang/platform';
import { Body, Get, Post, Query } from '@nestjs/common';
import type { CatalogueRules } from './catalogue-rules.js';
import { CatalogueRulesDto, CatalogueRulesPage, CatalogueRulesQuery } from './catalogue-rules.dto.js';
import { CatalogueRulesStore } from './catalogue-rules-store.js';

/** The region's rules of the catalogue: one door, register of targets, thresholds of similarity. */
@ServiceController('training-catalog', 'catalogue-rules')
export class CatalogueRulesController {
  constructor(
    private readonly rules: CatalogueRulesStore,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly config: RegionConfig,
  ) {}

  /** Newest first; those that are yet to begin among them. */
  @Get()
  @Requires('training:read')
  @ApiOkResponse({ type: CatalogueRulesPage })
  list(@Query() query: CatalogueRulesQuery): Promise<Page<CatalogueRules>> {
    return this.rules.page(this.database, query);
  }

  @Post()
  @Requires('training:rules')
  @ApiCreatedResponse({ type: CatalogueRulesDto })
  set(
    @Body() input: CatalogueRulesDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<CatalogueRules>> {
    assertMayActOn(principal, 'training:rules', { region: this.config.region });
    return this.idempotency.run(request, (tx) => this.rules.set(tx, input, principal.subject));
  }
}
