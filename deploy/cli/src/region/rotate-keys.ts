import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { RegionKeysPublished } from '@betang/contracts';
import { makeKeyPairs, readRegionKeys, type PublicRegionKey } from '@betang/messaging';
import { putInPlace, type SqlClient } from '@betang/platform';
import type { Registration } from './exchange-files.js';
import { publicKeysOf, saveMember } from './federation-members.js';
import { KEY_FILE, limitKeys, readPublicKeys } from './key-files.js';
import { MEMBERS_ROLE, connectionAs, inTransaction } from './region-database.js';
import { regionPaths } from './region-paths.js';
import { readRegionSettings } from './region-settings.js';
import { registrationOf } from './register-region.js';

/** How long what the old key signed is still accepted: as long as the hub keeps events. */
const OVERLAP_DAYS = 90;
const DAY_MS = 24 * 3600 * 1000;

/**
 * `announced`: new keys are made and wait; a region hands the registration to its province (`region add`), a province has stated them already.
 * `waiting`: not yet known to everyone, run it again later. `active`: from the next start of identity on, the new keys sign.
 */
export interface KeyRotation {
  readonly state: 'announced' | 'waiting' | 'active';
  readonly keyIds: readonly string[];
  /** The new ones, public halves only. */
  readonly keys: readonly PublicRegionKey[];
  readonly registration?: Registration;
}

/**
 * New signing and encryption keys beside the old ones, in two steps: nobody signs with a key before the province's list has carried it to
 * everyone, for whoever does not know it would park what it signed. Run it until it answers `active`.
 */
export async function rotateKeys(
  dataDir: string,
  options: { readonly overlapDays?: number; readonly now?: Date } = {},
): Promise<KeyRotation> {
  const { region, role } = await readRegionSettings(dataDir);
  const paths = regionPaths(dataDir);
  const now = options.now ?? new Date();
  const isMade = (await keyFilesOf(paths.nextKeys)).some((name) => name.startsWith('signing-'));
  if (!isMade) {
    await limitKeys(paths.keys, new Date(now.getTime() + (options.overlapDays ?? OVERLAP_DAYS) * DAY_MS));
    await makeKeyPairs(paths.nextKeys, now);
  }
  const next = await readPublicKeys(paths.nextKeys);
  const keyIds = next.map(({ keyId }) => keyId);
  // Each time: a first run may have been killed before it came to this.
  if (role === 'hub') await stateOwnKeys(dataDir, region);
  if (!isMade || !(await isKnown(dataDir, { region, isProvince: role === 'hub', keyIds }))) {
    const state = isMade ? 'waiting' : 'announced';
    return { state, keyIds, keys: next, ...(role === 'hub' ? {} : { registration: await registrationOf(dataDir) }) };
  }
  await putInForce(paths.nextKeys, paths.keys);
  return { state: 'active', keyIds, keys: next };
}

/**
 * The signing key last, by which a run that was killed in the middle is gone on with. Keys alone: pseudonyms have a rotation of their own, and the
 * region's own key of theirs would be lost under another.
 */
async function putInForce(from: string, to: string): Promise<void> {
  for (const name of (await keyFilesOf(from)).sort()) await putInPlace(join(from, name), join(to, name));
  await rm(from, { recursive: true });
}

async function keyFilesOf(dir: string): Promise<string[]> {
  return (await readdir(dir).catch(() => [])).filter((name) => KEY_FILE.test(name));
}

/** The province is its own authority: its list follows from these rows. */
async function stateOwnKeys(dataDir: string, region: string): Promise<void> {
  const { keys, nextKeys } = regionPaths(dataDir);
  const all = [...(await readRegionKeys(keys)).public, ...(await readPublicKeys(nextKeys))];
  const target = await connectionAs(dataDir, MEMBERS_ROLE);
  await inTransaction(target, (db) => saveMember(db, { region, firstEpoch: '', keys: all }, 'ACTIVE'));
}

/** A region learns of its own new keys by the province's list like everyone; the province's own list must have left for the hub. */
async function isKnown(dataDir: string, wanted: WantedKeys): Promise<boolean> {
  const target = await connectionAs(dataDir, MEMBERS_ROLE);
  return inTransaction(target, (db) => isListed(db, wanted));
}

interface WantedKeys {
  readonly region: string;
  readonly isProvince: boolean;
  readonly keyIds: readonly string[];
}

async function isListed(db: SqlClient, { region, isProvince, keyIds }: WantedKeys): Promise<boolean> {
  const listed = (await publicKeysOf(db, region)).map(({ keyId }) => keyId);
  if (!keyIds.every((keyId) => listed.includes(keyId))) return false;
  if (!isProvince) return true;
  const [row] = await db.query<{ published: boolean }>(
    `SELECT EXISTS (SELECT 1 FROM identity.outbox o JOIN identity.relay_cursor c ON c.destination = 'hub'
       WHERE o.destination = 'hub' AND o.type = $1 AND (o.generation, o.xid, o.seq) <= (c.generation, c.xid, c.seq)
         AND position($2 IN convert_from(o.body, 'UTF8')) > 0) AS published`,
    [RegionKeysPublished.type, keyIds[0]],
  );
  return row?.published === true;
}
