import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';

const STEP_SECONDS = 30;
const TAG_BYTES = 16;
const IV_BYTES = 12;

/** Time-based one-time codes (RFC 6238) as all authenticator apps know them: SHA-1, six digits, 30 seconds. */
function totpOf(secret: string, label: string): TOTP {
  return new TOTP({
    issuer: 'Betang',
    label,
    algorithm: 'SHA1',
    digits: 6,
    period: STEP_SECONDS,
    secret: Secret.fromBase32(secret),
  });
}

export function newTotpSecret(): string {
  return new Secret({ size: 20 }).base32;
}

/** The address that an authenticator app reads, usually from a QR code. */
export function totpAddress(secret: string, loginName: string): string {
  return totpOf(secret, loginName).toString();
}

/** The time step that a code belongs to, one step before and after allowed; undefined when it matches none later than `lastStep`, so that no code counts twice. */
export function findStep(secret: string, code: string, lastStep: number, now: number): number | undefined {
  const token = code.replace(/\s/g, '');
  if (!/^\d{6}$/.test(token)) return undefined;
  const delta = totpOf(secret, '').validate({ token, timestamp: now, window: 1 });
  if (delta === null) return undefined;
  const step = Math.floor(now / 1000 / STEP_SECONDS) + delta;
  return step > lastStep ? step : undefined;
}

/** AES-256-GCM; the account is part of what is sealed, so that one person's secret is of no use in another one's row. */
export function sealSecret(secret: string, key: Buffer, accountId: string): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(accountId));
  const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]);
}

export function openSecret(sealed: Buffer, key: Buffer, accountId: string): string {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, IV_BYTES)).setAAD(Buffer.from(accountId));
  decipher.setAuthTag(sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  return Buffer.concat([decipher.update(sealed.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8');
}
