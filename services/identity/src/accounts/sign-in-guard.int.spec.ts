import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { openIdentityDatabase, type TestDatabase } from '../testing/identity-database.js';
import { beginAttempt, findLock } from './sign-in-guard.js';

let opened: TestDatabase;
beforeAll(async () => {
  opened = await openIdentityDatabase();
});
afterAll(() => opened?.stop());

const lockFor = (time: string) =>
  opened.database.execute(`UPDATE sign_in_guard SET locked_until = now() + $1::interval`, [time]);

it('locks a name for an hour at most: no lock of a clock that has been put back since shuts somebody out', async () => {
  const { database } = opened;
  expect(await beginAttempt(database, 'sari.contoh')).toEqual({ locksUntil: null });
  await lockFor('59 minutes');
  expect(await findLock(database, 'sari.contoh')).toBeInstanceOf(Date);
  expect(await beginAttempt(database, 'sari.contoh')).toBeUndefined();
  await lockFor('10 years');
  expect(await findLock(database, 'sari.contoh')).toBeNull();
  expect(await beginAttempt(database, 'sari.contoh')).toBeDefined();
});
