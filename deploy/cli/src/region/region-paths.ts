import { join, resolve } from 'node:path';

/** Where a region keeps what is its own. Everything below one folder, so that one folder is what an operator guards. */
export interface RegionPaths {
  readonly dataDir: string;
  /** Settings without secrets; what `betang` reads. */
  readonly settings: string;
  /** Database role -> password, mode 0600. */
  readonly passwords: string;
  /** The region's private keys. */
  readonly keys: string;
  /** New keys that wait until the province has made them known. */
  readonly nextKeys: string;
  /** Folder of the nats-server: topology, configuration, credentials, store. */
  readonly nats: string;
  /** Evidence and materials. */
  readonly files: string;
  /** The half of the region's key to its hub that never leaves, before the hub's address is known. */
  readonly joiningKey: string;
  /** Token with which the operator's commands sign in, mode 0600; identity keeps it there in local mode. */
  readonly token: string;
  /** Who is signed in with the operator's tool from this machine, mode 0600. */
  readonly session: string;
  /** Public key to which backups are encrypted. */
  readonly backupRecipient: string;
  /** Lies here from the first step of a restore until everything is back. */
  readonly restoring: string;
}

export function regionPaths(dataDir: string): RegionPaths {
  const root = resolve(dataDir);
  const inside = (...names: string[]): string => join(root, ...names);
  return {
    dataDir: root,
    settings: inside('region.json'),
    passwords: inside('passwords.json'),
    keys: inside('keys'),
    nextKeys: inside('keys', 'next'),
    nats: inside('nats'),
    files: inside('files'),
    joiningKey: inside('joining-key.json'),
    token: inside('files', 'administrator.token'),
    session: inside('operator-session.json'),
    backupRecipient: inside('backup-recipient.json'),
    restoring: inside('restoring.json'),
  };
}
