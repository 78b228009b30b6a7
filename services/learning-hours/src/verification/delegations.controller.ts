import {
  CurrentPrincipal,
  Idempotency,
  OnceRequest,
  Requires,
  ServiceController,
  ServiceDatabase,
  decodeCursor,
  pageOf,
  type IdempotentRequest,
  type OnceAnswer,
  type Page,
  type Principal,
  ApiCreatedResponse,
  ApiOkResponse,
} from '@betang/platform';
import { Body, Get, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { PeopleAccess } from '../people/people-access.js';
import {
  DelegationGivenView,
  DelegationPage,
  DelegationQuery,
  DelegationView,
  GiveDelegationDto,
} from './delegation.dto.js';
import { Delegations } from './delegations.js';

const OK = 200;

/** Verifiers stand in for each other. */
@ServiceController('learning-hours', 'delegations')
export class DelegationsController {
  constructor(
    private readonly delegations: Delegations,
    private readonly access: PeopleAccess,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
  ) {}

  /** In the units of the caller's own role; what was given to the caller cannot be given on. */
  @Post()
  @Requires('hours:verify')
  @ApiCreatedResponse({ type: DelegationGivenView })
  give(
    @Body() { toEmployee, validFrom, validTo, reason }: GiveDelegationDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<DelegationGivenView>> {
    const units = this.access.visibleUnits(principal, 'hours:verify');
    const delegation = {
      givenBy: principal.subject,
      fromEmployee: principal.employeeId ?? null,
      toEmployee,
      units,
      validFrom,
      validTo,
      reason,
    };
    return this.idempotency.run(request, (tx) => this.delegations.give(tx, delegation));
  }

  @Get()
  @Requires('hours:verify')
  @ApiOkResponse({ type: DelegationPage })
  async list(@Query() query: DelegationQuery, @CurrentPrincipal() principal: Principal): Promise<Page<DelegationView>> {
    const [before] = decodeCursor(query.cursor, 1) ?? [null];
    const { subject, employeeId } = principal;
    const who = { subject, employeeId, all: this.ofWholeRegion(principal) };
    const rows = await this.delegations.list(this.database, who, before, query.limit + 1);
    return pageOf(rows, query.limit, ({ delegationId }) => [delegationId]);
  }

  @Post(':delegationId/end')
  @Requires('hours:verify')
  @ApiOkResponse({ type: DelegationGivenView })
  end(
    @Param('delegationId', ParseUUIDPipe) delegationId: string,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<DelegationGivenView>> {
    return this.idempotency.run(
      request,
      async (tx) => {
        await this.delegations.end(tx, delegationId, principal.subject, this.ofWholeRegion(principal));
        return { delegationId };
      },
      OK,
    );
  }

  private ofWholeRegion(principal: Principal): boolean {
    return this.access.visibleUnits(principal, 'hours:write') === null;
  }
}
