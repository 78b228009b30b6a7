import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, readFileSync, statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { dirname } from 'node:path';
import { ServerLaunchError } from './server-launch.error.js';

/** How to run a Postgres program. */
export interface PostgresAccount {
  /** Stands before the program in the command line. */
  readonly prefix: readonly string[];
  /** The user it then runs as, where that is not the present one: its files must be this user's. */
  readonly owner?: UserNumbers;
}

export interface UserNumbers {
  readonly uid: number;
  readonly gid: number;
}

/**
 * Postgres refuses to run as root and as a user without a name (as containers have). These run it in a user namespace that maps
 * them to a normal user (no user is added, the files stay theirs), or where that is refused, root runs it as `nobody`.
 * @throws ServerLaunchError `testing.postgres-refuses-user` where neither works.
 */
export function choosePostgresAccount(folder: string, program: string): PostgresAccount {
  const isRoot = process.getuid?.() === 0;
  if (!isRoot && hasName()) return { prefix: [] };
  const owner = ownerOf(folder);
  if (isRoot && owner.uid !== 0) return changeTo(owner);
  const nobody = findNobody();
  const prefix = nobody && namespaceOf(nobody);
  if (prefix && works(prefix)) return { prefix };
  if (isRoot && nobody && reaches(nobody, [program, dirname(folder)])) {
    chownSync(folder, nobody.uid, nobody.gid);
    return changeTo(nobody);
  }
  throw new ServerLaunchError(
    'testing.postgres-refuses-user',
    `Postgres does not run as ${isRoot ? 'root' : 'a user without a name'}, user namespaces are refused here, and no other user ` +
      `reaches ${folder}: run this as a normal user`,
  );
}

/** Who owns the cluster decides, once it is there: a normal user's cluster is not taken over by root. */
function ownerOf(folder: string): UserNumbers {
  const data = `${folder}/data`;
  const { uid, gid } = statSync(existsSync(data) ? data : folder);
  return { uid, gid };
}

function hasName(): boolean {
  try {
    return userInfo().username !== '';
  } catch {
    return false;
  }
}

/** The numbers must belong to a name: initdb looks it up. */
function findNobody(): UserNumbers | undefined {
  if (process.platform !== 'linux') return undefined;
  const fields = /^nobody:[^:]*:(\d+):(\d+):/m.exec(readFileSync('/etc/passwd', 'utf8'));
  return fields ? { uid: Number(fields[1]), gid: Number(fields[2]) } : undefined;
}

function namespaceOf({ uid, gid }: UserNumbers): string[] {
  return ['unshare', '--user', `--map-user=${uid}`, `--map-group=${gid}`, '--'];
}

function changeTo(owner: UserNumbers): PostgresAccount {
  return { prefix: ['setpriv', `--reuid=${owner.uid}`, `--regid=${owner.gid}`, '--clear-groups', '--'], owner };
}

function works([command = '', ...args]: readonly string[]): boolean {
  return spawnSync(command, [...args, 'true'], { env: process.env }).status === 0;
}

function reaches(user: UserNumbers, paths: readonly string[]): boolean {
  return paths.every((path) => spawnSync('test', ['-x', path], user).status === 0);
}
