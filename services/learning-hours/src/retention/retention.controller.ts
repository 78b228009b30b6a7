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

class RecordHoursRetentionDto {
  @ApiProperty({ enum: RETENTION_KINDS })
  @IsIn(RETENTION_KINDS)
  readonly kind: RetentionKind;

  @ApiProperty({ description: 'Days from the end of the reconciliation; of main data from the day it was pulled' })
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

class HoursRetentionView extends RecordHoursRetentionDto {
  @ApiProperty({ format: 'uuid' }) readonly ruleId: string;
}

class HoursRetentionPage {
  @ApiProperty({ type: [HoursRetentionView] }) readonly items: readonly HoursRetentionView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

class HoursRetentionQuery extends PageQuery {
  @IsOptional()
  @IsIn(RETENTION_KINDS)
  readonly kind?: RetentionKind;
}

class HoursRetentionRunView {
  @ApiProperty({ format: 'uuid' }) readonly runId: string;
  @ApiProperty({ format: 'uuid' }) readonly ruleId: string;
  @ApiProperty({ enum: RETENTION_KINDS }) readonly kind: RetentionKind;
  @ApiProperty({ description: 'Rows that were cleared' }) readonly erased: number;
  @ApiProperty({ format: 'date-time' }) readonly finishedAt: Date;
}

class HoursRetentionRunPage {
  @ApiProperty({ type: [HoursRetentionRunView] }) readonly items: readonly HoursRetentionRunView[];
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

/** For how long what SIASN said in a reconciliation that has ended, and main data of persons that was pulled are kept. */
@ServiceController('learning-hours', '')
export class RetentionController {
  constructor(
    private readonly rules: RetentionRules,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly config: RegionConfig,
  ) {}

  @Get('retention-rules')
  @Requires('hours:write')
  @ApiOkResponse({ type: HoursRetentionPage })
  async list(@Query() query: HoursRetentionQuery): Promise<Page<HoursRetentionView>> {
    const list = new ListQuery(RULES, query).where('kind = ?', query.kind).build();
    return list.page(await this.database.query<HoursRetentionView & ListRow>(list.text, list.values));
  }

  /** What the rules took away, turn by turn; figures only. */
  @Get('retention-runs')
  @Requires('hours:write')
  @ApiOkResponse({ type: HoursRetentionRunPage })
  async runs(@Query() query: HoursRetentionQuery): Promise<Page<HoursRetentionRunView>> {
    const list = new ListQuery(RUNS, query).where('kind = ?', query.kind).build();
    return list.page(await this.database.query<HoursRetentionRunView & ListRow>(list.text, list.values));
  }

  @Post('retention-rules')
  @Requires('hours:rules')
  @ApiCreatedResponse({ type: HoursRetentionView })
  record(
    @Body() input: RecordHoursRetentionDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<HoursRetentionView>> {
    assertMayActOn(principal, 'hours:rules', { region: this.config.region });
    return this.idempotency.run(request, (tx) => this.rules.record(tx, input, principal.subject));
  }
}
