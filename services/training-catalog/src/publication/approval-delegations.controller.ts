import {
  Clock,
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
  ApiCreatedResponse,
  ApiOkResponse,
} from '@betang/platform';
import { Body, Get, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import {
  ApprovalDelegationPage,
  ApprovalDelegationQuery,
  ApprovalDelegationView,
  DelegateApprovalDto,
  DelegationEndedView,
} from './approval-delegation.dto.js';
import { ApprovalDelegations, DELEGATION_SELECT } from './approval-delegations.js';

const LIST: ListDefinition = {
  select: DELEGATION_SELECT,
  sorts: { givenAt: { sql: 'given_at', type: 'timestamptz' }, validTo: { sql: 'valid_to', type: 'date' } },
  defaultSort: '-givenAt',
  key: { sql: 'delegation_id', type: 'uuid' },
};
const LIVE = '(ended_at IS NULL AND valid_to >= ?::date) = ?';
const DONE = 200;

/** Who decides on programmes in whose place. */
@ServiceController('training-catalog', 'approval-delegations')
export class ApprovalDelegationsController {
  constructor(
    private readonly delegations: ApprovalDelegations,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly clock: Clock,
    private readonly config: RegionConfig,
  ) {}

  @Get()
  @Requires('training:approve')
  @ApiOkResponse({ type: ApprovalDelegationPage })
  async list(
    @Query() query: ApprovalDelegationQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page<ApprovalDelegationView>> {
    this.assertHere(principal);
    const live = query.live === undefined ? undefined : query.live === 'true';
    const list = new ListQuery(LIST, query)
      .where(LIVE, this.clock.today(), live)
      .where('to_employee = ?', query.toEmployee)
      .build();
    return list.page(await this.database.query<ApprovalDelegationView & ListRow>(list.text, list.values));
  }

  /** By who decides in own right: who stands in does not hand it on. */
  @Post()
  @Requires('training:approve')
  @ApiCreatedResponse({ type: ApprovalDelegationView })
  give(
    @Body() input: DelegateApprovalDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<ApprovalDelegationView>> {
    this.assertHere(principal);
    const terms = { ...input, givenBy: principal.subject };
    return this.idempotency.run(request, (tx) => this.delegations.give(tx, terms, principal.employeeId));
  }

  @Post(':delegationId/end')
  @Requires('training:approve')
  @ApiOkResponse({ type: DelegationEndedView })
  end(
    @Param('delegationId', ParseUUIDPipe) delegationId: string,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<DelegationEndedView>> {
    this.assertHere(principal);
    return this.idempotency.run(
      request,
      async (tx) => {
        await this.delegations.end(tx, delegationId, principal.subject);
        return { delegationId };
      },
      DONE,
    );
  }

  private assertHere(principal: Principal): void {
    assertMayActOn(principal, 'training:approve', { region: this.config.region });
  }
}
