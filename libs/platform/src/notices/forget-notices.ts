import type { SqlClient } from '../database/transaction.js';

/** Mails that wait go with their notices. */
const FORGET = `WITH told AS (DELETE FROM notice WHERE recipient_id = ANY($1::uuid[]))
  DELETE FROM notice_address WHERE recipient_id = ANY($1::uuid[])`;

/** Forgets what people were told and where they get mail, in the transaction that forgets who they were. */
export async function forgetNotices(tx: SqlClient, recipientIds: readonly string[]): Promise<void> {
  await tx.execute(FORGET, [recipientIds]);
}
