import {
  IsDay,
  AppError,
  CurrentPrincipal,
  Idempotency,
  OnceRequest,
  Requires,
  ServiceController,
  ServiceDatabase,
  type IdempotentRequest,
  type OnceAnswer,
  type Principal,
  ApiCreatedResponse,
  ApiOkResponse,
  ApiProperty,
} from '@betang/platform';
import { Body, Get, Post } from '@nestjs/common';
import { IsIn, IsObject, IsString, MaxLength, MinLength } from 'class-validator';
import { ContingencyAccess } from '../access/contingency-access.js';
import { Consequences } from '../consequences.js';
import type { RuleRow } from './rule-book.js';
import { RULE_FIELDS, badFields, type RuleKey } from './rule-values.js';
import { Rules } from './rules.js';

const KEYS = Object.keys(RULE_FIELDS);

export class NewRuleDto {
  @ApiProperty({ enum: KEYS }) @IsIn(KEYS) readonly key: RuleKey;
  @ApiProperty({ format: 'date' }) @IsDay() readonly validFrom: string;
  @ApiProperty({ type: Object, description: 'All fields of the rule' })
  @IsObject()
  readonly value: Readonly<Record<string, unknown>>;
  @ApiProperty({ description: 'Regulation or decision that it rests on' })
  @IsString()
  @MinLength(3)
  @MaxLength(300)
  readonly basis: string;
}

export class RuleView {
  @ApiProperty({ enum: KEYS }) readonly key: string;
  @ApiProperty({ format: 'date' }) readonly validFrom: string;
  @ApiProperty({ enum: ['REFERENCE', 'REGION'] }) readonly origin: string;
  @ApiProperty() readonly revision: number;
  @ApiProperty({ type: Object }) readonly value: object;
  @ApiProperty() readonly basis: string;
  @ApiProperty({ description: 'V, V2, U: how sure the reference data are; REGION: the region decided' })
  readonly status: string;
}

export class RuleList {
  @ApiProperty({ type: [RuleView] }) readonly items: readonly RuleView[];
}

/** The settings by which plans, drills, hazards and readiness are judged: every revision, with its basis. */
@ServiceController('contingency', 'rules')
export class RulesController {
  constructor(
    private readonly rules: Rules,
    private readonly access: ContingencyAccess,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly consequences: Consequences,
  ) {}

  @Get()
  @Requires('contingency:read')
  @ApiOkResponse({ type: RuleList })
  async list(@CurrentPrincipal() principal: Principal): Promise<RuleList> {
    this.access.assertReads(principal);
    return { items: (await this.rules.book(this.database)).rows.map(viewOf) };
  }

  /** Records a revision of the region's own; every plan's readiness follows at once. */
  @Post()
  @Requires('contingency:write')
  @ApiCreatedResponse({ type: RuleView })
  async add(
    @Body() input: NewRuleDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<RuleView>> {
    this.access.assertRegion(principal);
    const bad = badFields(input.key, input.value);
    if (bad.length > 0) {
      const errors = bad.map((field) => ({
        field: /^[A-Za-z_:]{1,60}$/.test(field) ? `value.${field}` : 'value',
        code: 'rule.out-of-bounds',
      }));
      throw new AppError('setting-refused', { status: 422, errors });
    }
    return this.idempotency.run(request, async (tx) => {
      const row = await this.rules.add(tx, input, principal.subject);
      await this.consequences.settle(tx, {
        actor: principal.subject,
        action: 'record-rule',
        object: { type: 'rule', id: input.key },
        after: { ...input.value, validFrom: input.validFrom },
        plans: 'all',
        hazards: true,
        trigger: 'RULES_CHANGED',
      });
      return viewOf(row);
    });
  }
}

function viewOf({ key, validFrom, origin, revision, value, basis, status }: RuleRow): RuleView {
  return { key, validFrom, origin, revision, value, basis, status };
}
