import { AppError, Lifecycle, RegionConfig, ServiceDatabase, ServiceLogger } from '@betang/platform';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { keepAdministratorToken } from './administrator-token.js';
import { createProvider } from './create-provider.js';
import { IdentityKeys } from './identity-keys.js';
import { SignIn } from './sign-in.js';
import { mountProvider } from './sign-in-routes.js';

/** Path of the embedded provider. An issuer with another path is somebody else's provider, and none is run here. */
const EMBEDDED_PATH = '/oidc';
const SWEEP_MS = 10 * 60_000;

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
  ) {}

  async onModuleInit(): Promise<void> {
    const { issuerUrl: issuer, mode, dataDir, region } = this.config;
    if (issuer.endsWith('/')) throw new AppError('issuer-slash', { params: { setting: 'BETANG_ISSUER_URL' } });
    if (new URL(issuer).pathname !== EMBEDDED_PATH) return;
    const parts = {
      issuer,
      region,
      database: this.database,
      keys: this.keys,
      logger: this.logger,
      proxied: this.config.httpTrustedProxies.length > 0,
    };
    const fastify = this.adapterHost.httpAdapter.getInstance<FastifyInstance>();
    await mountProvider(fastify, createProvider(parts), new SignIn(this.database, this.keys), issuer);
    if (mode === 'local') await keepAdministratorToken(dataDir, issuer, this.keys);
    this.sweepOften();
  }

  private sweepOften(): void {
    const timer = setInterval(() => {
      this.database
        .execute('DELETE FROM openid_record WHERE expires_at < now()')
        .catch((error: unknown) => this.logger.warn('expired sign-in records could not be deleted', { error }));
    }, SWEEP_MS);
    timer.unref();
    this.lifecycle.onStop('sign-in sweep', { stopPulling: () => clearInterval(timer) });
  }
}
