import {
  AppError,
  CurrentPrincipal,
  Idempotency,
  ListQuery,
  OnceRequest,
  RegionConfig,
  Requires,
  ServiceController,
  ServiceDatabase,
  assertMayActOn,
  mayActOn,
  type IdempotentRequest,
  type ListDefinition,
  type ListRow,
  type OnceAnswer,
  type Page,
  type Principal,
  type Scope,
  type SqlClient,
  ApiCreatedResponse,
  ApiOkResponse,
} from '@betang/platform';
import { Body, Get, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { Publication } from './publication.js';
import {
  DecidePublicationDto,
  PublicationRequestPage,
  PublicationRequestView,
  PublicationReviewPage,
  PublicationReviewQuery,
  PublicationReviewView,
  RequestQuery,
  WithdrawRequestDto,
} from './approval.dto.js';
import { ApprovalDelegations } from './approval-delegations.js';
import { PublicationRequests, type Decider } from './publication-requests.js';

const REQUEST_SELECT = `SELECT request_id AS "requestId", programme_id AS "programmeId", revision, approver, state, reason, submitted->>'title' AS title,
  submitted_at AS "submittedAt", decided_at AS "decidedAt" FROM publication_request`;
const REQUESTS: ListDefinition = {
  select: REQUEST_SELECT,
  sorts: {
    submittedAt: { sql: 'submitted_at', type: 'timestamptz' },
    title: { sql: "submitted->>'title'", type: 'text' },
  },
  defaultSort: '-submittedAt',
  key: { sql: 'request_id', type: 'uuid' },
};

const REVIEW_SELECT = `SELECT request_id AS "requestId", region, programme_id AS "programmeId", submitted, state, reason, on_behalf_of AS "onBehalfOf",
  received_at AS "receivedAt", decided_at AS "decidedAt" FROM publication_review`;
const REVIEWS: ListDefinition = {
  select: REVIEW_SELECT,
  sorts: { receivedAt: { sql: 'received_at', type: 'timestamptz' }, region: { sql: 'region', type: 'text' } },
  defaultSort: 'receivedAt',
  key: { sql: 'request_id', type: 'uuid' },
};

const DONE = 200;

/** One door (satu pintu): programmes before they are published, here and, in the province, of its regencies. */
@ServiceController('training-catalog', '')
export class ApprovalController {
  constructor(
    private readonly publication: Publication,
    private readonly requests: PublicationRequests,
    private readonly delegations: ApprovalDelegations,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly config: RegionConfig,
  ) {}

  @Post('programmes/:programmeId/submit')
  @Requires('training:write')
  @ApiCreatedResponse({ type: PublicationRequestView })
  submit(
    @Param('programmeId', ParseUUIDPipe) programmeId: string,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<PublicationRequestView>> {
    this.assertHere(principal, 'training:write');
    const submitter = { actor: principal.subject, employeeId: principal.employeeId ?? null };
    return this.idempotency.run(request, async (tx) =>
      getRequest(tx, (await this.publication.submit(tx, programmeId, submitter)).requestId),
    );
  }

  /** Takes a request back that nobody has decided on. */
  @Post('publication-requests/:requestId/withdraw')
  @Requires('training:write')
  @ApiOkResponse({ type: PublicationRequestView })
  withdraw(
    @Param('requestId', ParseUUIDPipe) requestId: string,
    @Body() { reason }: WithdrawRequestDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<PublicationRequestView>> {
    this.assertHere(principal, 'training:write');
    return this.idempotency.run(
      request,
      async (tx) => {
        await this.requests.withdraw(tx, requestId, reason, principal.subject);
        return getRequest(tx, requestId);
      },
      DONE,
    );
  }

  @Get('publication-requests')
  @Requires('training:write')
  @ApiOkResponse({ type: PublicationRequestPage })
  async list(@Query() query: RequestQuery): Promise<Page<PublicationRequestView>> {
    const list = new ListQuery(REQUESTS, query)
      .where('state = ?', query.state)
      .where('programme_id = ?', query.programmeId)
      .search(["submitted->>'title'"], query.search)
      .build();
    return list.page(await this.database.query<PublicationRequestView & ListRow>(list.text, list.values));
  }

  @Get('publication-reviews')
  @Requires('training:approve')
  @ApiOkResponse({ type: PublicationReviewPage })
  async reviews(
    @Query() query: PublicationReviewQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page<PublicationReviewView>> {
    await this.deciderOf(principal);
    const list = new ListQuery(REVIEWS, query)
      .where('state = ?', query.state)
      .where('programme_id = ?', query.programmeId)
      .where('region = ?', query.region)
      .search(["submitted->>'title'"], query.search)
      .build();
    return list.page(await this.database.query<PublicationReviewView & ListRow>(list.text, list.values));
  }

  /** An approval may be taken back, with its reason, until the programme is published under it. */
  @Post('publication-reviews/:requestId/decide')
  @Requires('training:approve')
  @ApiOkResponse({ type: PublicationReviewView })
  async decide(
    @Param('requestId', ParseUUIDPipe) requestId: string,
    @Body() { decision, reason }: DecidePublicationDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<PublicationReviewView>> {
    const by = await this.deciderOf(principal);
    return this.idempotency.run(
      request,
      async (tx) => {
        await this.requests.decide(tx, requestId, decision, reason ?? null, by);
        return getReview(tx, requestId);
      },
      DONE,
    );
  }

  /** In own right, or in the place of who lets them. Throws `forbidden` (403). */
  private async deciderOf(principal: Principal): Promise<Decider> {
    const actor = principal.subject;
    if (mayActOn(principal, 'training:approve', { region: this.config.region })) return { actor, onBehalfOf: null };
    const giver = await this.delegations.giverFor(this.database, principal.employeeId);
    if (giver === undefined) this.assertHere(principal, 'training:approve');
    return { actor, onBehalfOf: giver ?? null };
  }

  private assertHere(principal: Principal, scope: Scope): void {
    assertMayActOn(principal, scope, { region: this.config.region });
  }
}

async function getRequest(db: SqlClient, requestId: string): Promise<PublicationRequestView> {
  const [row] = await db.query<PublicationRequestView>(`${REQUEST_SELECT} WHERE request_id = $1`, [requestId]);
  if (!row) throw new AppError('publication-request-not-found', { status: 404 });
  return row;
}

async function getReview(db: SqlClient, requestId: string): Promise<PublicationReviewView> {
  const [row] = await db.query<PublicationReviewView>(`${REVIEW_SELECT} WHERE request_id = $1`, [requestId]);
  if (!row) throw new AppError('publication-review-not-found', { status: 404 });
  return row;
}
