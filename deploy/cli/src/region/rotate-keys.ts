import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { RegionKeysPublished } from '@betang/contracts';
import { makeRegionKeys, readRegionKeys, type PublicRegionKey } from '@betang/messaging';
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
  const waiting = (await readdir(paths.nextKeys).catch(() => [])).filter((name) => KEY_FILE.test(name));
  if (waiting.length === 0) {
    await limitKeys(paths.keys, new Date(now.getTime() + (options.overlapDays ?? OVERLAP_DAYS) * DAY_MS));
    await makeNextKeys(paths.nextKeys, now);
  }
  const next = await readPublicKeys(paths.nextKeys);
  const keyIds = next.map(({ keyId }) => keyId);
  if (waiting.length === 0 && role === 'hub') await stateOwnKeys(dataDir, region);
  if (waiting.length === 0 || !(await isKnown(dataDir, { region, isProvince: role === 'hub', keyIds }))) {
    const state = waiting.length === 0 ? 'announced' : 'waiting';
    return { state, keyIds, keys: next, ...(role === 'hub' ? {} : { registration: await registrationOf(dataDir) }) };
  }
  for (const name of await readdir(paths.nextKeys))
    await putInPlace(join(paths.nextKeys, name), join(paths.keys, name));
  await rm(paths.nextKeys, { recursive: true });
  return { state: 'active', keyIds, keys: next };
}

async function makeNextKeys(dir: string, now: Date): Promise<void> {
  await makeRegionKeys(dir, now);
  // Pseudonyms have a rotation of their own: an old one and its successor must be published together.
  await rm(join(dir, 'pseudonym.json'));
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
