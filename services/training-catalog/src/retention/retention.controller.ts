import {
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
  type IdempotentRequest,
  type ListDefinition,
  type ListRow,
  type OnceAnswer,
  type Page,
  type Principal,
  ApiCreatedResponse,
  ApiOkResponse,
  ApiProperty,
  ApiPropertyOptional,
} from '@betang/platform';
import { Body, Get, Post, Query } from '@nestjs/common';
import { IsIn, IsInt, IsOptional, IsString, Max, MaxLength, Min, MinLength } from 'class-validator';
import { IsDay } from '../is-day.js';
import { CERTAINTIES, RETENTION_KINDS, type RetentionKind } from './retention-rule.decision.js';
import { RetentionRules } from './retention-rules.js';

class RecordContentRetentionDto {
  @ApiProperty({ enum: RETENTION_KINDS })
  @IsIn(RETENTION_KINDS)
  readonly kind: RetentionKind;

  @ApiProperty({ description: 'Days from the end of the session; of requests and identities from the last change' })
  @IsInt()
  @Min(1)
  @Max(36_500)
  readonly keepDays: number;

  @ApiProperty({ format: 'date', description: 'In seven days at the earliest' })
  @IsDay()
  readonly validFrom: string;

  @ApiProperty({ maxLength: 500, description: 'Legal basis or schedule (jadwal retensi arsip)' })
  @IsString()
  @MinLength(3)
  @MaxLength(500)
  readonly basis: string;

  @ApiProperty({ enum: CERTAINTIES, description: 'How the period is known' })
  @IsIn(CERTAINTIES)
  readonly certainty: (typeof CERTAINTIES)[number];
}

class ContentRetentionView extends RecordContentRetentionDto {
  @ApiProperty({ format: 'uuid' }) readonly ruleId: string;
}

class ContentRetentionPage {
  @ApiProperty({ type: [ContentRetentionView] }) readonly items: readonly ContentRetentionView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

class ContentRetentionQuery extends PageQuery {
  @IsOptional()
  @IsIn(RETENTION_KINDS)
  readonly kind?: RetentionKind;
}

class ContentErasureView {
  @ApiProperty({ format: 'uuid' }) readonly runId: string;
  @ApiProperty({ format: 'uuid' }) readonly ruleId: string;
  @ApiProperty({ enum: RETENTION_KINDS }) readonly kind: RetentionKind;
  @ApiProperty({ description: 'Rows that were cleared' }) readonly erased: number;
  @ApiProperty({ format: 'date-time' }) readonly finishedAt: Date;
}

class ContentErasurePage {
  @ApiProperty({ type: [ContentErasureView] }) readonly items: readonly ContentErasureView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

const RULES: ListDefinition = {
  select: `SELECT rule_id AS "ruleId", kind, keep_days AS "keepDays", valid_from AS "validFrom", basis, certainty FROM retention_rule`,
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

/** For how long work, papers, codes and requests of guests are kept. */
@ServiceController('training-catalog', '')
export class RetentionController {
  constructor(
    private readonly rules: RetentionRules,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly config: RegionConfig,
  ) {}

  @Get('retention-rules')
  @Requires('training:read')
  @ApiOkResponse({ type: ContentRetentionPage })
  async list(@Query() query: ContentRetentionQuery): Promise<Page<ContentRetentionView>> {
    const list = new ListQuery(RULES, query).where('kind = ?', query.kind).build();
    return list.page(await this.database.query<ContentRetentionView & ListRow>(list.text, list.values));
  }

  /** What the rules took away, turn by turn; figures only. */
  @Get('retention-runs')
  @Requires('training:read')
  @ApiOkResponse({ type: ContentErasurePage })
  async runs(@Query() query: ContentRetentionQuery): Promise<Page<ContentErasureView>> {
    const list = new ListQuery(RUNS, query).where('kind = ?', query.kind).build();
    return list.page(await this.database.query<ContentErasureView & ListRow>(list.text, list.values));
  }

  @Post('retention-rules')
  @Requires('training:rules')
  @ApiCreatedResponse({ type: ContentRetentionView })
  record(
    @Body() input: RecordContentRetentionDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<ContentRetentionView>> {
    assertMayActOn(principal, 'training:rules', { region: this.config.region });
    return this.idempotency.run(request, (tx) => this.rules.record(tx, input, principal.subject));
  }
}
