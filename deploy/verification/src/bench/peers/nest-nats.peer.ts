import { Controller, Inject, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ClientProxyFactory, EventPattern, Payload, Transport, type ClientProxy } from '@nestjs/microservices';
import type pg from 'pg';
import { firstValueFrom } from 'rxjs';
import { DataSource } from 'typeorm';
import { bookHours, completionJob, hoursJob, reportHours, type CompletionJob, type HoursJob } from './business-rows.js';
import { AuditRow, CompletionRow } from './nest-nats.entities.js';
import { peerPool } from './peer-pool.js';
import type { Peer, RunningPeer } from './peer.js';

const COMPLETED = 'completion.recorded';
const RECORDED = 'hours.recorded';
const EFFECTS = Symbol('effects');

interface Effects {
  readonly pool: pg.Pool;
  readonly client: ClientProxy;
  readonly committed: (effects: number) => void;
}

@Controller()
class EffectsController {
  constructor(@Inject(EFFECTS) private readonly effects: Effects) {}

  @EventPattern(COMPLETED)
  async completed(@Payload() job: CompletionJob): Promise<void> {
    await bookHours(this.effects.pool, [job]);
    await emit(this.effects.client, RECORDED, hoursJob(job));
  }

  @EventPattern(RECORDED)
  async recorded(@Payload() job: HoursJob): Promise<void> {
    await reportHours(this.effects.pool, [job]);
    this.effects.committed(1);
  }
}

/** Nest's own transport: `save()`, then `client.emit()`. https://docs.nestjs.com/microservices/nats */
export const nestNats: Peer = {
  name: 'Nest NATS transport + save()',
  guarantee: 'none',
  shortfall: 'no guarantee: an event is emitted after the commit and kept nowhere, a restart loses what is on its way',
  open: async ({ databaseUrl, natsUrl, connections, committed }): Promise<RunningPeer> => {
    const pool = peerPool(databaseUrl, connections);
    const entities = [CompletionRow, AuditRow];
    const source = await new DataSource({
      type: 'postgres',
      url: databaseUrl,
      poolSize: connections,
      entities,
      installExtensions: false,
    }).initialize();
    const options = { servers: [natsUrl] };
    const client = ClientProxyFactory.create({ transport: Transport.NATS, options });
    await client.connect();
    const effects: Effects = { pool, client, committed };
    @Module({ controllers: [EffectsController], providers: [{ provide: EFFECTS, useValue: effects }] })
    class EffectsModule {}
    const microservice = { transport: Transport.NATS, options, logger: false } as const;
    const server = await NestFactory.createMicroservice(EffectsModule, microservice);
    await server.listen();
    return {
      one: async (completion) => {
        const job = completionJob(completion);
        await source.transaction(async (manager) => {
          await manager.save(CompletionRow, { ...job, recordedBy: 'bench' });
          const audited = { action: 'record-completion', objectType: 'completion', objectId: job.completionId };
          await manager.save(AuditRow, { ...audited, actor: 'bench' });
        });
        await emit(client, COMPLETED, job);
      },
      stop: async () => {
        await client.close();
        await server.close();
        await Promise.all([source.destroy(), pool.end()]);
      },
    };
  },
};

async function emit(client: ClientProxy, subject: string, job: object): Promise<void> {
  await firstValueFrom(client.emit(subject, job), { defaultValue: undefined });
}
