import { Notices, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { findPersonnelOfficers } from '../accounts/personnel-officers.js';

export type TransferNotice = 'transfer-asked' | 'transfer-accepted' | 'transfer-refused' | 'transfer-ended';

/** Tells the personnel officers what another region did about a transfer; the notice names nobody. */
@Injectable()
export class TransferNotices {
  constructor(private readonly notices: Notices) {}

  async tell(tx: Transaction, code: TransferNotice, transferId: string, region: string): Promise<void> {
    const officers = await findPersonnelOfficers(tx);
    const direction = code === 'transfer-asked' || code === 'transfer-ended' ? 'in' : 'out';
    await this.notices.tell(
      tx,
      officers.map((recipientId) => ({
        ...{ recipientId, code, key: `${code}:${transferId}`, params: { region } },
        link: `/transfers/${direction}/${transferId}`,
      })),
    );
  }
}
