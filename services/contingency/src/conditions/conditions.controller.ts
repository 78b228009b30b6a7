import { newId } from '@betang/contracts';
import {
  Clock,
  IsDay,
  AppError,
  Audit,
  CurrentPrincipal,
  Idempotency,
  ListQuery,
  OnceRequest,
  PageQuery,
  Requires,
  ServiceController,
  ServiceDatabase,
  type IdempotentRequest,
  type ListDefinition,
  type OnceAnswer,
  type Page,
  type Principal,
  type SqlClient,
  type Transaction,
  ApiCreatedResponse,
  ApiOkResponse,
  ApiProperty,
  ApiPropertyOptional,
} from '@betang/platform';
import { Body, Get, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsOptional,
  IsString,
  Matches,
  MaxLength,
  MinLength,
} from 'class-validator';
import { ContingencyAccess } from '../access/contingency-access.js';
import { Consequences } from '../consequences.js';
import { listPage } from '../database/list-page.js';
import { Table } from '../database/table.js';
import { HAZARD_CODE } from '../hazards/hazard.dto.js';
import { HazardKinds } from '../hazards/hazard-kinds.js';
import { Reviews } from '../reviews/reviews.js';

const KINDS = ['WEATHER', 'SOCIAL', 'ECONOMIC', 'TECHNOLOGY'] as const;
type ConditionKind = (typeof KINDS)[number];

/** Something that changed around the plans. */
interface Condition {
  readonly conditionId: string;
  readonly kind: ConditionKind;
  readonly title: string;
  readonly description: string;
  readonly source: string;
  /** Id at the source that sent it: the same one again is the same condition. */
  readonly externalId: string | null;
  readonly observedOn: string;
  readonly hazardCodes: readonly string[];
  readonly area: string | null;
  readonly recordedBy: string;
}

const CONDITIONS = new Table<Condition>('condition', 'conditionId');
const LIST: ListDefinition = {
  select: `SELECT c.*, (SELECT count(*)::integer FROM review AS r WHERE r.cause = 'CONDITION' AND r.cause_id = c.condition_id) AS plans_to_review
    FROM condition AS c`,
  sorts: { observedOn: { sql: 'c.observed_on', type: 'date' } },
  defaultSort: '-observedOn',
  key: { sql: 'c.condition_id', type: 'uuid' },
};
const TOUCHED = `SELECT plan_id FROM plan WHERE hazard_code = ANY($1::text[]) AND state = 'ACTIVE' ORDER BY plan_id`;

export class NewConditionDto {
  @ApiProperty({ enum: KINDS }) @IsIn(KINDS) readonly kind: ConditionKind;
  @IsString() @MinLength(3) @MaxLength(300) readonly title: string;
  @IsString() @MinLength(3) @MaxLength(5_000) readonly description: string;
  @ApiProperty({ description: 'Who says so: BMKG, an officer, a partner' })
  @IsString()
  @MinLength(2)
  @MaxLength(200)
  readonly source: string;
  @ApiPropertyOptional({ description: 'Id at the source; the same one again changes nothing' })
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  readonly externalId?: string;
  @ApiProperty({ format: 'date' }) @IsDay() readonly observedOn: string;
  @ApiProperty({ type: [String], description: 'Kinds of hazards that it bears on' })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(30)
  @Matches(HAZARD_CODE, { each: true })
  readonly hazardCodes: readonly string[];
  @IsOptional() @IsString() @MaxLength(300) readonly area?: string;
}

export class ConditionQuery extends PageQuery {
  @IsOptional() @IsIn(KINDS) readonly kind?: ConditionKind;
  @IsOptional() @Matches(HAZARD_CODE) readonly hazardCode?: string;
}

export class ConditionView {
  @ApiProperty({ format: 'uuid' }) readonly conditionId: string;
  @ApiProperty({ enum: KINDS }) readonly kind: string;
  @ApiProperty() readonly title: string;
  @ApiProperty() readonly description: string;
  @ApiProperty() readonly source: string;
  @ApiProperty({ type: String, nullable: true }) readonly externalId: string | null;
  @ApiProperty({ format: 'date' }) readonly observedOn: string;
  @ApiProperty({ type: [String] }) readonly hazardCodes: readonly string[];
  @ApiProperty({ type: String, nullable: true }) readonly area: string | null;
  @ApiProperty({ description: 'Plans that are to be reviewed because of it' }) readonly plansToReview: number;
}

export class ConditionPage {
  @ApiProperty({ type: [ConditionView] }) readonly items: readonly ConditionView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

/** What changes around plans (R08): weather, society, economy, technology. Each asks for a review of the plans that it touches. */
@ServiceController('contingency', 'conditions')
export class ConditionsController {
  constructor(
    private readonly reviews: Reviews,
    private readonly kinds: HazardKinds,
    private readonly access: ContingencyAccess,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly consequences: Consequences,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Requires('contingency:read')
  @ApiOkResponse({ type: ConditionPage })
  async list(@Query() query: ConditionQuery, @CurrentPrincipal() principal: Principal): Promise<Page<ConditionView>> {
    this.access.assertReads(principal);
    const list = new ListQuery(LIST, query)
      .where('c.kind = ?', query.kind)
      .where('? = ANY(c.hazard_codes)', query.hazardCode);
    const page = await listPage<Condition & { plansToReview: number }>(this.database, list);
    return { ...page, items: page.items.map((row) => viewOf(row, row.plansToReview)) };
  }

  @Get(':conditionId')
  @Requires('contingency:read')
  @ApiOkResponse({ type: ConditionView })
  async get(
    @Param('conditionId', ParseUUIDPipe) conditionId: string,
    @CurrentPrincipal() principal: Principal,
  ): Promise<ConditionView> {
    this.access.assertReads(principal);
    return this.view(this.database, await CONDITIONS.get(this.database, conditionId));
  }

  /** Recorded by an officer, or sent by another system with a service client's token. */
  @Post()
  @Requires('contingency:conditions')
  @ApiCreatedResponse({ type: ConditionView })
  async record(
    @Body() input: NewConditionDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<ConditionView>> {
    this.access.assertRegion(principal, 'contingency:conditions');
    const today = this.clock.today();
    if (input.observedOn > today) throw new AppError('contingency-date-ahead', { status: 422, field: 'observedOn' });
    return this.idempotency.run(request, async (tx) => {
      await this.kinds.assertInForce(tx, input.hazardCodes, today, 'hazardCodes');
      const known = await this.find(tx, input);
      if (known) {
        this.audit.nothingChanged(tx);
        return this.view(tx, known);
      }
      const { externalId = null, area = null, ...fields } = input;
      const condition = await CONDITIONS.insert(tx, {
        ...fields,
        externalId,
        area,
        conditionId: newId(),
        recordedBy: principal.subject,
      });
      const touched = (await tx.query<{ plan_id: string }>(TOUCHED, [input.hazardCodes])).map((row) => row.plan_id);
      const request = { cause: 'CONDITION', causeId: condition.conditionId, reason: input.title } as const;
      const { plans, events } = await this.reviews.ask(tx, touched, request);
      await this.consequences.settle(tx, {
        actor: principal.subject,
        action: 'record-condition',
        object: { type: 'condition', id: condition.conditionId },
        after: { kind: condition.kind, hazardCodes: condition.hazardCodes, plans: plans.length },
        plans,
        events,
        trigger: 'CONDITION_RECORDED',
      });
      return viewOf(condition, plans.length);
    });
  }

  /** Two deliveries of one condition at the same time: the second waits for the first, and finds it. */
  private async find(tx: Transaction, { source, externalId }: NewConditionDto): Promise<Condition | undefined> {
    if (externalId === undefined) return undefined;
    await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [
      `contingency.condition/${source}/${externalId}`,
    ]);
    return (await CONDITIONS.where(tx, 'source = $1 AND external_id = $2', [source, externalId]))[0];
  }

  private async view(db: SqlClient, condition: Condition): Promise<ConditionView> {
    const list = new ListQuery(LIST, { limit: 1 }).where('c.condition_id = ?', condition.conditionId);
    const { plansToReview } = (await listPage<ConditionView>(db, list)).items[0]!;
    return viewOf(condition, plansToReview);
  }
}

function viewOf(condition: Condition, plansToReview: number): ConditionView {
  const { conditionId, kind, title, description, source, externalId, observedOn, hazardCodes, area } = condition;
  return { conditionId, kind, title, description, source, externalId, observedOn, hazardCodes, area, plansToReview };
}
