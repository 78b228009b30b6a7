import {
  CurrentPrincipal,
  Idempotency,
  ListQuery,
  OnceRequest,
  PageQuery,
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
import { IsIn, IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min, MinLength } from 'class-validator';
import { ReportingConfig } from '../reporting.config.js';
import { CERTAINTIES, RETENTION_KINDS, type RetentionKind } from './retention-rule.decision.js';
import { RetentionRules } from './retention-rules.js';

class RecordReportRetentionDto {
  @ApiProperty({ enum: RETENTION_KINDS })
  @IsIn(RETENTION_KINDS)
  readonly kind: RetentionKind;

  @ApiProperty({ description: 'Days since the file was made; of hours of persons since the end of their month' })
  @IsInt()
  @Min(1)
  @Max(36_500)
  readonly keepDays: number;

  @ApiProperty({ format: 'date', description: 'In seven days at the earliest' })
  @Matches(/^\d{4}-\d{2}-\d{2}$/)
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

class ReportRetentionView extends RecordReportRetentionDto {
  @ApiProperty({ format: 'uuid' }) readonly ruleId: string;
}

class ReportRetentionPage {
  @ApiProperty({ type: [ReportRetentionView] }) readonly items: readonly ReportRetentionView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

class ReportRetentionQuery extends PageQuery {
  @IsOptional()
  @IsIn(RETENTION_KINDS)
  readonly kind?: RetentionKind;
}

class ReportRetentionRunView {
  @ApiProperty({ format: 'uuid' }) readonly runId: string;
  @ApiProperty({ format: 'uuid' }) readonly ruleId: string;
  @ApiProperty({ enum: RETENTION_KINDS }) readonly kind: RetentionKind;
  @ApiProperty({ description: 'Rows that were cleared' }) readonly erased: number;
  @ApiProperty({ format: 'date-time' }) readonly finishedAt: Date;
}

class ReportRetentionRunPage {
  @ApiProperty({ type: [ReportRetentionRunView] }) readonly items: readonly ReportRetentionRunView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

const RULES: ListDefinition = {
  select: `SELECT rule_id AS "ruleId", kind, keep_days AS "keepDays", to_char(valid_from, 'YYYY-MM-DD') AS "validFrom", basis, certainty FROM retention_rule`,
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

/** For how long files of scheduled reports, and hours of persons under a pseudonym are kept. */
@ServiceController('reporting', '')
export class RetentionController {
  constructor(
    private readonly rules: RetentionRules,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly config: ReportingConfig,
  ) {}

  @Get('retention-rules')
  @Requires('reports:read')
  @ApiOkResponse({ type: ReportRetentionPage })
  async list(@Query() query: ReportRetentionQuery): Promise<Page<ReportRetentionView>> {
    const list = new ListQuery(RULES, query).where('kind = ?', query.kind).build();
    return list.page(await this.database.query<ReportRetentionView & ListRow>(list.text, list.values));
  }

  /** What the rules took away, turn by turn; figures only. */
  @Get('retention-runs')
  @Requires('reports:read')
  @ApiOkResponse({ type: ReportRetentionRunPage })
  async runs(@Query() query: ReportRetentionQuery): Promise<Page<ReportRetentionRunView>> {
    const list = new ListQuery(RUNS, query).where('kind = ?', query.kind).build();
    return list.page(await this.database.query<ReportRetentionRunView & ListRow>(list.text, list.values));
  }

  @Post('retention-rules')
  @Requires('reports:settings')
  @ApiCreatedResponse({ type: ReportRetentionView })
  record(
    @Body() input: RecordReportRetentionDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<ReportRetentionView>> {
    assertMayActOn(principal, 'reports:settings', { region: this.config.region });
    return this.idempotency.run(request, (tx) => this.rules.record(tx, input, principal.subject));
  }
}
