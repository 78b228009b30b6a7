import {
  AppError,
  Audit,
  Lifecycle,
  RegionConfig,
  ServiceDatabase,
  ServiceLogger,
  isEmbeddedIssuer,
} from '@betang/platform';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { OneTimeLinks } from '../accounts/one-time-link.js';
import { SecondFactor } from '../accounts/second-factor.js';
import { listEnded } from '../accounts/session-store.js';
import { keepAdministratorToken } from './administrator-token.js';
import { createProvider } from './create-provider.js';
import { IdentityKeys } from '../keys/identity-keys.js';
import { sweepRecords } from './openid-record.adapter.js';
import { SignIn } from './sign-in.js';
import { mountProvider } from './sign-in-routes.js';

const SWEEP_MS = 10 * 60_000;
const KEYS_MS = 15_000;

/** Runs the region's OpenID provider in this process, unless the region uses another one. */
@Injectable()
export class Openid implements OnModuleInit {
  constructor(
    private readonly config: RegionConfig,
    private readonly database: ServiceDatabase,
    private readonly keys: IdentityKeys,
    private readonly adapterHost: HttpAdapterHost,
    private readonly lifecycle: Lifecycle,
    private readonly logger: ServiceLogger,
    private readonly audit: Audit,
    private readonly factor: SecondFactor,
  ) {}

  async onModuleInit(): Promise<void> {
    const { issuerUrl: issuer, mode, dataDir, region } = this.config;
    if (new URL(issuer).pathname === '/oidc/')
      throw new AppError('issuer-slash', { params: { setting: 'BETANG_ISSUER_URL' } });
    if (!isEmbeddedIssuer(issuer)) return;
    const parts = {
      issuer,
      region,
      database: this.database,
      keys: this.keys,
      logger: this.logger,
    };
    const fastify = this.adapterHost.httpAdapter.getInstance<FastifyInstance>();
    const signIn = new SignIn(this.database, this.factor, this.config);
    const links = {
      invitation: new OneTimeLinks('Invitation', this.database, this.audit),
      reset: new OneTimeLinks('PasswordReset', this.database, this.audit),
    };
    const ended = () => listEnded(this.database);
    // Nobody may sign in for days: the provider is made for the first who does. What verifies tokens, keys and ended sessions, needs none.
    let present: ReturnType<typeof createProvider> | undefined;
    const provider = () => {
      if (present !== undefined) return present;
      const making = createProvider(parts);
      present = making;
      // One that could not be made is tried again for the next request.
      making.catch(() => {
        if (present === making) present = undefined;
      });
      return making;
    };
    await mountProvider({ fastify, provider, signIn, links, ended, keys: () => this.keys.published, issuer });
    const keepToken = async (): Promise<void> => {
      if (mode === 'local') await keepAdministratorToken(dataDir, issuer, this.keys);
    };
    await keepToken();
    this.sweepOften();
    this.followKeys(async () => {
      // Sessions and grants lie in the database: a provider with other keys goes on with them.
      present = undefined;
      await keepToken();
    });
  }

  private followKeys(changed: () => Promise<void>): void {
    const look = async (): Promise<void> => {
      if (await this.keys.refresh()) await changed();
    };
    const timer = setInterval(() => {
      look().catch((error: unknown) => this.logger.warn('new token keys could not be taken up', { error }));
    }, KEYS_MS);
    timer.unref();
    this.lifecycle.onStop('sign-in keys', { stopPulling: () => clearInterval(timer) });
  }

  private sweepOften(): void {
    const timer = setInterval(() => {
      sweepRecords(this.database)
        .then(() => this.database.execute('DELETE FROM ended_sign_in WHERE until < now()'))
        .catch((error: unknown) => this.logger.warn('expired sign-in records could not be deleted', { error }));
    }, SWEEP_MS);
    timer.unref();
    this.lifecycle.onStop('sign-in sweep', { stopPulling: () => clearInterval(timer) });
  }
}
