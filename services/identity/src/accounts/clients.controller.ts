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
  assertMayActOn,
  sqlState,
  type IdempotentRequest,
  type OnceAnswer,
  type Principal,
  type Transaction,
} from '@betang/platform';
import { Body, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { NewApplicationDto, NewServiceClientDto } from './account.dto.js';
import { withSecret } from './accounts.controller.js';
import {
  deleteClient,
  insertClient,
  listClients,
  newClientSecret,
  replaceSecret,
  type OauthClient,
} from './client-store.js';

const UNIQUE_VIOLATION = '23505';

/** Programs that sign in: services as themselves, applications for their people. */
@ServiceController('identity')
export class ClientsController {
  constructor(
    private readonly config: RegionConfig,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly audit: Audit,
  ) {}

  @Get('service-clients')
  @Requires('accounts:manage')
  async services(@CurrentPrincipal() principal: Principal): Promise<{ items: OauthClient[] }> {
    this.assertManager(principal);
    return { items: await listClients(this.database, ['SERVICE']) };
  }

  /** The secret is told once. */
  @Post('service-clients')
  @Requires('accounts:manage')
  async createService(
    @Body() { clientId, name, scopes }: NewServiceClientDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<{ clientId: string; clientSecret?: string }>> {
    const clientSecret = newClientSecret();
    const client: OauthClient = { clientId, name, kind: 'SERVICE', scopes: [...new Set(scopes)], redirectUris: [] };
    return withSecret(await this.create(client, clientSecret, principal, request), { clientSecret });
  }

  @Post('service-clients/:clientId/secret')
  @Requires('accounts:manage')
  async renewSecret(
    @Param('clientId') clientId: string,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<{ clientId: string; clientSecret?: string }>> {
    this.assertManager(principal);
    const clientSecret = newClientSecret();
    const renew = async (tx: Transaction) => {
      if (!(await replaceSecret(tx, clientId, clientSecret)))
        throw new AppError('service-client-not-found', { status: 404 });
      await this.note(tx, principal, 'renew-client-secret', clientId);
      return { clientId };
    };
    return withSecret(await this.idempotency.run(request, renew, 200), { clientSecret });
  }

  @Get('applications')
  @Requires('accounts:manage')
  async applications(@CurrentPrincipal() principal: Principal): Promise<{ items: OauthClient[] }> {
    this.assertManager(principal);
    return { items: await listClients(this.database, ['APPLICATION', 'DEVICE']) };
  }

  @Post('applications')
  @Requires('accounts:manage')
  createApplication(
    @Body() { clientId, name, redirectUris = [] }: NewApplicationDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<{ clientId: string }>> {
    return this.create(
      { clientId, name, kind: redirectUris.length > 0 ? 'APPLICATION' : 'DEVICE', scopes: [], redirectUris },
      undefined,
      principal,
      request,
    );
  }

  @Delete(['service-clients/:clientId', 'applications/:clientId'])
  @HttpCode(204)
  @Requires('accounts:manage')
  async remove(@Param('clientId') clientId: string, @CurrentPrincipal() principal: Principal): Promise<void> {
    this.assertManager(principal);
    await this.database.unitOfWork.run(async (tx) => {
      if (!(await deleteClient(tx, clientId))) throw new AppError('service-client-not-found', { status: 404 });
      await this.note(tx, principal, 'delete-client', clientId);
    });
  }

  private create(
    client: OauthClient,
    secret: string | undefined,
    principal: Principal,
    request: IdempotentRequest,
  ): Promise<OnceAnswer<{ clientId: string }>> {
    this.assertManager(principal);
    return this.idempotency.run(request, async (tx) => {
      try {
        await insertClient(tx, client, secret, principal.subject);
      } catch (cause) {
        if (sqlState(cause) === UNIQUE_VIOLATION)
          throw new AppError('service-client-exists', { status: 409, field: 'clientId', cause });
        throw cause;
      }
      await this.note(tx, principal, 'create-client', client.clientId);
      return { clientId: client.clientId };
    });
  }

  private assertManager(principal: Principal): void {
    assertMayActOn(principal, 'accounts:manage', { region: this.config.region });
  }

  private note(tx: Transaction, principal: Principal, action: string, clientId: string): Promise<void> {
    return this.audit.record(tx, { actor: principal.subject, action, object: { type: 'client', id: clientId } });
  }
}
