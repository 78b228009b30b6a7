import type { ServiceDatabase, SqlClient } from '@betang/platform';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { openIdentityDatabase, type TestDatabase } from '../testing/identity-database.js';
import { endScopeRequest, insertScopeRequest, withdrawRequestsOf } from './scope-request-store.js';

const OPERATOR = 'pengelola.sistem';
let opened: TestDatabase;
let database: ServiceDatabase;
beforeAll(async () => {
  opened = await openIdentityDatabase();
  ({ database } = opened);
});
afterAll(() => opened.stop());

async function ask(clientId: string): Promise<string> {
  const requestId = uuidv7();
  const asked = { requestId, clientId, clientName: 'Gudang data', scopes: ['hours:read'], purpose: 'Laporan' };
  await database.unitOfWork.run((tx) => insertScopeRequest(tx, { ...asked, requestedBy: OPERATOR }));
  return requestId;
}

describe('a request that was asked for while the transaction of its end waited', () => {
  it.each<[string, (tx: SqlClient, requestId: string, clientId: string) => Promise<void>]>([
    ['decided', (tx, id) => endScopeRequest(tx, id, { verdict: 'REFUSED', by: OPERATOR, note: 'Belum jelas' })],
    ['withdrawn with its program', (tx, _, clientId) => withdrawRequestsOf(tx, clientId, OPERATOR)],
  ])('is %s after it was asked for', async (_, end) => {
    const clientId = `gudang-${uuidv7()}`;
    const ended = await database.unitOfWork.run(async (tx) => {
      await tx.query('SELECT now()');
      const requestId = await ask(clientId);
      await end(tx, requestId, clientId);
      // Within a millisecond: the database alone can tell.
      return tx.query('SELECT decided_at > requested_at AS after FROM client_scope_request WHERE request_id = $1', [
        requestId,
      ]);
    });
    expect(ended).toEqual([{ after: true }]);
  });
});
