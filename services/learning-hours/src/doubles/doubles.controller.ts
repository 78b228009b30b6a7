import {
  Audit,
  CurrentPrincipal,
  Idempotency,
  OnceRequest,
  Requires,
  ServiceController,
  ServiceDatabase,
  type IdempotentRequest,
  type ListRow,
  type OnceAnswer,
  type Page,
  type Principal,
  ApiOkResponse,
} from '@betang/platform';
import { Body, Get, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { PeopleAccess } from '../people/people-access.js';
import {
  DismissDoubleDto,
  DoublePage,
  DoubleStateView,
  DoublesQuery,
  DoubleView,
  ReverseDoubleDto,
} from './double.dto.js';
import { DoubleFindings } from './double-findings.js';

const OK = 200;

/** What looks like one training entered twice: one certificate, one class on the same days, or a certificate that another region has too. */
@ServiceController('learning-hours', 'doubles')
export class DoublesController {
  constructor(
    private readonly findings: DoubleFindings,
    private readonly access: PeopleAccess,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly audit: Audit,
  ) {}

  @Get()
  @Requires('hours:write')
  @ApiOkResponse({ type: DoublePage })
  async list(@Query() query: DoublesQuery, @CurrentPrincipal() principal: Principal): Promise<Page<DoubleView>> {
    const statement = this.findings.list(query, this.access.visibleUnits(principal, 'hours:write'));
    const page = statement.page(await this.database.query<DoubleView & ListRow>(statement.text, statement.values));
    const subjects = [
      ...new Set(page.items.flatMap(({ employeeId, otherEmployeeId }) => [employeeId, otherEmployeeId ?? employeeId])),
    ];
    await this.audit.recordRead(this.database, { actor: principal.subject, subjects, purpose: 'certificate-doubles' });
    return page;
  }

  @Post(':findingId/dismiss')
  @Requires('hours:write')
  @ApiOkResponse({ type: DoubleStateView })
  dismiss(
    @Param('findingId', ParseUUIDPipe) findingId: string,
    @Body() { note }: DismissDoubleDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<DoubleStateView>> {
    const visible = this.access.visibleUnits(principal, 'hours:write');
    return this.idempotency.run(
      request,
      async (tx) => {
        await this.findings.dismiss(tx, findingId, principal.subject, note, visible);
        return { findingId, state: 'DISMISSED' };
      },
      OK,
    );
  }

  @Post(':findingId/reverse')
  @Requires('hours:write')
  @ApiOkResponse({ type: DoubleStateView })
  reverse(
    @Param('findingId', ParseUUIDPipe) findingId: string,
    @Body() { completionId, note }: ReverseDoubleDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<DoubleStateView>> {
    const visible = this.access.visibleUnits(principal, 'hours:write');
    return this.idempotency.run(
      request,
      async (tx) => {
        const by = { by: principal.subject, byEmployee: principal.employeeId };
        await this.findings.reverse(tx, findingId, { completionId, ...by, note }, visible);
        return { findingId, state: 'REVERSED' };
      },
      OK,
    );
  }
}
