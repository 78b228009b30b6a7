import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AgencyPublished, ProgrammePublished, newId, type EventContract } from '@betang/contracts';
import { startRegionUnderTest, waitUntil, type RegionUnderTest } from '@betang/testing';
import type { EventHandler } from '../handling/handler-registry.js';

const agency = (name: string) => {
  const agencyId = newId();
  return AgencyPublished.create({ subject: agencyId, data: { agencyId, name } });
};

const collector = (contract: unknown, into: string[]): EventHandler => ({
  contract: contract as EventContract,
  kind: 'projection',
  handle: async (events) => {
    for (const event of events) into.push(`${event.region} ${event.position}`);
  },
});

describe('a province and a regency', () => {
  let province: RegionUnderTest;
  let kapuas: RegionUnderTest;
  beforeAll(async () => {
    province = await startRegionUnderTest('62', { services: ['identity', 'reporting'], role: 'hub' });
    kapuas = await startRegionUnderTest('62.03', { services: ['identity', 'training-catalog'], hub: province });
  });
  afterAll(async () => {
    await kapuas?.stop();
    await province?.stop();
  });

  it('shares facts both ways and proves that nothing is missing', async () => {
    const seenByProvince: string[] = [];
    const provinceIdentity = await province.service('identity');
    const reporting = await province.service('reporting', [collector(AgencyPublished, seenByProvince)]);
    const kapuasIdentity = await kapuas.service('identity');
    for (const service of [provinceIdentity, reporting, kapuasIdentity]) service.start();
    await kapuasIdentity.publish(...Array.from({ length: 700 }, (_, index) => agency(`Dinas ${index}`)));
    await waitUntil('the province has all agencies', () => seenByProvince.length >= 700).catch((error: unknown) => {
      console.log(
        kapuasIdentity.problems.slice(-2),
        reporting.problems.slice(-2),
        provinceIdentity.problems.slice(-2),
        JSON.stringify([kapuasIdentity.delivery.progress, reporting.delivery.progress]),
      );
      throw error;
    });
    const confirmed = await waitUntil('the province confirms the whole line', async () => {
      const [receipt] = await kapuas.sql<{ position: string; chain: string }>(
        `SELECT position, chain FROM betang.receipt WHERE receiver = '62' AND reader = 'reporting' AND service = 'identity' AND audience = 'province' AND position >= 700`,
      );
      return receipt;
    });
    const [head] = await kapuas.sql<{ chain: string }>(
      `SELECT chain FROM identity.relay_log WHERE audience = 'province' AND last_position = $1`,
      [confirmed!.position],
    );
    expect(head?.chain ?? confirmed!.chain).toBe(confirmed!.chain);
    expect(new Set(seenByProvince).size).toBe(seenByProvince.length);
  });
  void ProgrammePublished;
});
