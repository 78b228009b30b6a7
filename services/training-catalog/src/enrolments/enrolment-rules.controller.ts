import {
  IsDay,
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
  ApiPropertyOptional,
} from '@betang/platform';
import { Body, Get, Post } from '@nestjs/common';
import { ArrayUnique, IsArray, IsIn, IsOptional, IsString, MaxLength, MinLength } from 'class-validator';
import {
  APPROVAL_STEPS,
  SESSION_KIND_VALUES,
  type ApprovalStep,
  type SessionKind,
} from '../database/training-session.entity.js';
import { EnrolmentRules } from './enrolment-rules.js';

class RecordEnrolmentRuleDto {
  @ApiPropertyOptional({ enum: SESSION_KIND_VALUES, description: 'Of one kind; without it of all others' })
  @IsOptional()
  @IsIn(SESSION_KIND_VALUES)
  readonly kind?: SessionKind;

  @ApiProperty({ format: 'date', description: 'Sessions that begin on this day or later' })
  @IsDay()
  readonly validFrom: string;

  @ApiProperty({ enum: APPROVAL_STEPS, isArray: true })
  @IsArray()
  @ArrayUnique()
  @IsIn(APPROVAL_STEPS, { each: true })
  readonly approvals: ApprovalStep[];

  @ApiProperty({ maxLength: 500, description: 'Legal basis' })
  @IsString()
  @MinLength(3)
  @MaxLength(500)
  readonly basis: string;
}

class EnrolmentRuleView {
  @ApiProperty({ format: 'uuid' }) readonly ruleId: string;
  @ApiProperty({ enum: SESSION_KIND_VALUES, nullable: true }) readonly kind: SessionKind | null;
  @ApiProperty({ format: 'date' }) readonly validFrom: string;
  @ApiProperty({ enum: APPROVAL_STEPS, isArray: true }) readonly approvals: readonly ApprovalStep[];
  @ApiProperty() readonly basis: string;
}

class EnrolmentRulePage {
  @ApiProperty({ type: [EnrolmentRuleView] }) readonly items: readonly EnrolmentRuleView[];
}

/** Whose consent an enrolment by oneself needs. */
@ServiceController('training-catalog', 'enrolment-rules')
export class EnrolmentRulesController {
  constructor(
    private readonly rules: EnrolmentRules,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly config: RegionConfig,
  ) {}

  @Get()
  @Requires('training:read')
  @ApiOkResponse({ type: EnrolmentRulePage })
  async list(): Promise<EnrolmentRulePage> {
    return { items: await this.rules.list(this.database) };
  }

  @Post()
  @Requires('training:write')
  @ApiCreatedResponse({ type: EnrolmentRuleView })
  record(
    @Body() input: RecordEnrolmentRuleDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<EnrolmentRuleView>> {
    assertMayActOn(principal, 'training:write', { region: this.config.region });
    const rule = { ...input, kind: input.kind ?? null };
    return this.idempotency.run(request, (tx) => this.rules.record(tx, rule, principal.subject));
  }
}
