import { ServiceDatabase, ServiceLogger, Sweeps, UnitOfWork, isTransient } from '@betang/platform';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Release } from './release.js';
import { findDueOut } from './transfer-store.js';

/** Requests without an answer lapse, and agreed transfers are completed on their day. */
@Injectable()
export class TransferSweep implements OnModuleInit {
  constructor(
    private readonly sweeps: Sweeps,
    private readonly database: ServiceDatabase,
    private readonly unitOfWork: UnitOfWork,
    private readonly release: Release,
    private readonly logger: ServiceLogger,
  ) {}

  onModuleInit(): void {
    this.sweeps.register('transfers', { everyMinutes: 10 }, () => this.run());
  }

  /** One transaction a transfer: one that cannot be settled now, its region being gone, keeps no other one waiting. */
  async run(now = new Date()): Promise<void> {
    for (const transferId of await findDueOut(this.database)) {
      try {
        await this.unitOfWork.run((tx) => this.release.settle(tx, transferId, now));
      } catch (error) {
        if (isTransient(error)) throw error;
        this.logger.error('transfer cannot be settled', { transferId, error });
      }
    }
  }
}
