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
  type Principal,
  ApiCreatedResponse,
  ApiOkResponse,
} from '@betang/platform';
import { Body, Get, Post } from '@nestjs/common';
import type { CatalogueRules } from './catalogue-rules.js';
import { CatalogueRulesDto, CatalogueRulesList } from './catalogue-rules.dto.js';
import { CatalogueRulesStore } from './catalogue-rules.store.js';

/** The region's rules of the catalogue: one door, register of targets, thresholds of similarity. */
@ServiceController('training-catalog', 'catalogue-rules')
export class CatalogueRulesController {
  constructor(
    private readonly rules: CatalogueRulesStore,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly config: RegionConfig,
  ) {}

  /** Newest first; a region has a handful. */
  @Get()
  @Requires('training:read')
  @ApiOkResponse({ type: CatalogueRulesList })
  async list(): Promise<CatalogueRulesList> {
    return { items: await this.rules.all(this.database) };
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
