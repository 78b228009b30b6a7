import { Audit, ServiceDatabase } from '@betang/platform';
import { waitUntil, type Answer } from '@betang/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openIdentityOffice, type IdentityOffice } from '../testing/identity-office.js';
import { OneTimeLinks } from './one-time-link.js';

type Answered = { code?: string; accountId?: string; invitation?: { code: string } };

const PASSWORD = 'huma-betang-62-kapuas';
let office: IdentityOffice;
let database: ServiceDatabase;
let manager: string;
beforeAll(async () => {
  office = await openIdentityOffice();
  database = office.service.app.get(ServiceDatabase, { strict: false });
  manager = await office.service.token('operator');
}, 120_000);
afterAll(async () => office?.stop());

const send = (path: string, body?: object) => office.call<Answered>('POST', path, body, { as: manager });
const waiting = (sessions: number) =>
  waitUntil(`${sessions} that wait`, async () => {
    const [row] = await office.service.region.sql<{ n: number }>(
      `SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    return row!.n >= sessions;
  });
const codesOf = (accountId: string) =>
  database.query('SELECT model FROM openid_record WHERE account_id = $1', [accountId]);

async function invited(loginName: string): Promise<{ accountId: string; code: string }> {
  const { body } = await send('accounts', { loginName, displayName: 'Sari Contoh', invite: true });
  return { accountId: body.accountId!, code: body.invitation!.code };
}

describe('a code that an operator makes anew', () => {
  it('while the person accepts the one before is refused: no second code is good for the account', async () => {
    const { accountId, code } = await invited('sari.contoh');
    const links = new OneTimeLinks('Invitation', database, office.service.app.get(Audit, { strict: false }));
    let accepted: Promise<unknown> | undefined;
    let again: Promise<Answer<Answered>> | undefined;
    await database.unitOfWork.run(async (tx) => {
      await tx.query('SELECT 1 FROM account WHERE account_id = $1 FOR UPDATE', [accountId]);
      accepted = links.accept('sari.contoh', code, PASSWORD);
      await waiting(1);
      again = send(`accounts/${accountId}/invitations`);
      await waiting(2);
    });
    expect(await accepted).toBe('accepted');
    const { status, body } = await again!;
    expect([status, body.code]).toEqual([409, 'invitation-accepted']);
    expect(await codesOf(accountId)).toEqual([]);
  });

  it.each(['invitations', 'password-resets'])('while the account is disabled is refused (%s)', async (kind) => {
    const { accountId } = await invited(`dewi.${kind}`);
    let made: Promise<Answer<Answered>> | undefined;
    await database.unitOfWork.run(async (tx) => {
      await tx.execute(`UPDATE account SET state = 'DISABLED' WHERE account_id = $1`, [accountId]);
      await tx.execute('DELETE FROM openid_record WHERE account_id = $1', [accountId]);
      made = send(`accounts/${accountId}/${kind}`);
      await Promise.race([made, waiting(1)]);
    });
    const { status, body } = await made!;
    expect([status, body.code]).toEqual([409, 'account-disabled']);
    expect(await codesOf(accountId)).toEqual([]);
  });

  it('is good no more once the account is disabled, also for who sent it at that moment', async () => {
    const { accountId, code } = await invited('rini.contoh');
    const links = new OneTimeLinks('Invitation', database, office.service.app.get(Audit, { strict: false }));
    let accepted: Promise<unknown> | undefined;
    await database.unitOfWork.run(async (tx) => {
      await tx.execute(`UPDATE account SET state = 'DISABLED' WHERE account_id = $1`, [accountId]);
      accepted = links.accept('rini.contoh', code, PASSWORD);
      await waiting(1);
      await tx.execute('DELETE FROM openid_record WHERE account_id = $1', [accountId]);
    });
    expect(await accepted).toBe('wrong');
  });
});
