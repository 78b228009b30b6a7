import { execFile } from 'node:child_process';
import { appendFileSync, chmodSync, chownSync, copyFileSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { PostgresServer } from '@betang/testing';

const openssl = (...args: readonly string[]): Promise<unknown> => promisify(execFile)('openssl', args);
const KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];

/** Whether certificates can be made on this machine. */
export const hasOpenssl: boolean = await openssl('version').then(
  () => true,
  () => false,
);

export interface TestAuthority {
  /** Its own certificate, for `sslrootcert`. */
  readonly file: string;
  readonly certFile: string;
  readonly keyFile: string;
}

/** An authority of its own, and a server certificate for 127.0.0.1 alone that it issued; files in `dir` begin with `name`. */
export async function makeAuthority(dir: string, name: string): Promise<TestAuthority> {
  const at = (ending: string): string => join(dir, `${name}${ending}`);
  const [ca, caKey] = [at('-ca.pem'), at('-ca.key')];
  await openssl('req', '-x509', ...KEY, '-keyout', caKey, '-out', ca, '-subj', `/CN=${name} authority`);
  const issued = ['-CA', ca, '-CAkey', caKey, '-addext', 'subjectAltName=IP:127.0.0.1', '-subj', '/CN=database'];
  await openssl('req', '-x509', ...KEY, ...issued, '-keyout', at('.key'), '-out', at('.pem'));
  return { file: ca, certFile: at('.pem'), keyFile: at('.key') };
}

/** The address of a server with what makes it one over TLS. */
export function overTls(url: string, authority: string): string {
  const address = new URL(url);
  address.searchParams.set('sslmode', 'verify-full');
  address.searchParams.set('sslrootcert', authority);
  return address.href;
}

/** Sets a cluster to TLS alone, as an administrator does it: its own files, then a restart. Answers the owner's address over TLS. */
export async function requireTls(server: PostgresServer, authority: TestAuthority): Promise<string> {
  const data = join(server.dir, 'data');
  const { uid, gid } = statSync(join(data, 'PG_VERSION'));
  for (const [from, name] of [
    [authority.certFile, 'server.crt'],
    [authority.keyFile, 'server.key'],
  ] as const) {
    copyFileSync(from, join(data, name));
    chmodSync(join(data, name), 0o600);
    chownSync(join(data, name), uid, gid);
  }
  appendFileSync(join(data, 'postgresql.conf'), '\nssl = on\nlog_connections = on\n');
  writeFileSync(join(data, 'pg_hba.conf'), 'hostssl all all 127.0.0.1/32 scram-sha-256\n');
  await server.restart();
  return overTls(server.url, authority.file);
}

export interface SignedIn {
  readonly user: string;
  readonly application: string;
  readonly encrypted: boolean;
}

/** Every connection that the server has let in since it wants TLS, from its own log. */
export function signedIn(server: PostgresServer): SignedIn[] {
  const log = readFileSync(join(server.dir, 'postgres.log'), 'utf8');
  return [...log.matchAll(/connection authorized: user=(\S+) database=\S+(?: application_name=(\S+))?(.*)$/gm)].map(
    ([, user = '', application = '', rest = '']) => ({ user, application, encrypted: rest.includes('SSL enabled') }),
  );
}
