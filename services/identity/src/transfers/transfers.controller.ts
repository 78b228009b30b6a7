import {
  AppError,
  Audit,
  CurrentPrincipal,
  Idempotency,
  OnceRequest,
  RegionConfig,
  Requires,
  ServiceController,
  ServiceDatabase,
  Versioned,
  assertMayActOn,
  type IdempotentRequest,
  type OnceAnswer,
  type Page,
  type Principal,
  type Transaction,
  ApiCreatedResponse,
  ApiOkResponse,
} from '@betang/platform';
import { Body, Get, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { visibleUnits } from '../organisation/unit-access.js';
import { Reception } from './reception.js';
import { Release } from './release.js';
import { findReception, findRelease, listReceptions, listReleases } from './transfer.queries.js';
import {
  AcceptDto,
  ReceptionPage,
  ReceptionQuery,
  ReceptionView,
  ReleaseDto,
  ReleasePage,
  ReleaseQuery,
  ReleaseView,
  TransferReasonDto,
  TransferIdView,
} from './transfer.dto.js';

/** Transfers between regions (mutasi antardaerah): `out` are those that this region releases, `in` those that it is asked to take over. */
@ServiceController('identity', 'transfers')
export class TransfersController {
  constructor(
    private readonly config: RegionConfig,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly audit: Audit,
    private readonly release: Release,
    private readonly reception: Reception,
  ) {}

  @Post('out')
  @Requires('employees:write')
  @ApiCreatedResponse({ type: TransferIdView })
  request(
    @Body() input: ReleaseDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<TransferIdView>> {
    return this.idempotency.run(request, async (tx) => ({
      transferId: await this.release.request(tx, input, principal),
    }));
  }

  @Get('out')
  @Requires('employees:read')
  @ApiOkResponse({ type: ReleasePage })
  async releases(@Query() query: ReleaseQuery, @CurrentPrincipal() principal: Principal): Promise<Page<ReleaseView>> {
    const page = await listReleases(
      this.database,
      query,
      visibleUnits(principal, 'employees:read', this.config.region),
    );
    await this.noteRead(
      principal,
      page.items.map(({ employeeId }) => employeeId),
    );
    return page;
  }

  @Get('out/:transferId')
  @Requires('employees:read')
  @ApiOkResponse({ type: ReleaseView })
  async oneRelease(
    @Param('transferId', ParseUUIDPipe) transferId: string,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Versioned<ReleaseView>> {
    const visible = visibleUnits(principal, 'employees:read', this.config.region);
    const found = await findRelease(this.database, transferId, visible);
    if (!found) throw new AppError('transfer-not-found', { status: 404 });
    await this.noteRead(principal, [found.view.employeeId]);
    return new Versioned(found.view, found.version);
  }

  @Post('out/:transferId/withdraw')
  @Requires('employees:write')
  @ApiOkResponse({ type: TransferIdView, description: 'The request is withdrawn; the other region is told' })
  withdraw(
    @Param('transferId', ParseUUIDPipe) transferId: string,
    @Body() { reason }: TransferReasonDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<TransferIdView>> {
    return this.once(request, transferId, (tx) => this.release.withdraw(tx, transferId, reason, principal));
  }

  @Get('in')
  @Requires('employees:read')
  @ApiOkResponse({ type: ReceptionPage })
  async receptions(
    @Query() query: ReceptionQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page<ReceptionView>> {
    this.assertWholeRegion(principal);
    const page = await listReceptions(this.database, query);
    await this.noteRead(
      principal,
      page.items.map(({ transferId }) => transferId),
      'transfer',
    );
    return page;
  }

  @Get('in/:transferId')
  @Requires('employees:read')
  @ApiOkResponse({ type: ReceptionView })
  async oneReception(
    @Param('transferId', ParseUUIDPipe) transferId: string,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Versioned<ReceptionView>> {
    this.assertWholeRegion(principal);
    const found = await findReception(this.database, transferId);
    if (!found) throw new AppError('transfer-not-found', { status: 404 });
    await this.noteRead(principal, [transferId], 'transfer');
    return new Versioned(found.view, found.version);
  }

  @Post('in/:transferId/accept')
  @Requires('employees:write')
  @ApiOkResponse({
    type: TransferIdView,
    description: 'Accepted; the person comes once the other region has completed the transfer',
  })
  accept(
    @Param('transferId', ParseUUIDPipe) transferId: string,
    @Body() input: AcceptDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<TransferIdView>> {
    return this.once(request, transferId, (tx) => this.reception.accept(tx, transferId, input, principal));
  }

  @Post('in/:transferId/refuse')
  @Requires('employees:write')
  @ApiOkResponse({ type: TransferIdView, description: 'Refused; what was told of the person is deleted here' })
  refuse(
    @Param('transferId', ParseUUIDPipe) transferId: string,
    @Body() { reason }: TransferReasonDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<TransferIdView>> {
    return this.once(request, transferId, (tx) => this.reception.refuse(tx, transferId, reason, principal));
  }

  private once(
    request: IdempotentRequest,
    transferId: string,
    work: (tx: Transaction) => Promise<void>,
  ): Promise<OnceAnswer<TransferIdView>> {
    return this.idempotency.run(
      request,
      async (tx) => {
        await work(tx);
        return { transferId };
      },
      200,
    );
  }

  /** Who comes belongs to no unit yet. */
  private assertWholeRegion(principal: Principal): void {
    assertMayActOn(principal, 'employees:read', { region: this.config.region });
  }

  private noteRead(principal: Principal, subjects: readonly string[], subjectType = 'employee'): Promise<void> {
    return this.audit.recordRead(this.database, {
      actor: principal.subject,
      subjects,
      subjectType,
      purpose: 'transfer',
    });
  }
}
