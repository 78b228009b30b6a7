import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  hash,
  type JsonWebKey,
  type KeyObject,
} from 'node:crypto';
import { AppError } from '@betang/platform';
import { findText, writePrivateJson } from '../region/private-file.js';

/** Public half: to it backups are encrypted. It may lie anywhere. */
export interface BackupRecipient {
  readonly keyId: string;
  readonly publicKey: KeyObject;
}

interface KeyFile {
  readonly kind: 'betang-backup-key' | 'betang-backup-recipient';
  readonly keyId: string;
  readonly publicKey: JsonWebKey;
  readonly privateKey?: JsonWebKey;
}

/**
 * Makes the key pair of backups (X25519): the private half into a file that the operator keeps away from the machine, the public one into the
 * region's folder. @throws AppError `backup-file-exists`: a key that opens older backups is never overwritten
 */
export async function makeBackupKey(privateFile: string, recipientFile: string): Promise<string> {
  if ((await findText(privateFile)) !== undefined)
    throw new AppError('backup-file-exists', { params: { file: privateFile } });
  const pair = generateKeyPairSync('x25519');
  const publicKey = pair.publicKey.export({ format: 'jwk' });
  const keyId = `backup-${hash('sha256', rawPublicKey(pair.publicKey), 'hex').slice(0, 16)}`;
  const privateKey = pair.privateKey.export({ format: 'jwk' });
  await writePrivateJson(privateFile, { kind: 'betang-backup-key', keyId, publicKey, privateKey } satisfies KeyFile);
  await writePrivateJson(recipientFile, { kind: 'betang-backup-recipient', keyId, publicKey } satisfies KeyFile);
  return keyId;
}

/** @throws AppError `backup-recipient-missing`, `backup-key-invalid` */
export async function readRecipient(file: string): Promise<BackupRecipient> {
  const text = await findText(file);
  if (text === undefined) throw new AppError('backup-recipient-missing', { params: { file } });
  const { keyId, publicKey } = parse(text, file);
  return { keyId, publicKey: keyObject(() => createPublicKey({ key: publicKey, format: 'jwk' }), file) };
}

/** The private half. @throws AppError `backup-key-invalid` */
export async function readBackupKey(file: string): Promise<{ readonly keyId: string; readonly privateKey: KeyObject }> {
  const { keyId, privateKey } = parse((await findText(file)) ?? '', file);
  if (!privateKey) throw new AppError('backup-key-invalid', { params: { file } });
  return { keyId, privateKey: keyObject(() => createPrivateKey({ key: privateKey, format: 'jwk' }), file) };
}

/** The 32 bytes of an X25519 public key. */
export function rawPublicKey(key: KeyObject): Buffer {
  return Buffer.from(key.export({ format: 'jwk' }).x ?? '', 'base64url');
}

function parse(text: string, file: string): KeyFile {
  try {
    const value = JSON.parse(text) as KeyFile;
    if (value.kind.startsWith('betang-backup-') && typeof value.keyId === 'string') return value;
  } catch {
    // No cause: what could not be parsed may hold a private key.
  }
  throw new AppError('backup-key-invalid', { params: { file } });
}

function keyObject(make: () => KeyObject, file: string): KeyObject {
  try {
    const key = make();
    if (key.asymmetricKeyType === 'x25519') return key;
  } catch {
    // As above.
  }
  throw new AppError('backup-key-invalid', { params: { file } });
}
