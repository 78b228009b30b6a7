import {
  Clock,
  CurrentPrincipal,
  Idempotency,
  OnceRequest,
  RegionConfig,
  Requires,
  ServiceController,
  assertMayActOn,
  type IdempotentRequest,
  type OnceAnswer,
  type Principal,
  ApiCreatedResponse,
  ApiOkResponse,
} from '@betang/platform';
import { Body, Get, Post, Query } from '@nestjs/common';
import { ProfileMarks } from '../marks/profile-marks.js';
import type { DatedRule } from './dated-rule.js';
import { RuleBook } from './rule-book.js';
import { NewRuleDto, RuleList, RuleQuery, RuleView } from './rule.dto.js';

/** The dated rules by which profiles, matches, needs and talent boxes are computed. */
@ServiceController('competency-mapping', 'rules')
export class RulesController {
  constructor(
    private readonly rules: RuleBook,
    private readonly marks: ProfileMarks,
    private readonly idempotency: Idempotency,
    private readonly clock: Clock,
    private readonly config: RegionConfig,
  ) {}

  /** All of them, newest first; those to come too. There are a few a year. */
  @Get()
  @Requires('targets:read')
  @ApiOkResponse({ type: RuleList })
  async list(@Query() { kind }: RuleQuery): Promise<RuleList> {
    return { items: await this.rules.list(kind) };
  }

  /** A rule that begins today is applied to all profiles at once, a later one by the sweep of its first day. */
  @Post()
  @Requires('competency:write')
  @ApiCreatedResponse({ type: RuleView })
  decide(
    @Body() input: NewRuleDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<RuleView>> {
    assertMayActOn(principal, 'competency:write', { region: this.config.region });
    const today = this.clock.today();
    const rule = { ...input, status: 'REGION', decidedBy: principal.subject } as unknown as DatedRule;
    return this.idempotency.run(request, async (tx) => {
      const decided = await this.rules.decide(tx, rule, today);
      if (rule.validFrom === today && (rule.kind === 'PROFILE' || rule.kind === 'JOB_MATCH'))
        await this.marks.markAll(tx, 'RULE');
      return decided;
    });
  }
}
