import { Injectable, Module } from '@nestjs/common';
import type { DynamicModule, OnApplicationBootstrap } from '@nestjs/common';

import { RegionConfig } from '../config/region-config.js';
import { ServiceDatabase } from '../database/service-database.js';
import { Jobs } from '../jobs/jobs.js';
import { JobsModule } from '../jobs/jobs.module.js';
import { Lifecycle } from '../lifecycle/lifecycle.js';
import { oncePerService } from '../service/once-per-service.js';
import { PlatformModule, ServiceLogger } from '../service/platform-module.js';
import type { ServiceDefinition } from '../service/service-definition.js';
import { MailSender } from './mail-sender.js';
import { noticesControllerOf } from './notices.controller.js';
import { Notices } from './notices.js';

/** Mails left over from a lost signal or a server that was away go at this pace. */
const LOOK_EVERY_MS = 60_000;

/** Works on the mails where the region has an SMTP server; elsewhere nothing runs and nothing is loaded. */
@Injectable()
class MailStart implements OnApplicationBootstrap {
  constructor(
    private readonly notices: Notices,
    private readonly database: ServiceDatabase,
    private readonly config: RegionConfig,
    private readonly jobs: Jobs,
    private readonly lifecycle: Lifecycle,
    private readonly logger: ServiceLogger,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const { smtpUrl: url, smtpFrom: from, mode, plainHosts } = this.config;
    if (url === undefined) return;
    const requireTls = mode !== 'local' && !plainHosts.includes(new URL(url).hostname);
    const sender = new MailSender(this.database, { url, from, requireTls }, this.logger);
    const queue = this.jobs.queue<null>('notice-mail');
    this.lifecycle.onStop('mail', { close: () => sender.close() });
    await queue.schedule('look', { everyMs: LOOK_EVERY_MS }, null);
    queue.process(() => sender.run());
    this.notices.onMail(() => {
      queue.add(null).catch((error: unknown) => this.logger.warn('mail not woken', { error }));
    });
  }
}

/** Notices of one service: provides `Notices`, and serves `/api/<service>/v1/notices` to the signed-in person. */
@Module({})
export class NoticesModule {
  static readonly forService = oncePerService(moduleOf);
}

function moduleOf(definition: ServiceDefinition): DynamicModule {
  const notices = {
    provide: Notices,
    inject: [RegionConfig],
    useFactory: (config: RegionConfig) => new Notices(config.smtpUrl !== undefined),
  };
  return {
    module: NoticesModule,
    imports: [PlatformModule.forService(definition), JobsModule.forService(definition)],
    controllers: [noticesControllerOf(definition.name)],
    providers: [notices, MailStart],
    exports: [Notices],
  };
}
