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
  type Page,
  type Principal,
  type Scope,
  type Transaction,
  ApiCreatedResponse,
  ApiOkResponse,
  AnswersItems,
} from '@betang/platform';
import { Body, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { withSecret } from '../accounts/accounts.controller.js';
import {
  ClientScopesDto,
  ClientScopesView,
  NewApplicationDto,
  NewServiceClientDto,
  ServiceClientMadeView,
  ServiceClientPage,
  ServiceClientQuery,
  type ServiceClientView,
  ApplicationView,
  ClientIdView,
  ClientSecretView,
} from './client.dto.js';
import { weighScopes } from './client-scopes.js';
import {
  addScopes,
  deleteClient,
  insertClient,
  listClients,
  listServiceClients,
  lockClient,
  newClientSecret,
  replaceSecret,
  type OauthClient,
} from './client-store.js';
import type { ScopeRequest } from './scope-request.js';
import { withdrawRequestsOf } from './scope-request-store.js';
import { ScopeRequests } from './scope-requests.js';

const UNIQUE_VIOLATION = '23505';
const OK = 200;

/** Programs that sign in: services as themselves, applications for their people. */
@ServiceController('identity')
export class ClientsController {
  constructor(
    private readonly config: RegionConfig,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly audit: Audit,
    private readonly requests: ScopeRequests,
  ) {}

  @Get('service-clients')
  @Requires('accounts:manage')
  @ApiOkResponse({ type: ServiceClientPage })
  async services(
    @Query() query: ServiceClientQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page<ServiceClientView>> {
    this.assertManager(principal);
    return listServiceClients(this.database, query);
  }

  /** The secret is told once. Scopes that take a second officer are asked for, and the program does without them until then. */
  @Post('service-clients')
  @Requires('accounts:manage')
  @ApiCreatedResponse({ type: ServiceClientMadeView })
  async createService(
    @Body() { clientId, name, scopes, purpose }: NewServiceClientDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<ServiceClientMadeView>> {
    this.assertManager(principal);
    const clientSecret = newClientSecret();
    const { given, waiting } = weighScopes(scopes, principal, this.config.mode);
    const client: OauthClient = { clientId, name, kind: 'SERVICE', scopes: given, redirectUris: [] };
    const make = async (tx: Transaction) => {
      await this.insert(tx, client, clientSecret, principal);
      return { clientId, scopes: given, request: await this.ask(tx, client, waiting, purpose, principal) };
    };
    return withSecret(await this.idempotency.run(request, make), { clientSecret });
  }

  /** Gives a program more scopes, or asks for those that take a second officer. */
  @Post('service-clients/:clientId/scopes')
  @Requires('accounts:manage')
  @ApiOkResponse({ type: ClientScopesView })
  addScopes(
    @Param('clientId') clientId: string,
    @Body() { scopes, purpose }: ClientScopesDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<ClientScopesView>> {
    this.assertManager(principal);
    const add = async (tx: Transaction) => {
      const client = await lockClient(tx, clientId);
      if (!client) throw new AppError('service-client-not-found', { status: 404 });
      const fresh = scopes.filter((scope) => !client.scopes.includes(scope));
      const { given, waiting } = weighScopes(fresh, principal, this.config.mode);
      if (fresh.length === 0) this.audit.nothingChanged(tx);
      if (given.length > 0) {
        await addScopes(tx, clientId, given);
        await this.note(tx, principal, 'give-client-scopes', clientId, given);
      }
      const asked = await this.ask(tx, client, waiting, purpose, principal);
      return { clientId, scopes: [...client.scopes, ...given], request: asked };
    };
    return this.idempotency.run(request, add, OK);
  }

  @Post('service-clients/:clientId/secret')
  @Requires('accounts:manage')
  @ApiOkResponse({ type: ClientSecretView })
  async renewSecret(
    @Param('clientId') clientId: string,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<ClientSecretView>> {
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
  @AnswersItems(ApplicationView)
  async applications(@CurrentPrincipal() principal: Principal): Promise<{ items: ApplicationView[] }> {
    this.assertManager(principal);
    return { items: await listClients(this.database, ['APPLICATION', 'DEVICE']) };
  }

  @Post('applications')
  @Requires('accounts:manage')
  @ApiCreatedResponse({ type: ClientIdView })
  createApplication(
    @Body() { clientId, name, redirectUris = [] }: NewApplicationDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<ClientIdView>> {
    this.assertManager(principal);
    const kind = redirectUris.length > 0 ? ('APPLICATION' as const) : ('DEVICE' as const);
    return this.idempotency.run(request, async (tx) => {
      await this.insert(tx, { clientId, name, kind, scopes: [], redirectUris }, undefined, principal);
      return { clientId };
    });
  }

  @Delete(['service-clients/:clientId', 'applications/:clientId'])
  @HttpCode(204)
  @Requires('accounts:manage')
  async remove(@Param('clientId') clientId: string, @CurrentPrincipal() principal: Principal): Promise<void> {
    this.assertManager(principal);
    await this.database.unitOfWork.run(async (tx) => {
      if (!(await deleteClient(tx, clientId))) throw new AppError('service-client-not-found', { status: 404 });
      await withdrawRequestsOf(tx, clientId, principal.subject);
      await this.note(tx, principal, 'delete-client', clientId);
    });
  }

  private async insert(
    tx: Transaction,
    client: OauthClient,
    secret: string | undefined,
    principal: Principal,
  ): Promise<void> {
    try {
      await insertClient(tx, client, secret, principal.subject);
    } catch (cause) {
      if (sqlState(cause) === UNIQUE_VIOLATION)
        throw new AppError('service-client-exists', { status: 409, field: 'clientId', cause });
      throw cause;
    }
    await this.note(tx, principal, 'create-client', client.clientId, client.scopes);
  }

  private async ask(
    tx: Transaction,
    client: Pick<OauthClient, 'clientId' | 'name'>,
    waiting: readonly Scope[],
    purpose: string | undefined,
    { subject }: Principal,
  ): Promise<ScopeRequest | null> {
    return waiting.length === 0 ? null : this.requests.ask(tx, client, waiting, purpose, subject);
  }

  private assertManager(principal: Principal): void {
    assertMayActOn(principal, 'accounts:manage', { region: this.config.region });
  }

  private note(
    tx: Transaction,
    principal: Principal,
    action: string,
    clientId: string,
    scopes: readonly string[] = [],
  ): Promise<void> {
    return this.audit.record(tx, {
      ...{ actor: principal.subject, action, object: { type: 'client', id: clientId } },
      ...(scopes.length === 0 ? {} : { after: { scopes: scopes.join(' ') } }),
    });
  }
}
