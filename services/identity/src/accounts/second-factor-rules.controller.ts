import {
  Audit,
  CurrentPrincipal,
  Idempotency,
  OnceRequest,
  RegionConfig,
  Requires,
  ROLES,
  ServiceController,
  ServiceDatabase,
  assertMayActOn,
  type IdempotentRequest,
  type OnceAnswer,
  type Principal,
  type Role,
  ApiProperty,
  AnswersItems,
  ApiCreatedResponse,
} from '@betang/platform';
import { Body, Get, Post } from '@nestjs/common';
import { IsBoolean, IsIn, IsISO8601, Matches } from 'class-validator';
import { v7 as uuidv7 } from 'uuid';
import { listSecondFactorRules } from './second-factor-rule.js';

/** Whether a role needs a second factor from a day on. */
export class SecondFactorRuleDto {
  @ApiProperty({ enum: ROLES }) @IsIn(ROLES) readonly role: Role;

  @ApiProperty({ format: 'date' })
  @Matches(/^\d{4}-\d\d-\d\d$/)
  @IsISO8601({ strict: true })
  readonly effectiveOn: string;

  @ApiProperty() @IsBoolean() readonly required: boolean;
}

/** The dated setting of which roles sign in with a second factor. A day's rule for a role is replaced by another one of that day. */
@ServiceController('identity', 'second-factor-rules')
export class SecondFactorRulesController {
  constructor(
    private readonly config: RegionConfig,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly audit: Audit,
  ) {}

  /** All of them: a few for each role at most. */
  @Get()
  @Requires('accounts:manage')
  @AnswersItems(SecondFactorRuleDto)
  async list(@CurrentPrincipal() principal: Principal): Promise<{ items: SecondFactorRuleDto[] }> {
    assertMayActOn(principal, 'accounts:manage', { region: this.config.region });
    return { items: (await listSecondFactorRules(this.database)) as SecondFactorRuleDto[] };
  }

  @Post()
  @Requires('accounts:manage')
  @ApiCreatedResponse({ type: SecondFactorRuleDto })
  add(
    @Body() rule: SecondFactorRuleDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<SecondFactorRuleDto>> {
    assertMayActOn(principal, 'accounts:manage', { region: this.config.region });
    const { role, effectiveOn, required } = rule;
    return this.idempotency.run(request, async (tx) => {
      await tx.execute(
        `INSERT INTO second_factor_rule (rule_id, role, effective_on, required, created_by) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (role, effective_on) DO UPDATE SET required = excluded.required, created_by = excluded.created_by, created_at = now()`,
        [uuidv7(), role, effectiveOn, required, principal.subject],
      );
      await this.audit.record(tx, {
        actor: principal.subject,
        action: 'set-second-factor-rule',
        object: { type: 'role', id: role },
        after: { effectiveOn, required },
      });
      return { role, effectiveOn, required };
    });
  }
}
