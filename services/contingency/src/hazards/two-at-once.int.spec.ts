import { newId } from '@betang/contracts';
import { ServiceDatabase } from '@betang/platform';
import { waitUntil } from '@betang/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { hazard } from '../testing/plan-builder.js';
import { startContingency, type RunningContingency } from '../testing/running-contingency.js';

let region: RunningContingency;
beforeAll(async () => {
  region = await startContingency();
}, 120_000);
afterAll(async () => region?.stop());

describe('one hazard that two officers record at the same moment', () => {
  it('is recorded once, and the second officer is told so', async () => {
    const database = region.service.app.get(ServiceDatabase, { strict: false });
    const said = hazard();
    let second: ReturnType<RunningContingency['call']> | undefined;
    await database.unitOfWork.run(async (tx) => {
      await tx.execute(
        `INSERT INTO hazard (hazard_id, hazard_code, area, state, probability, damage, source, assessed_on, assessments) VALUES ($1, $2, $3, 'ACTIVE', 4, 3, 'KRB', $4, 1)`,
        [newId(), said.hazardCode, said.area, said.assessedOn],
      );
      second = region.call('POST', 'hazards', said);
      await waitUntil('the second waits', async () => {
        const rows = await region.service.region.sql(
          `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
        );
        return rows.length > 0;
      });
    });
    const { status, body } = await second!;
    expect([status, body['code']]).toEqual([409, 'hazard-recorded-already']);
  });
});
