import { readFileSync } from 'node:fs';

import { AppError } from '../errors/app-error.js';

/**
 * The certificate of the authority that vouches for a server, as PEM. Throws `code`, with the file's name, for one that cannot be read or holds no
 * certificate: an empty file would count as none, and so let every public authority vouch for the server.
 */
export function readAuthority(file: string, code: string): string {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new AppError(code, { params: { file }, cause });
  }
  if (!text.includes('-----BEGIN CERTIFICATE-----')) throw new AppError(code, { params: { file } });
  return text;
}
