import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

/**
 * User keys of NATS (nkeys): Ed25519, written in base32 with a kind and a checksum. Signed by Node's own Ed25519, for the nkeys library
 * computes in script: ten milliseconds and more for each sign-in, against a tenth of one.
 */
export interface UserKey {
  readonly publicNkey: string;
  readonly seed: string;
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
/** Kinds of nkey in the first bytes: `U…` a user's public key, `SU…` its seed. */
const USER = [20 << 3];
const USER_SEED = [(18 << 3) | (20 >> 2), 0];
const CHECKSUM_BYTES = 2;
const KEY_BYTES = 32;
/** Everything of an Ed25519 private key in PKCS #8 that stands before its 32 bytes (RFC 8410). */
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');

export function createUserKey(): UserKey {
  const { privateKey } = generateKeyPairSync('ed25519');
  const raw = privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(PKCS8_HEAD.length);
  const seed = encode(USER_SEED, raw);
  return { seed, publicNkey: publicKeyOf(privateKey) };
}

/** Undefined where the text is not the seed of a user key, its checksum included. */
export function findPublicNkey(seed: string): string | undefined {
  const key = findPrivateKey(seed);
  return key && publicKeyOf(key);
}

/** Answers a server's challenge. The seed was checked when it was read. */
export function signerOf(seed: string): { readonly publicNkey: string; sign(challenge: string): string } {
  const key = findPrivateKey(seed);
  // No word of the seed in the message.
  if (!key) throw new TypeError('not the seed of a user key');
  return {
    publicNkey: publicKeyOf(key),
    sign: (challenge) => sign(null, Buffer.from(challenge), key).toString('base64url'),
  };
}

function findPrivateKey(seed: string): KeyObject | undefined {
  const raw = decode(USER_SEED, seed);
  return raw && createPrivateKey({ key: Buffer.concat([PKCS8_HEAD, raw]), format: 'der', type: 'pkcs8' });
}

function publicKeyOf(privateKey: KeyObject): string {
  const der = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
  return encode(USER, der.subarray(-KEY_BYTES));
}

function encode(kind: readonly number[], key: Uint8Array): string {
  const body = Buffer.from([...kind, ...key]);
  const sum = checksum(body);
  const bits = [...body, sum & 0xff, sum >> 8].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? []).map((group) => ALPHABET[Number.parseInt(group.padEnd(5, '0'), 2)]).join('');
}

function decode(kind: readonly number[], text: string): Buffer | undefined {
  if (!/^[A-Z2-7]+$/.test(text)) return undefined;
  const bits = [...text].map((letter) => ALPHABET.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const bytes = Buffer.from((bits.match(/.{8}/g) ?? []).map((group) => Number.parseInt(group, 2)));
  const body = bytes.subarray(0, -CHECKSUM_BYTES);
  const sound =
    text.length === Math.ceil(((kind.length + KEY_BYTES + CHECKSUM_BYTES) * 8) / 5) &&
    kind.every((byte, index) => body[index] === byte) &&
    bytes.readUInt16LE(body.length) === checksum(body);
  return sound ? body.subarray(kind.length) : undefined;
}

/** CRC-16/XMODEM, low byte first. */
function checksum(bytes: Uint8Array): number {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) crc = crc & 0x8000 ? ((crc << 1) ^ 0x1021) & 0xffff : (crc << 1) & 0xffff;
  }
  return crc;
}
