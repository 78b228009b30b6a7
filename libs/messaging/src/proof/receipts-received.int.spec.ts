import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startRegionUnderTest, type RegionUnderTest, type ServiceUnderTest } from '@betang/testing';
import { receiptsReceived } from './receipts-received.handler.js';

let region: RegionUnderTest;
let identity: ServiceUnderTest;
beforeAll(async () => {
  region = await startRegionUnderTest('62.03', ['identity']);
  identity = await region.service('identity');
}, 60_000);
afterAll(() => region?.stop());

const line = { reader: 'reporting', service: 'learning-hours', audience: 'province', epoch: '1.aa', chain: 'c' };
const state = { parked: 0, held: 0, state: 'FLOWING' };
const receive = (position: number, asOf: string) => {
  const event = { region: '62', data: { asOf, receipts: [{ ...line, ...state, position }] } };
  return identity.database.unitOfWork.run((transaction) =>
    receiptsReceived.handle([event] as never, { transaction, rebuilding: false }),
  );
};
const confirmed = async () =>
  (await identity.query<{ position: number }>('SELECT position::int AS position FROM betang.receipt'))[0]?.position;

it('lets an older receipt change nothing, and one of a time that has not come stand until the next one only', async () => {
  await receive(7, '2026-01-02T00:00:00.000Z');
  await receive(5, '2026-01-01T00:00:00.000Z');
  expect(await confirmed()).toBe(7);
  // The province's clock was ten years ahead, and has been set right.
  await receive(8, new Date(Date.now() + 3_650 * 86_400_000).toISOString());
  expect(await confirmed()).toBe(8);
  await receive(9, new Date().toISOString());
  expect(await confirmed()).toBe(9);
});
