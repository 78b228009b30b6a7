import { Notices, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';

export type TransferNotice = 'transfer-asked' | 'transfer-accepted' | 'transfer-refused' | 'transfer-ended';

/** Personnel officers of the whole region who have an account of their own. */
const OFFICERS = `SELECT DISTINCT a.employee_id AS id FROM account a JOIN role_grant g USING (account_id)
  WHERE a.employee_id IS NOT NULL AND a.state = 'ACTIVE' AND g.role IN ('bkpsdm-officer', 'bpsdm-officer') AND g.unit_id IS NULL`;

/** Tells the personnel officers what another region did about a transfer; the notice names nobody. */
@Injectable()
export class TransferNotices {
  constructor(private readonly notices: Notices) {}

  async tell(tx: Transaction, code: TransferNotice, transferId: string, region: string): Promise<void> {
    const officers = await tx.query<{ id: string }>(OFFICERS);
    const direction = code === 'transfer-asked' || code === 'transfer-ended' ? 'in' : 'out';
    await this.notices.tell(
      tx,
      officers.map(({ id: recipientId }) => ({
        ...{ recipientId, code, key: `${code}:${transferId}`, params: { region } },
        link: `/transfers/${direction}/${transferId}`,
      })),
    );
  }
}
