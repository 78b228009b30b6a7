import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EventData, RegionKeysPublished } from '@betang/contracts';
import { startRegionUnderTest, type RegionUnderTest, type ServiceUnderTest } from '@betang/testing';
import { saveKeyList } from './key-list-publisher.js';

type KeyList = EventData<typeof RegionKeysPublished>;
type Member = KeyList['regions'][number];

const END = '2027-02-20T00:00:00.000Z';
const key = (keyId: string, validTo: string | null) => ({
  keyId,
  use: 'SIGNING' as const,
  publicKey: '{"kty":"OKP","crv":"Ed25519","x":"x"}',
  validFrom: '2026-01-01T00:00:00.000Z',
  validTo,
});
const listOf = (member: Partial<Member>): KeyList => ({
  asOf: '2026-11-22T00:00:00.000Z',
  regions: [{ region: '62.71', state: 'ACTIVE', firstEpoch: '1.aa', keys: [], ...member }],
});

let deployment: RegionUnderTest;
let identity: ServiceUnderTest;

beforeAll(async () => {
  deployment = await startRegionUnderTest('62.03', { services: ['identity'] });
  identity = await deployment.service('identity');
});
afterAll(() => deployment?.stop());

const saved = async (list: KeyList, ownRegion: string) => {
  await identity.database.unitOfWork.run((tx) => saveKeyList(tx, list, ownRegion));
  const [member] = await deployment.sql<{ state: string; present_epoch: string | null }>(
    `SELECT state, present_epoch FROM betang.region_member WHERE region = '62.71'`,
  );
  const keys = await deployment.sql<{ key_id: string; valid_to: Date | null }>(
    `SELECT key_id, valid_to FROM betang.region_key WHERE region = '62.71' ORDER BY key_id`,
  );
  return { ...member, keys: keys.map(({ key_id: id, valid_to: end }) => [id, end?.toISOString() ?? null]) };
};

describe('the list of keys, taken over', () => {
  it('by a region follows what the province states, and never takes the end of a key back', async () => {
    await saved(listOf({ keys: [key('old', null)] }), '62.03');
    const rotated = { state: 'SUSPENDED' as const, presentEpoch: '2.bb', keys: [key('new', null), key('old', END)] };
    const expected = {
      state: 'SUSPENDED',
      present_epoch: '2.bb',
      keys: [
        ['new', null],
        ['old', END],
      ],
    };
    expect(await saved(listOf(rotated), '62.03')).toEqual(expected);
    expect(await saved(listOf({ keys: [key('old', null)] }), '62.03')).toEqual({ ...expected, state: 'ACTIVE' });
  });

  it('by the province itself, to which it comes back late, undoes nothing that its operator has done since', async () => {
    await deployment.sql(`UPDATE betang.region_member SET state = 'SUSPENDED' WHERE region = '62.71'`);
    await deployment.sql(`UPDATE betang.region_key SET valid_to = NULL WHERE region = '62.71'`);
    const late = listOf({ presentEpoch: '3.cc', keys: [key('old', END), key('other', null)] });
    expect(await saved(late, '62')).toEqual({
      state: 'SUSPENDED',
      present_epoch: '3.cc',
      keys: [
        ['new', null],
        ['old', null],
      ],
    });
  });
});
