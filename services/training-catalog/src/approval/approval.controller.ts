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
import { Publication } from '../programmes/publication.js';
import {
  DecidePublicationDto,
  PublicationRequestPage,
  PublicationRequestView,
  PublicationReviewPage,
  PublicationReviewView,
  RequestQuery,
} from './approval.dto.js';
import { PublicationRequests } from './publication-requests.js';

const REQUESTS: ListDefinition = {
  select: `SELECT request_id AS "requestId", programme_id AS "programmeId", revision, approver, state, reason FROM publication_request`,
  sorts: { submittedAt: { sql: 'submitted_at', type: 'timestamptz' } },
  defaultSort: '-submittedAt',
  key: { sql: 'request_id', type: 'uuid' },
};

const REVIEW_SELECT = `SELECT request_id AS "requestId", region, programme_id AS "programmeId", submitted, state, reason, received_at AS "receivedAt",
  decided_at AS "decidedAt" FROM publication_review`;
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
    return this.idempotency.run(request, (tx) => this.publication.submit(tx, programmeId, principal.subject));
  }

  @Get('publication-requests')
  @Requires('training:write')
  @ApiOkResponse({ type: PublicationRequestPage })
  async list(@Query() query: RequestQuery): Promise<Page<PublicationRequestView>> {
    const list = new ListQuery(REQUESTS, query)
      .where('state = ?', query.state)
      .where('programme_id = ?', query.programmeId)
      .build();
    return list.page(await this.database.query<PublicationRequestView & ListRow>(list.text, list.values));
  }

  @Get('publication-reviews')
  @Requires('training:approve')
  @ApiOkResponse({ type: PublicationReviewPage })
  async reviews(
    @Query() query: RequestQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page<PublicationReviewView>> {
    this.assertHere(principal, 'training:approve');
    const list = new ListQuery(REVIEWS, query)
      .where('state = ?', query.state)
      .where('programme_id = ?', query.programmeId)
      .where('region = ?', query.region)
      .build();
    return list.page(await this.database.query<PublicationReviewView & ListRow>(list.text, list.values));
  }

  @Post('publication-reviews/:requestId/decide')
  @Requires('training:approve')
  @ApiOkResponse({ type: PublicationReviewView })
  decide(
    @Param('requestId', ParseUUIDPipe) requestId: string,
    @Body() { decision, reason }: DecidePublicationDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<PublicationReviewView>> {
    this.assertHere(principal, 'training:approve');
    return this.idempotency.run(
      request,
      async (tx) => {
        await this.requests.decide(tx, requestId, decision, reason ?? null, principal.subject);
        return getReview(tx, requestId);
      },
      DONE,
    );
  }

  private assertHere(principal: Principal, scope: Scope): void {
    assertMayActOn(principal, scope, { region: this.config.region });
  }
}

async function getReview(db: SqlClient, requestId: string): Promise<PublicationReviewView> {
  const [row] = await db.query<PublicationReviewView>(`${REVIEW_SELECT} WHERE request_id = $1`, [requestId]);
  if (!row) throw new AppError('publication-review-not-found', { status: 404 });
  return row;
}
