import type { Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';

/** Says that something changed that totals are made of; the publisher looks when it has let some more come. */
@Injectable()
export class StatementSignal {
  private wake: () => void = () => undefined;

  onChange(wake: () => void): void {
    this.wake = wake;
  }

  /** After the commit of a transaction that changed something. */
  changedBy(tx: Transaction): void {
    tx.afterCommit(() => this.wake());
  }
}
