import { readFile } from 'node:fs/promises';
import {
  applyTopology,
  findEpoch,
  readTopology,
  registerRegion,
  removeRegion as forgetRegion,
  setRegionState,
  type Topology,
} from '@betang/messaging';
import { AppError } from '@betang/platform';
import type { JoinFile, Registration } from './exchange-files.js';
import {
  findMember,
  listMembers,
  publicKeysOf,
  saveMember,
  setMemberState,
  type Member,
} from './federation-members.js';
import { MEMBERS_ROLE, connectionAs, inTransaction } from './region-database.js';
import { regionPaths } from './region-paths.js';
import { readRegionSettings, type RegionSettings } from './region-settings.js';

/**
 * At the province: lets a region in, or takes over the keys of one that is in. Its account and its place on the hub are made without a restart,
 * other regions notice nothing; its keys reach all by the list that the province publishes. Answers what the region needs to join.
 * @throws AppError `not-a-province`, `region-not-below-province`, `region-made-anew`; TopologyError
 */
export async function addRegion(
  hubDataDir: string,
  registration: Registration,
  options: { readonly hubUrl?: string } = {},
): Promise<JoinFile> {
  const settings = await hubSettings(hubDataDir);
  const { region } = registration;
  if (!region.startsWith(`${settings.region}.`))
    throw new AppError('region-not-below-province', { params: { region, province: settings.region } });
  await assertSame(hubDataDir, registration);
  const { nats } = regionPaths(hubDataDir);
  const topology = await registerRegion(nats, region, registration.publicNkey);
  await applyTopology(nats);
  const state = topology.regions.find(({ code }) => code === region)?.state === 'suspended' ? 'SUSPENDED' : 'ACTIVE';
  const province = await asMembersRole(hubDataDir, async (db) => {
    await saveMember(db, registration, state);
    return presentOf(settings.region, await findEpoch(db), await publicKeysOf(db, settings.region));
  });
  return {
    kind: 'betang-join',
    version: 1,
    region,
    hubUrl: options.hubUrl ?? settings.hubUrl ?? settings.nats.url,
    ...(await authorityOf(topology)),
    province,
  };
}

/** Shuts a region out: its connections end, its place on the hub is kept, its events wait at home. */
export async function suspendRegion(hubDataDir: string, region: string): Promise<void> {
  await changeState(hubDataDir, region, 'SUSPENDED');
}

export async function resumeRegion(hubDataDir: string, region: string): Promise<void> {
  await changeState(hubDataDir, region, 'ACTIVE');
}

/** Forgets a region's account, key and place on the hub. What it shared stays with those who have it. */
export async function removeRegion(hubDataDir: string, region: string): Promise<void> {
  await assertKnown(hubDataDir, region);
  const { nats } = regionPaths(hubDataDir);
  if ((await readTopology(nats)).regions.some(({ code }) => code === region)) await forgetRegion(nats, region);
  await applyTopology(nats);
  await asMembersRole(hubDataDir, (db) => setMemberState(db, region, 'REMOVED'));
}

async function changeState(hubDataDir: string, region: string, state: 'ACTIVE' | 'SUSPENDED'): Promise<void> {
  await assertKnown(hubDataDir, region);
  const { nats } = regionPaths(hubDataDir);
  await setRegionState(nats, region, state === 'ACTIVE' ? 'active' : 'suspended');
  await applyTopology(nats);
  await asMembersRole(hubDataDir, (db) => setMemberState(db, region, state));
}

async function assertKnown(hubDataDir: string, region: string): Promise<void> {
  const settings = await hubSettings(hubDataDir);
  if (region === settings.region) throw new AppError('province-stays', { params: { region } });
  const known = await asMembersRole(hubDataDir, (db) => findMember(db, region));
  if (known) return;
  const members = await asMembersRole(hubDataDir, (db) => listMembers(db, settings.region));
  throw new AppError('region-unknown', {
    params: { region, province: settings.region, known: members.join(', ') || '-' },
  });
}

/**
 * A region that was initialised anew begins to count where the one of before had begun, in an epoch that follows none that others know: they would hold
 * everything of it for ever.
 */
async function assertSame(hubDataDir: string, { region, firstEpoch }: Registration): Promise<void> {
  const known = await asMembersRole(hubDataDir, (db) => findMember(db, region));
  if (!known || known.firstEpoch === firstEpoch || generationOf(firstEpoch) > generationOf(known.firstEpoch)) return;
  throw new AppError('region-made-anew', { params: { region, epoch: firstEpoch, known: known.firstEpoch } });
}

function generationOf(epoch: string): number {
  return Number(epoch.split('.')[0]);
}

async function hubSettings(dataDir: string): Promise<RegionSettings> {
  const settings = await readRegionSettings(dataDir);
  if (settings.role !== 'hub') throw new AppError('not-a-province', { params: { region: settings.region } });
  return settings;
}

/** A newcomer begins with the province's present epoch: what stands before it on the hub belongs to epochs that are closed. */
function presentOf(region: string, epoch: { readonly epoch: string } | undefined, keys: Member['keys']): Member {
  if (!epoch) throw new AppError('region-not-initialised', { params: { region } });
  return { region, firstEpoch: epoch.epoch, keys };
}

async function authorityOf({ tls }: Topology): Promise<{ certificateAuthority?: string }> {
  return tls?.caFile === undefined ? {} : { certificateAuthority: await readFile(tls.caFile, 'utf8') };
}

async function asMembersRole<T>(dataDir: string, work: Parameters<typeof inTransaction<T>>[1]): Promise<T> {
  return inTransaction(await connectionAs(dataDir, MEMBERS_ROLE), work);
}
