import pg from 'pg';

import { readAuthority } from '../config/read-authority.js';
import { AppError } from '../errors/app-error.js';

/** A role's password, or a function that reads it anew for each connection, so that a rotation needs no restart. */
export type Password = string | (() => string | Promise<string>);

export interface ConnectionTarget {
  /** Host and database, e.g. `postgres://127.0.0.1:5432/betang`; `?sslmode=verify-full&sslrootcert=<file>` for TLS. */
  readonly url: string;
  readonly role?: string;
  readonly password?: Password;
  readonly schema?: string;
  readonly applicationName: string;
}

const IDLE_IN_TRANSACTION_MS = 30_000;
const TRANSACTION_MS = 60_000;
const CONNECT_TIMEOUT_MS = 10_000;
/**
 * What a row by its key costs the planner, a page in order being 1. A region's tables lie in memory or on flash: with the server's default of 4, made for
 * turning disks, three people were looked up in a table of 2,000 by reading all of it.
 */
const RANDOM_PAGE_COST = 1.1;

/**
 * The driver's settings for one connection. The limits travel as start-up options, so no connection ever exists
 * without them. An open transaction hides the outbox of its whole cluster, so none may stay open for long.
 */
export function connectionSettings(target: ConnectionTarget): pg.ClientConfig & pg.PoolConfig {
  const url = parse(target.url);
  const searchPath = target.schema === undefined ? [] : [`-c search_path=${target.schema}`];
  return {
    host: decodeURIComponent(url.hostname).replace(/^\[|\]$/g, ''),
    port: url.port === '' ? 5432 : Number(url.port),
    database: decodeURIComponent(url.pathname.slice(1)) || 'postgres',
    user: target.role ?? decodeURIComponent(url.username),
    password: target.password ?? decodeURIComponent(url.password),
    ssl: tls(url),
    application_name: target.applicationName,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    types: { getTypeParser },
    options: [
      ...searchPath,
      `-c idle_in_transaction_session_timeout=${IDLE_IN_TRANSACTION_MS}`,
      `-c transaction_timeout=${TRANSACTION_MS}`,
      `-c random_page_cost=${RANDOM_PAGE_COST}`,
    ].join(' '),
  };
}

function parse(text: string): URL {
  // The parser's own error would quote its input, password and all.
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^postgres(ql)?:$/.test(url.protocol)) throw new AppError('database-url-invalid');
  return url;
}

function tls(url: URL): pg.ClientConfig['ssl'] {
  const mode = url.searchParams.get('sslmode') ?? 'disable';
  if (mode === 'disable') return false;
  // Weaker modes encrypt without knowing to whom, so they are refused rather than trusted.
  if (mode !== 'verify-full') throw new AppError('database-sslmode-unsupported', { params: { mode } });
  const authority = url.searchParams.get('sslrootcert');
  return authority === null
    ? true
    : { rejectUnauthorized: true, ca: readAuthority(authority, 'database-authority-unreadable') };
}

/** Calendar dates stay `YYYY-MM-DD`: the driver's default makes them an instant in the machine's own zone. */
const getTypeParser = ((oid: number, format?: 'text' | 'binary') =>
  oid === pg.types.builtins.DATE && format !== 'binary'
    ? (value: string) => value
    : pg.types.getTypeParser(oid, format as 'text')) as typeof pg.types.getTypeParser;
