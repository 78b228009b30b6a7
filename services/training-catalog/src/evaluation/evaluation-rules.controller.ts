import {
  IsDay,
  AppError,
  Audit,
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
  ApiProperty,
} from '@betang/platform';
import { Body, Get, Post } from '@nestjs/common';
import { IsInt, IsString, Max, MaxLength, Min, MinLength } from 'class-validator';
import { EVALUATION_RULE_COLUMNS, type EvaluationRule } from './evaluation-rule.js';

/** When and by what measures trainings are evaluated, from a day on; scores are hundredths. */
class EvaluationRuleDto implements EvaluationRule {
  @ApiProperty({ format: 'date' })
  @IsDay()
  readonly validFrom: string;

  @ApiProperty({ minimum: 1, maximum: 24, description: 'Months after the last day in which the supervisor is asked' })
  @IsInt()
  @Min(1)
  @Max(24)
  readonly opensMonths: number;

  @ApiProperty({ minimum: 2, maximum: 36, description: 'Later than `opensMonths`' })
  @IsInt()
  @Min(2)
  @Max(36)
  readonly closesMonths: number;

  @ApiProperty({ minimum: 100, maximum: 500, description: 'Least average reaction' })
  @IsInt()
  @Min(100)
  @Max(500)
  readonly minReaction: number;

  @ApiProperty({ minimum: 0, maximum: 10_000, description: 'Least share of the possible gain between the tests' })
  @IsInt()
  @Min(0)
  @Max(10_000)
  readonly minGain: number;

  @ApiProperty({ minimum: 0, maximum: 10_000, description: 'Least share of people who apply what they learned' })
  @IsInt()
  @Min(0)
  @Max(10_000)
  readonly minApplied: number;

  @ApiProperty({ maxLength: 500, description: 'Legal basis' })
  @IsString()
  @MinLength(3)
  @MaxLength(500)
  readonly basis: string;
}

class EvaluationRulePage {
  @ApiProperty({ type: [EvaluationRuleDto] }) readonly items: readonly EvaluationRuleDto[];
}

const INSERT = `INSERT INTO evaluation_rule (valid_from, opens_months, closes_months, min_reaction, min_gain, min_applied, basis, recorded_by)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (valid_from) DO NOTHING`;

/** Rules of evaluation, as dated data: never changed, another one begins on a later day. */
@ServiceController('training-catalog', 'evaluation-rules')
export class EvaluationRulesController {
  constructor(
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly audit: Audit,
    private readonly config: RegionConfig,
  ) {}

  @Get()
  @Requires('training:read')
  @ApiOkResponse({ type: EvaluationRulePage })
  async list(): Promise<EvaluationRulePage> {
    const text = `SELECT ${EVALUATION_RULE_COLUMNS} FROM evaluation_rule ORDER BY valid_from`;
    return { items: await this.database.query<EvaluationRule>(text) };
  }

  @Post()
  @Requires('training:write')
  @ApiCreatedResponse({ type: EvaluationRuleDto })
  record(
    @Body() input: EvaluationRuleDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<EvaluationRule>> {
    assertMayActOn(principal, 'training:write', { region: this.config.region });
    const { validFrom, opensMonths, closesMonths, minReaction, minGain, minApplied, basis } = input;
    if (closesMonths <= opensMonths)
      throw new AppError('evaluation-rule-refused', {
        status: 422,
        errors: [{ field: 'closesMonths', code: 'meeting.ends-before-start' }],
      });
    return this.idempotency.run(request, async (tx) => {
      const actor = principal.subject;
      const values = [validFrom, opensMonths, closesMonths, minReaction, minGain, minApplied, basis, actor];
      if ((await tx.execute(INSERT, values)) === 0) throw new AppError('evaluation-rule-exists', { status: 409 });
      const object = { type: 'evaluation-rule', id: validFrom };
      await this.audit.record(tx, { actor, action: 'record-evaluation-rule', object });
      return input;
    });
  }
}
