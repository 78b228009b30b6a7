import { newId } from '@betang/contracts';
import { ServiceDatabase } from '@betang/platform';
import { waitUntil } from '@betang/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AFTER_ACTIONS } from '../after-action/after-action-rows.js';
import { day } from '../testing/plan-builder.js';
import { startContingency, type RunningContingency } from '../testing/running-contingency.js';
import { EMERGENCIES, TASKS } from './emergency-rows.js';

let region: RunningContingency;
let database: ServiceDatabase;
beforeAll(async () => {
  region = await startContingency();
  database = region.service.app.get(ServiceDatabase, { strict: false });
}, 120_000);
afterAll(async () => region?.stop());

/** An emergency that is over, with a task that was done and a review that is open. */
async function ended(): Promise<{ emergencyId: string; taskId: string }> {
  const [emergencyId, taskId] = [newId(), newId()];
  await database.unitOfWork.run(async (tx) => {
    await EMERGENCIES.insert(tx, {
      ...{ emergencyId, planId: null, planVersion: null, hazardCode: 'KARHUTLA', title: 'Karhutla', area: 'Timpah' },
      ...{ level: 'ENDED', declaration: 2, startsOn: day(-9), endsOn: day(-1), endedOn: day(-1) },
    });
    await TASKS.insert(tx, {
      ...{ taskId, emergencyId, number: 1, field: 'Logistik', title: 'Dapur umum', responsible: 'Dinas Sosial' },
      ...{ dueAt: new Date(), state: 'DONE', revision: 1 },
    });
    await AFTER_ACTIONS.insert(tx, { emergencyId, state: 'OPEN', dueOn: day(90) });
  });
  return { emergencyId, taskId };
}

const waits = () =>
  waitUntil('the officer waits', async () => {
    const rows = await region.service.region.sql(
      `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    return rows.length > 0;
  });

describe('a task that is opened again while the after-action review is closed', () => {
  it('stays as the review was closed on', async () => {
    const { emergencyId, taskId } = await ended();
    let step: ReturnType<RunningContingency['call']> | undefined;
    await database.unitOfWork.run(async (tx) => {
      await EMERGENCIES.lock(tx, emergencyId);
      await AFTER_ACTIONS.update(tx, emergencyId, { state: 'CLOSED', closedOn: day(0), closedBy: 'lain' });
      step = region.call('POST', `emergencies/${emergencyId}/tasks/${taskId}/state`, { state: 'UNDER_WAY' });
      await Promise.race([step, waits()]);
    });
    const { status, body } = await step!;
    expect([status, body['code']]).toEqual([409, 'emergency-ended']);
    const [task] = await TASKS.where(database, 'task_id = $1', [taskId]);
    expect(task!.state).toBe('DONE');
  });
});
