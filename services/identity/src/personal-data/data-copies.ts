import { Files, ServiceDatabase, ServiceLogger, UnitOfWork, type Principal } from '@betang/platform';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { IdentityConfig } from '../identity.config.js';
import { COPY_OWNER, finishCopy } from '../data-copies/data-copy-store.js';
import { gatherRecord, stateOf, type CopyPart, type Gathered } from '../data-copies/gather-records.js';
import { ownRecords } from '../data-copies/own-records.js';
import { yearIn } from '../organisation/effective-day.js';
import { OwnData } from './own-data.js';

const MIB = 1024 * 1024;
const LARGEST = 100 * MIB;

/**
 * Gathers what all services keep of a person into one file. Each service is asked with the person's own access token, which lives in this process's memory
 * only: a copy that is under way when the process ends has failed, and is asked for again.
 */
@Injectable()
export class DataCopies implements OnApplicationShutdown {
  private readonly underWay = new Set<Promise<void>>();
  private readonly lifetime = new AbortController();

  constructor(
    private readonly config: IdentityConfig,
    private readonly database: ServiceDatabase,
    private readonly unitOfWork: UnitOfWork,
    private readonly files: Files,
    private readonly own: OwnData,
    private readonly logger: ServiceLogger,
  ) {}

  /** Begins to gather after the request that asked for it has been answered. */
  begin(copyId: string, who: Principal, authorization: string): void {
    const work = this.gather(copyId, who, authorization)
      .catch(async (error: unknown) => {
        this.logger.error('copy of personal data failed', { copyId, error });
        await finishCopy(this.database, copyId, { state: 'FAILED', parts: [], sha256: null, bytes: null });
      })
      .catch((error: unknown) => this.logger.error('copy of personal data cannot be ended', { copyId, error }))
      .finally(() => this.underWay.delete(work));
    this.underWay.add(work);
  }

  async onApplicationShutdown(): Promise<void> {
    this.lifetime.abort();
    await Promise.all(this.underWay);
  }

  private async gather(copyId: string, who: Principal, authorization: string): Promise<void> {
    const { elsewhere: _, ...identity } = await this.own.of(who);
    const gathered: Gathered[] = [];
    // One after the other: nobody waits for it, and others share the services.
    if (who.employeeId !== undefined)
      for (const record of ownRecords(yearIn(this.config.region))) gathered.push(await this.ask(record, authorization));
    const parts = [partOfOwn(), ...gathered.map(({ part }) => part)];
    const content = {
      madeAt: new Date().toISOString(),
      complete: stateOf(parts) === 'READY',
      parts,
      identity,
      elsewhere: filed(gathered),
    };
    // Text is a kind of file by its bytes alone; the download says that it is JSON.
    const stored = await this.files.put(Buffer.from(JSON.stringify(content, null, 1)), {
      maxBytes: LARGEST,
      types: ['csv'],
    });
    await this.unitOfWork.run(async (tx) => {
      const { sha256, bytes } = stored;
      if (await finishCopy(tx, copyId, { state: stateOf(parts), parts, sha256, bytes }))
        await this.files.attach(tx, sha256, { type: COPY_OWNER, id: copyId });
    });
  }

  private ask(record: ReturnType<typeof ownRecords>[number], authorization: string): Promise<Gathered> {
    const base = this.config.servicesUrl ?? embeddedOrigin(this.config.issuerUrl);
    const { service, path } = record;
    if (base === undefined)
      return Promise.resolve({
        part: { service, path, outcome: 'MISSING', records: 0, reason: 'no-address' },
        data: null,
      });
    return gatherRecord(record, { base: base.replace(/\/$/, ''), authorization, signal: this.lifetime.signal });
  }
}

function partOfOwn(): CopyPart {
  return { service: 'identity', path: '/api/identity/v1/me/data-copy', outcome: 'COMPLETE', records: 1 };
}

function filed(gathered: readonly Gathered[]): Record<string, unknown> {
  return Object.fromEntries(gathered.map(({ part, data }) => [part.path, data]));
}

/** The embedded provider is reached at the same address as all services; another one's address says nothing of them. */
export function embeddedOrigin(issuerUrl: string): string | undefined {
  const { origin, pathname } = new URL(issuerUrl);
  return pathname === '/oidc' ? origin : undefined;
}
