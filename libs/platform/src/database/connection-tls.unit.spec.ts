import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

import { toAppError } from '../errors/to-app-error.js';
import { testFolder } from '../testing/test-folder.js';
import { connectionRefusal } from './connection-refusal.js';
import { connectionSettings } from './connection-settings.js';
import { isTransient } from '../errors/sql-state.js';

const settingsOf = (url: string) => connectionSettings({ url, applicationName: 'test' });

describe('the address of Postgres', () => {
  const folder = testFolder();

  it('is plain without sslmode, and checks authority and name with verify-full', () => {
    const authority = join(folder, 'authority.pem');
    writeFileSync(authority, '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n');
    expect(settingsOf('postgres://127.0.0.1/betang').ssl).toBe(false);
    expect(settingsOf('postgres://db.example/betang?sslmode=verify-full').ssl).toBe(true);
    const url = `postgresql://db.example/betang?sslmode=verify-full&sslrootcert=${encodeURIComponent(authority)}`;
    expect(settingsOf(url).ssl).toEqual({ rejectUnauthorized: true, ca: expect.stringContaining('BEGIN CERTIFICATE') });
  });

  it.each(['require', 'prefer', 'verify-ca', 'no-verify'])(
    'refuses sslmode=%s, which checks not who answers',
    (mode) => {
      expect(() => settingsOf(`postgres://db.example/betang?sslmode=${mode}`)).toThrow(
        expect.objectContaining({ code: 'database-sslmode-unsupported', params: { mode } }),
      );
    },
  );

  it('refuses an authority that is no file, or a file without a certificate', () => {
    const empty = join(folder, 'empty.pem');
    writeFileSync(empty, '');
    for (const file of [empty, join(folder, 'none.pem')])
      expect(() => settingsOf(`postgres://db.example/betang?sslmode=verify-full&sslrootcert=${file}`)).toThrow(
        expect.objectContaining({ code: 'database-authority-unreadable', params: { file } }),
      );
  });

  it.each(['https://db.example/betang', 'db.example/betang', 'postgres//db.example'])('refuses %s', (url) => {
    expect(() => settingsOf(url)).toThrow(expect.objectContaining({ code: 'database-url-invalid' }));
  });
});

describe('a connection that was not opened', () => {
  const failed = (code?: string, text = 'x') => Object.assign(new Error(text), code === undefined ? {} : { code });

  it.each([
    ['SELF_SIGNED_CERT_IN_CHAIN', 'database-certificate-untrusted'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'database-certificate-untrusted'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'database-certificate-untrusted'],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'database-certificate-untrusted'],
    ['CERT_HAS_EXPIRED', 'database-certificate-untrusted'],
    ['INVALID_PURPOSE', 'database-certificate-untrusted'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'database-certificate-other-name'],
  ])('over TLS for %s is told as %s, and may succeed later', (code, expected) => {
    const refused = connectionRefusal(failed(code), { ssl: true });
    expect(refused).toMatchObject({ code: expected, cause: { code } });
    expect(isTransient(refused)).toBe(true);
    expect(toAppError(refused)).toMatchObject({ status: 503 });
  });

  it('names the reason of a certificate that is not trusted', () => {
    expect(connectionRefusal(failed('CERT_HAS_EXPIRED'), { ssl: true })).toMatchObject({
      params: { reason: 'CERT_HAS_EXPIRED' },
    });
  });

  it('is told apart where the server has no TLS, or wants it', () => {
    expect(
      connectionRefusal(failed(undefined, 'The server does not support SSL connections'), { ssl: true }),
    ).toMatchObject({
      code: 'database-tls-not-offered',
    });
    const wanted = connectionRefusal(failed('28000'), { ssl: false });
    expect(wanted).toMatchObject({ code: 'database-plain-refused' });
    expect(isTransient(wanted)).toBe(false);
  });

  it.each([
    ['28P01', false],
    ['28000', true],
    ['ECONNREFUSED', true],
    ['CERT_HAS_EXPIRED', false],
  ])('stays as it came for %s (over TLS: %s)', (code, ssl) => {
    const error = failed(code);
    expect(connectionRefusal(error, { ssl })).toBe(error);
  });
});
