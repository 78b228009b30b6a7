import {
  createCipheriv,
  createDecipheriv,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hash,
  hkdfSync,
  type KeyObject,
} from 'node:crypto';
import { AppError } from '@betang/platform';
import { rawPublicKey, type BackupRecipient } from './backup-key.js';

/**
 * A stream that only the holder of one X25519 private key can read, and in which nobody can change, drop, reorder or cut off anything unseen:
 *
 *     betang-backup/1 LF
 *     {"keyId":…,"ephemeral":…} LF
 *     chunks: AES-256-GCM of 64 KiB each (the last one may be shorter), nonce = counter (11 bytes) || 1 on the last chunk, else 0
 *
 * The key is HKDF-SHA256 of the Diffie-Hellman secret of a fresh key with the recipient's; salt: both public keys; info: the digest of all before
 * the chunks. The construction is that of age (https://age-encryption.org/v1): its STREAM of chunks and its X25519 recipient.
 */
const MAGIC = 'betang-backup/1';
const CHUNK = 64 * 1024;
const TAG = 16;
const CIPHER = 'aes-256-gcm';
const LONGEST_HEADER = 4_096;

interface Header {
  readonly keyId: string;
  readonly ephemeral: string;
}

/** Encrypts a stream. */
export async function* seal(plain: AsyncIterable<Uint8Array>, recipient: BackupRecipient): AsyncGenerator<Buffer> {
  const { publicKey, privateKey } = generateKeyPairSync('x25519');
  const header: Header = { keyId: recipient.keyId, ephemeral: rawPublicKey(publicKey).toString('base64url') };
  const head = Buffer.from(`${MAGIC}\n${JSON.stringify(header)}\n`);
  const secret = diffieHellman({ privateKey, publicKey: recipient.publicKey });
  const key = deriveKey(secret, rawPublicKey(publicKey), rawPublicKey(recipient.publicKey), head);
  yield head;
  let counter = 0;
  for await (const { chunk, isLast } of inChunks(plain, CHUNK)) {
    const cipher = createCipheriv(CIPHER, key, nonceOf(counter++, isLast));
    yield Buffer.concat([cipher.update(chunk), cipher.final(), cipher.getAuthTag()]);
  }
}

/** Decrypts a stream. @throws AppError `backup-key-wrong`, `backup-damaged`, `backup-version-unknown` */
export async function* unseal(
  sealed: AsyncIterable<Uint8Array>,
  owner: { readonly keyId: string; readonly privateKey: KeyObject },
): AsyncGenerator<Buffer> {
  const source = sealed[Symbol.asyncIterator]();
  const { head, rest } = await readHead(source);
  const { keyId, ephemeral } = parseHeader(head);
  if (keyId !== owner.keyId) throw new AppError('backup-key-wrong', { params: { recipient: keyId } });
  const key = keyFor(owner.privateKey, ephemeral, head);
  let counter = 0;
  for await (const { chunk, isLast } of inChunks(remaining(rest, source), CHUNK + TAG)) {
    yield openChunk(key, chunk, nonceOf(counter++, isLast));
  }
}

function openChunk(key: Buffer, chunk: Buffer, nonce: Buffer): Buffer {
  if (chunk.length < TAG) throw damaged('cut off');
  const decipher = createDecipheriv(CIPHER, key, nonce);
  decipher.setAuthTag(chunk.subarray(chunk.length - TAG));
  try {
    return Buffer.concat([decipher.update(chunk.subarray(0, chunk.length - TAG)), decipher.final()]);
  } catch {
    throw damaged('changed or cut off');
  }
}

function keyFor(privateKey: KeyObject, ephemeral: string, head: Buffer): Buffer {
  try {
    const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'X25519', x: ephemeral }, format: 'jwk' });
    const secret = diffieHellman({ privateKey, publicKey });
    return deriveKey(secret, rawPublicKey(publicKey), rawPublicKey(createPublicKey(privateKey)), head);
  } catch {
    throw damaged('header');
  }
}

function deriveKey(secret: Buffer, ephemeral: Buffer, recipient: Buffer, head: Buffer): Buffer {
  const info = Buffer.concat([Buffer.from(MAGIC), hash('sha256', head, 'buffer')]);
  return Buffer.from(hkdfSync('sha256', secret, Buffer.concat([ephemeral, recipient]), info, 32));
}

function nonceOf(counter: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUIntBE(counter, 5, 6);
  nonce[11] = isLast ? 1 : 0;
  return nonce;
}

/** Pieces of exactly `size` bytes; only the last one may be shorter, or empty when there is nothing at all. */
async function* inChunks(
  source: AsyncIterable<Uint8Array>,
  size: number,
): AsyncGenerator<{ readonly chunk: Buffer; readonly isLast: boolean }> {
  let waiting: Buffer[] = [];
  let length = 0;
  for await (const part of source) {
    waiting.push(Buffer.from(part.buffer, part.byteOffset, part.byteLength));
    length += part.length;
    if (length <= size) continue;
    let all = Buffer.concat(waiting);
    // One byte more than a chunk must be at hand: only then it is known not to be the last.
    for (; all.length > size; all = all.subarray(size)) yield { chunk: all.subarray(0, size), isLast: false };
    waiting = [all];
    length = all.length;
  }
  yield { chunk: Buffer.concat(waiting), isLast: true };
}

async function readHead(source: AsyncIterator<Uint8Array>): Promise<{ head: Buffer; rest: Buffer }> {
  let read = Buffer.alloc(0);
  for (;;) {
    const end = read.indexOf('\n', read.indexOf('\n') + 1);
    if (read.includes('\n') && end > read.indexOf('\n'))
      return { head: read.subarray(0, end + 1), rest: read.subarray(end + 1) };
    if (read.length > LONGEST_HEADER) throw damaged('header');
    const { value, done } = await source.next();
    if (done === true) throw damaged('header');
    read = Buffer.concat([read, value]);
  }
}

function parseHeader(head: Buffer): Header {
  const [magic = '', json = ''] = head.toString('utf8').split('\n');
  if (magic !== MAGIC)
    throw magic.startsWith('betang-backup/') ? new AppError('backup-version-unknown') : damaged('header');
  try {
    const { keyId, ephemeral } = JSON.parse(json) as Partial<Header>;
    if (typeof keyId === 'string' && typeof ephemeral === 'string') return { keyId, ephemeral };
  } catch {
    throw damaged('header');
  }
  throw damaged('header');
}

async function* remaining(rest: Buffer, source: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  if (rest.length > 0) yield rest;
  for (let next = await source.next(); next.done !== true; next = await source.next()) yield next.value;
}

export function damaged(problem: string): AppError {
  return new AppError('backup-damaged', { params: { problem } });
}
