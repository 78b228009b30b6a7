import { ServiceDatabase } from '@betang/platform';
import { waitUntil, type Answer } from '@betang/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openIdentityOffice, type IdentityOffice } from '../testing/identity-office.js';
import { lockRegistry } from './unit-store.js';

let office: IdentityOffice;
beforeAll(async () => {
  office = await openIdentityOffice();
}, 120_000);
afterAll(async () => office?.stop());

describe('a unit that is recorded while the one above it is closed', () => {
  it('is refused: nothing stands under what is closed', async () => {
    const agency = await office.call<{ unitId: string }>('POST', 'units', { name: 'Dinas Contoh (rekaan)' });
    const database = office.service.app.get(ServiceDatabase, { strict: false });
    let recorded: Promise<Answer<{ code?: string }>> | undefined;
    await database.unitOfWork.run(async (tx) => {
      await lockRegistry(tx);
      recorded = office.call('POST', 'units', { name: 'Bidang Contoh', parentUnitId: agency.body.unitId });
      await waitUntil('it waits for the registry', async () => {
        const rows = await office.service.region.sql(
          `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'advisory'`,
        );
        return rows.length > 0;
      });
      await tx.execute('UPDATE org_unit SET closed_on = current_date WHERE unit_id = $1', [agency.body.unitId]);
    });
    const { status, body } = await recorded!;
    expect([status, body.code]).toEqual([404, 'unit-not-found']);
  });
});
