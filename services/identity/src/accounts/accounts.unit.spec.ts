import { describe, expect, it } from '@jest/globals';
import { TOTP, Secret } from 'otpauth';
import { randomBytes } from 'node:crypto';
import { clientSecretMatches, hashClientSecret, newClientSecret } from '../clients/client-store.js';
import { findStep, newTotpSecret, openSecret, sealSecret, totpAddress } from './one-time-code.js';
import { assertStrongPassword, hashPassword, passwordMatches, randomPassword } from './password.js';
import { lockSeconds } from './sign-in-guard.js';

describe('passwords', () => {
  it.each([
    'pendek',
    'aaaaaaaaaaaaaa',
    '123456789012345',
    'sari.contoh-2026',
    'P@ssw0rd12345',
    'qwertyuiop123',
    'Palangkaraya2026',
    'admin123admin',
    'x'.repeat(201),
  ])('such as %s are refused', async (password) => {
    await expect(assertStrongPassword(password, 'sari.contoh')).rejects.toMatchObject({ code: 'password-too-weak' });
  });

  it.each(['kucing melompat di atap', 'abc-defg-hijk-mn'])('such as %s are taken', async (password) => {
    await expect(assertStrongPassword(password, 'sari.contoh')).resolves.toBeUndefined();
  });

  it('of four random groups are strong and never the same', async () => {
    const made = new Set(Array.from({ length: 50 }, randomPassword));
    expect(made.size).toBe(50);
    for (const password of made) {
      expect(password).toMatch(/^([a-hjkmnp-z2-9]{5}-){3}[a-hjkmnp-z2-9]{5}$/);
      await expect(assertStrongPassword(password, 'sari.contoh')).resolves.toBeUndefined();
    }
  });

  it('are kept as argon2id and found again, and nobody’s password matches', async () => {
    const hash = await hashPassword('sebuah sandi panjang');
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await passwordMatches('sebuah sandi panjang', hash)).toBe(true);
    expect(await passwordMatches('sebuah sandi panjanG', hash)).toBe(false);
    expect(await passwordMatches('sebuah sandi panjang', undefined)).toBe(false);
  });
});

describe('the lock after failures', () => {
  it.each([
    [0, 0],
    [4, 0],
    [5, 60],
    [6, 120],
    [9, 960],
    [11, 3600],
    [500, 3600],
  ])('after %d failures lasts %d seconds', (failures, seconds) => {
    expect(lockSeconds(failures)).toBe(seconds);
  });
});

describe('one-time codes', () => {
  const now = Date.UTC(2026, 10, 21, 10, 0, 10);
  const secret = newTotpSecret();
  const codeAt = (time: number) =>
    new TOTP({ secret: Secret.fromBase32(secret), digits: 6, period: 30, algorithm: 'SHA1' }).generate({
      timestamp: time,
    });
  const step = Math.floor(now / 30_000);

  it('of this step and of its neighbours are good', () => {
    expect(findStep(secret, codeAt(now), 0, now)).toBe(step);
    expect(findStep(secret, codeAt(now - 30_000), 0, now)).toBe(step - 1);
    expect(findStep(secret, codeAt(now + 30_000), 0, now)).toBe(step + 1);
    const spaced = codeAt(now).replace(/(...)(...)/, '$1 $2');
    expect(findStep(secret, spaced, 0, now)).toBe(step);
  });

  it('that are old, used or no codes are not', () => {
    expect(findStep(secret, codeAt(now - 90_000), 0, now)).toBeUndefined();
    expect(findStep(secret, codeAt(now), step, now)).toBeUndefined();
    for (const code of ['', '12345', 'abcdef', '1234567']) expect(findStep(secret, code, 0, now)).toBeUndefined();
  });

  it('follow RFC 6238', () => {
    const rfc = new Secret({ buffer: new TextEncoder().encode('12345678901234567890').buffer }).base32;
    expect(findStep(rfc, '287082', 0, 59_000)).toBe(1);
    expect(totpAddress(rfc, 'sari.contoh')).toMatch(/^otpauth:\/\/totp\/Betang:sari\.contoh\?/);
  });

  it('hang on a secret that is sealed for one account', () => {
    const key = randomBytes(32);
    const sealed = sealSecret(secret, key, 'a');
    expect(sealed.includes(Buffer.from(secret))).toBe(false);
    expect(openSecret(sealed, key, 'a')).toBe(secret);
    expect(() => openSecret(sealed, key, 'b')).toThrow();
    expect(() => openSecret(sealed, randomBytes(32), 'a')).toThrow();
  });
});

describe('secrets of clients', () => {
  it('match their hash only', () => {
    const secret = newClientSecret();
    expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
    expect(clientSecretMatches(secret, hashClientSecret(secret))).toBe(true);
    expect(clientSecretMatches(`${secret}x`, hashClientSecret(secret))).toBe(false);
  });
});
