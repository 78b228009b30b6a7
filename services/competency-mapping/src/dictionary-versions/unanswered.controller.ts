import {
  ApiOkResponse,
  ApiProperty,
  ApiPropertyOptional,
  CurrentPrincipal,
  Idempotency,
  OnceRequest,
  PageQuery,
  RegionConfig,
  Requires,
  ServiceController,
  assertMayActOn,
  pageOfComputed,
  type ComputedList,
  type IdempotentRequest,
  type OnceAnswer,
  type Page,
  type Principal,
} from '@betang/platform';
import { Body, Get, Post, Query } from '@nestjs/common';
import { IsIn, IsOptional, Matches } from 'class-validator';
import { COMPETENCY_CODE } from '../dictionary/dictionary.dto.js';
import { ASKED_KINDS, UnansweredCodes, type AskedKind, type Unanswered } from './unanswered.js';

const DONE = 200;
const LIST: ComputedList<Unanswered> = {
  sorts: { code: ({ fromCode }) => fromCode, count: ({ count }) => count },
  defaultSort: 'code',
  key: ({ kind, fromCode }) => `${fromCode} ${kind}`,
};

export class UnansweredQuery extends PageQuery {
  @IsOptional()
  @IsIn(ASKED_KINDS)
  readonly kind?: AskedKind;

  @IsOptional()
  @Matches(COMPETENCY_CODE)
  readonly fromCode?: string;
}

export class CandidateView {
  @ApiProperty() readonly code: string;
  @ApiProperty({ type: [Number], description: 'What levels 0 to 5 became' }) readonly levels: readonly number[];
}

export class UnansweredView {
  @ApiProperty({ enum: ASKED_KINDS }) readonly kind: AskedKind;
  @ApiProperty({ description: 'Code that the dictionary lacks' }) readonly fromCode: string;
  @ApiProperty({ description: 'How many name it' }) readonly count: number;
  @ApiProperty({ type: [CandidateView], description: 'What it was split into; none: nothing took its place' })
  readonly candidates: readonly CandidateView[];
}

export class UnansweredPage {
  @ApiProperty({ type: [UnansweredView] }) readonly items: readonly UnansweredView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

export class AnswerCodeDto {
  @IsIn(ASKED_KINDS)
  readonly kind: AskedKind;

  @ApiProperty({ description: 'Code that the dictionary lacks' })
  @Matches(COMPETENCY_CODE)
  readonly code: string;

  @ApiProperty({ description: 'Code of today that it is from now on' })
  @Matches(COMPETENCY_CODE)
  readonly competencyCode: string;
}

export class AnsweredView {
  @ApiProperty({ enum: ASKED_KINDS }) readonly kind: AskedKind;
  @ApiProperty() readonly fromCode: string;
  @ApiProperty() readonly toCode: string;
  @ApiProperty({ description: 'How many name the new code now' }) readonly mapped: number;
}

/** What a new dictionary left to be answered, and the officer's answers to all of a kind at once; single ones are answered where they stand. */
@ServiceController('competency-mapping', 'dictionaries/unanswered')
export class UnansweredController {
  constructor(
    private readonly unanswered: UnansweredCodes,
    private readonly idempotency: Idempotency,
    private readonly config: RegionConfig,
  ) {}

  @Get()
  @Requires('competency:write')
  @ApiOkResponse({ type: UnansweredPage })
  async list(@Query() query: UnansweredQuery, @CurrentPrincipal() principal: Principal): Promise<Page<UnansweredView>> {
    this.assertOfficer(principal);
    const rows = (await this.unanswered.list())
      .filter(({ kind }) => query.kind === undefined || kind === query.kind)
      .filter(({ fromCode }) => query.fromCode === undefined || fromCode === query.fromCode);
    return pageOfComputed(rows, LIST, query);
  }

  @Post('answer')
  @Requires('competency:write')
  @ApiOkResponse({ type: AnsweredView })
  answer(
    @Body() { kind, code, competencyCode }: AnswerCodeDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<AnsweredView>> {
    this.assertOfficer(principal);
    return this.idempotency.run(
      request,
      (tx) => this.unanswered.answer(tx, { kind, fromCode: code, toCode: competencyCode }, principal.subject),
      DONE,
    );
  }

  /** The dictionary is the whole region's. */
  private assertOfficer(principal: Principal): void {
    assertMayActOn(principal, 'competency:write', { region: this.config.region });
  }
}
