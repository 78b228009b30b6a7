import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, statSync } from 'node:fs';
import { ServerLaunchError } from './server-launch.error.js';

/** How to run a Postgres program: a prefix to its command line, or another user. */
export interface PostgresAccount {
  readonly prefix: readonly string[];
  readonly user?: { readonly uid: number; readonly gid: number };
}

const UNPRIVILEGED_NAMESPACE = ['unshare', '--user', '--map-user=1000', '--map-group=1000', '--'];
const NOBODY = 65_534;

/**
 * Postgres refuses to run as root. Root therefore runs it in a user namespace that maps root to a normal number (no user is
 * added, the files stay root's), or where that is refused as `nobody`.
 * @throws ServerLaunchError `testing.postgres-refuses-root` where neither works.
 */
export function choosePostgresAccount(folder: string, program: string): PostgresAccount {
  if (process.getuid?.() !== 0) return { prefix: [] };
  const owner = ownerOf(folder);
  if (owner.uid !== 0) return { prefix: [], user: owner };
  if (namespaceWorks()) return { prefix: UNPRIVILEGED_NAMESPACE };
  if (nobodyReaches(folder, program)) {
    chownSync(folder, NOBODY, NOBODY);
    return { prefix: [], user: { uid: NOBODY, gid: NOBODY } };
  }
  throw new ServerLaunchError(
    'testing.postgres-refuses-root',
    `Postgres does not run as root, user namespaces are refused here, and the user nobody cannot reach ${folder}: run this as a normal user`,
  );
}

/** Who owns the cluster decides, once it is there: a normal user's cluster is not taken over by root. */
function ownerOf(folder: string): { uid: number; gid: number } {
  const data = `${folder}/data`;
  const { uid, gid } = statSync(existsSync(data) ? data : folder);
  return { uid, gid };
}

let namespaceWorked: boolean | undefined;
function namespaceWorks(): boolean {
  const [command = '', ...args] = UNPRIVILEGED_NAMESPACE;
  return (namespaceWorked ??= process.platform === 'linux' && spawnSync(command, [...args, 'true']).status === 0);
}

function nobodyReaches(folder: string, program: string): boolean {
  const asNobody = { uid: NOBODY, gid: NOBODY };
  return [program, `${folder}/..`].every((path) => spawnSync('test', ['-x', path], asNobody).status === 0);
}
