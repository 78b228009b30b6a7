import type { Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import type { Certificate } from './certificate.js';

/** Whose certificates were issued, issued anew or revoked. */
export type CertificateHolder = Pick<Certificate, 'enrolmentId' | 'employeeId' | 'homeRegion'>;
export type CertificateListener = (tx: Transaction, holders: readonly CertificateHolder[]) => Promise<void>;

/** Who has to know in the same transaction: those who tell other regions of certificates of their people. */
@Injectable()
export class CertificateListeners {
  private readonly listeners: CertificateListener[] = [];

  /** To be called once, while the module starts. */
  listen(listener: CertificateListener): void {
    this.listeners.push(listener);
  }

  /** After all is written that a certificate stands for. */
  async tell(tx: Transaction, holders: readonly CertificateHolder[]): Promise<void> {
    if (holders.length === 0) return;
    for (const listener of this.listeners) await listener(tx, holders);
  }
}
