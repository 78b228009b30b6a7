import { ServiceDatabase, ServiceLogger, Sweeps, UnitOfWork, isTransient, type Transaction } from '@betang/platform';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Reception } from './reception.js';
import { Release } from './release.js';
import { TransferNotices } from './transfer-notices.js';
import { findArriving, findConclusion, findDueOut, lockIn } from './transfer-store.js';
import { lockRegistry } from '../organisation/unit-store.js';

/**
 * Requests without an answer lapse, agreed transfers are completed on their day, and whoever the other region let go is taken in: each in a transaction of its
 * own. The reader's has written before it could wait for the registry, and what it told of a person would be published before what it waited for.
 */
@Injectable()
export class TransferSweep implements OnModuleInit {
  constructor(
    private readonly sweeps: Sweeps,
    private readonly database: ServiceDatabase,
    private readonly unitOfWork: UnitOfWork,
    private readonly release: Release,
    private readonly reception: Reception,
    private readonly notices: TransferNotices,
    private readonly logger: ServiceLogger,
  ) {}

  onModuleInit(): void {
    this.sweeps.register('transfers', { everyMinutes: 10 }, () => this.run());
  }

  /** One transaction a transfer: one that cannot be settled now, its region being gone, keeps no other one waiting. */
  async run(now = new Date()): Promise<void> {
    for (const transferId of await findDueOut(this.database)) await this.settle(transferId, now);
    for (const transferId of await findArriving(this.database)) await this.takeIn(transferId);
  }

  /** After the commit of what was heard of a transfer; what does not succeed now does with the next sweep. */
  soon(work: 'settle' | 'takeIn', transferId: string): void {
    this[work](transferId).catch((error: unknown) =>
      this.logger.warn('transfer waits for the sweep', { transferId, error }),
    );
  }

  private settle(transferId: string, now = new Date()): Promise<void> {
    return this.alone(transferId, (tx) => this.release.settle(tx, transferId, now));
  }

  private takeIn(transferId: string): Promise<void> {
    return this.alone(transferId, async (tx) => {
      await lockRegistry(tx);
      const transfer = await lockIn(tx, transferId);
      const conclusion = await findConclusion(tx, transferId);
      if (transfer?.state !== 'ACCEPTED' || !conclusion) return;
      await this.reception.takeIn(tx, transfer, conclusion.effectiveOn, conclusion.eventId);
      await this.notices.tell(tx, 'transfer-ended', transferId, transfer.fromRegion);
    });
  }

  private async alone(transferId: string, work: (tx: Transaction) => Promise<void>): Promise<void> {
    try {
      await this.unitOfWork.run(work);
    } catch (error) {
      if (isTransient(error)) throw error;
      this.logger.error('transfer cannot be settled', { transferId, error });
    }
  }
}
