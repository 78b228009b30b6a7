import type pg from 'pg';

import { AppError } from '../errors/app-error.js';

/** What Node calls a name that is not in the server's certificate. */
const OTHER_NAME = 'ERR_TLS_CERT_ALTNAME_INVALID';
/** What OpenSSL has against a certificate: its issuer, its dates, its use. */
const UNTRUSTED = /CERT|LEAF_SIGNATURE|^INVALID_(CA|PURPOSE)$|^PATH_LENGTH_EXCEEDED$/;
/** The driver's error has no code; its text is the only mark of a server that was asked for TLS and has none. */
const NO_TLS_THERE = 'The server does not support SSL connections';
/** `invalid_authorization_specification`: no line of pg_hba.conf fits, as where only `hostssl` lines are. */
const NO_LINE_FITS = '28000';

/**
 * The error of a connection that was not opened, under a code that names what to set where TLS is the reason: `database-certificate-untrusted`,
 * `database-certificate-other-name`, `database-tls-not-offered`, `database-plain-refused`. Any other error is answered as it came.
 */
export function connectionRefusal(error: Error, settings: Pick<pg.ClientConfig, 'ssl'>): Error {
  const { code } = error as { code?: unknown };
  const isEncrypted = Boolean(settings.ssl);
  if (!isEncrypted) return code === NO_LINE_FITS ? refusal('database-plain-refused', error) : error;
  if (code === undefined && error.message === NO_TLS_THERE) return refusal('database-tls-not-offered', error);
  if (code === OTHER_NAME) return refusal('database-certificate-other-name', error);
  if (typeof code === 'string' && UNTRUSTED.test(code))
    return refusal('database-certificate-untrusted', error, { reason: code });
  return error;
}

function refusal(code: string, cause: Error, params: Readonly<Record<string, string>> = {}): AppError {
  return new AppError(code, { status: 503, params, cause });
}
