import { Body, Get, Post, Query } from '@nestjs/common';
import type { Type } from '@nestjs/common';
import { IsIn, IsOptional } from 'class-validator';

import { CurrentPrincipal, Requires } from '../auth/access.decorators.js';
import { assertMayActOn } from '../auth/principal.js';
import type { Principal } from '../auth/principal.js';
import { RegionConfig } from '../config/region-config.js';
import { ServiceDatabase } from '../database/service-database.js';
import { PageQuery } from '../http/page.js';
import type { Page } from '../http/page.js';
import { ServiceController } from '../http/service-controller.decorator.js';
import { Idempotency } from '../idempotency/idempotency.js';
import type { IdempotentRequest } from '../idempotency/idempotent-request.js';
import { OnceRequest } from '../idempotency/idempotent.decorator.js';
import type { OnceAnswer } from '../idempotency/once-answer.js';
import { ListQuery } from '../lists/list-query.js';
import type { ListDefinition, ListRow } from '../lists/list-query.js';
import { ApiCreatedResponse, ApiOkResponse } from '../openapi/declarations.js';
import type { RetentionDefinition } from './retention-definition.js';
import type { RetentionRule } from './retention-rule.decision.js';
import { RetentionRules, SELECT_RULES } from './retention-rules.js';
import { named, ruleDtosOf, runPageOf } from './retention.dto.js';
import type { RetentionRun } from './retention.dto.js';

const RULES: ListDefinition = {
  select: SELECT_RULES,
  sorts: { validFrom: { sql: 'valid_from', type: 'date' }, kind: { sql: 'kind', type: 'text' } },
  defaultSort: '-validFrom',
  key: { sql: 'rule_id', type: 'uuid' },
};
const RUNS: ListDefinition = {
  select: `SELECT run_id AS "runId", rule_id AS "ruleId", kind, erased, finished_at AS "finishedAt" FROM retention_run`,
  sorts: { finishedAt: { sql: 'finished_at', type: 'timestamptz' } },
  defaultSort: '-finishedAt',
  key: { sql: 'run_id', type: 'uuid' },
};

/** For how long a service keeps its kinds of records, under the service's own prefix. */
export function retentionControllerOf(definition: RetentionDefinition): Type {
  const { service, kinds, scopes, schemas } = definition;
  const { RuleView, RulePage, ...dtos } = ruleDtosOf(definition);
  // Input is checked by the class that its parameter names: only one that is declared as a class can be named there.
  class KindQuery extends PageQuery {
    @IsOptional()
    @IsIn(kinds)
    readonly kind?: string;
  }
  class RuleInput extends dtos.RuleInput {}
  named(RuleInput, `Record${schemas.rule}Dto`);

  @ServiceController(service)
  class RetentionController {
    constructor(
      private readonly rules: RetentionRules,
      private readonly database: ServiceDatabase,
      private readonly idempotency: Idempotency,
      private readonly config: RegionConfig,
    ) {}

    @Get('retention-rules')
    @Requires(scopes.read)
    @ApiOkResponse({ type: RulePage })
    list(@Query() query: KindQuery): Promise<Page<RetentionRule>> {
      return pageOfKind<RetentionRule>(this.database, RULES, query);
    }

    /** What the rules took away, turn by turn; figures only. */
    @Get('retention-runs')
    @Requires(scopes.read)
    @ApiOkResponse({ type: runPageOf(definition) })
    runs(@Query() query: KindQuery): Promise<Page<RetentionRun>> {
      return pageOfKind<RetentionRun>(this.database, RUNS, query);
    }

    @Post('retention-rules')
    @Requires(scopes.record)
    @ApiCreatedResponse({ type: RuleView })
    record(
      @Body() input: RuleInput,
      @CurrentPrincipal() principal: Principal,
      @OnceRequest() request: IdempotentRequest,
    ): Promise<OnceAnswer<RetentionRule>> {
      assertMayActOn(principal, scopes.record, { region: this.config.region });
      return this.idempotency.run(request, (tx) => this.rules.record(tx, input, principal.subject));
    }
  }
  return RetentionController;
}

async function pageOfKind<R extends object>(
  database: ServiceDatabase,
  definition: ListDefinition,
  query: PageQuery & { readonly kind?: string },
) {
  const list = new ListQuery(definition, query).where('kind = ?', query.kind).build();
  return list.page(await database.query<R & ListRow>(list.text, list.values));
}
