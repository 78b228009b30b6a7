import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

import { currentRequest } from '../request/request-context.js';

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Until a process names its secret, one of its own: cursors then hold as long as the process lives. */
let key = randomBytes(32);

/** Takes the secret that all processes of a service share. Called once at start. */
export function sealCursorsWith(secret: string): void {
  key = Buffer.from(hkdfSync('sha256', secret, '', 'betang list cursors', 32));
}

export function sealCursor(text: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, key, nonce).setAAD(listAtHand());
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url');
}

/** The text of a cursor. Throws for one that was not sealed with this secret, and for one of another list. */
export function unsealCursor(cursor: string): string {
  const bytes = Buffer.from(cursor, 'base64url');
  const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, NONCE_BYTES)).setAAD(listAtHand());
  decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  return decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
}

/** The list that is asked for. A cursor holds values of its own list's columns: in another one they would be of the wrong kind, or point at what was never shown. */
function listAtHand(): Buffer {
  return Buffer.from(currentRequest()?.route ?? '');
}
