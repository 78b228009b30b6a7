import {
  EmployeeRegistered,
  LearnerHoursShared,
  LearnerPseudonymReplaced,
  TrainingCompleted,
  UnitRecorded,
  newId,
} from '@betang/contracts';
import { findPseudonymKeys, makeNextPseudonymKey, makePseudonym } from '@betang/messaging';
import {
  startRegionUnderTest,
  startRunningService,
  waitUntil,
  type RegionUnderTest,
  type RunningService,
} from '@betang/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { learningHours } from '../learning-hours.definition.js';
import { LearningHoursModule } from '../learning-hours.module.js';
import { join } from 'node:path';
import { completion } from '../ledger/testing/completions.js';

const SERVICES = ['identity', 'training-catalog', 'learning-hours'] as const;
const COMPLETIONS = 3;

describe('a region that opts in to share facts of persons later', () => {
  let region: RegionUnderTest;
  let service: RunningService;
  const environment: Record<string, string> = { BETANG_STATEMENT_SECONDS: '1' };
  const [employeeId, agencyId] = [newId(), newId()];

  beforeAll(async () => {
    region = await startRegionUnderTest('62', { services: SERVICES, role: 'hub' });
    const [identity, catalog] = [await region.service('identity'), await region.service('training-catalog')];
    identity.start();
    catalog.start();
    service = await startRunningService({
      definition: learningHours,
      module: LearningHoursModule,
      region,
      environment,
    });
    const unit = { unitId: agencyId, kind: 'AGENCY' as const, name: 'Dinas (rekaan)', agencyId, parentUnitId: null };
    const data = {
      ...{ employeeId, employeeNumber: '198609262015051001', name: 'Pegawai Rekaan', employmentStatus: 'PNS' as const },
      ...{ agencyId, unitId: agencyId, grade: null, positionType: null, positionName: null },
    };
    await identity.publish(
      UnitRecorded.create({ subject: agencyId, data: unit }),
      EmployeeRegistered.create({ subject: employeeId, data }),
    );
    for (let index = 0; index < COMPLETIONS; index += 1)
      await catalog.publish(
        TrainingCompleted.create({
          subject: employeeId,
          data: { ...completion({ employeeId }), programmeId: null, sessionId: null },
        }),
      );
    await waitUntil('the trainings are booked', async () => (await count('ledger_entry')) === COMPLETIONS);
  });
  afterAll(async () => {
    await service?.stop();
    await region?.stop();
  });

  const count = async (table: string, where = 'true') =>
    (await region.sql<{ n: number }>(`SELECT count(*)::int AS n FROM learning_hours.${table} WHERE ${where}`))[0]!.n;
  const shared = () => count('outbox', `type = '${LearnerHoursShared.type}'`);
  const purposeStated = () =>
    waitUntil(
      'the purpose has been stated',
      async () => (await count('stated_purpose', `purpose = 'learner-level-analysis'`)) === 1,
    );

  it('told nobody of persons before', async () => {
    expect(await shared()).toBe(0);
    expect(await count('stated_purpose', `purpose = 'learner-level-analysis'`)).toBe(0);
  });

  it('tells of the lines that it had, once, under pseudonyms', async () => {
    environment['BETANG_SHARING_OPT_IN'] = 'learner-level-analysis';
    await service.restart();
    await purposeStated();
    expect(await shared()).toBe(COMPLETIONS);
    const bodies = await region.sql<{ body: Buffer }>(`SELECT body FROM learning_hours.outbox WHERE type = $1`, [
      LearnerHoursShared.type,
    ]);
    for (const { body } of bodies) expect(body.toString()).not.toContain(employeeId);
    await service.restart();
    await purposeStated();
    expect(await shared()).toBe(COMPLETIONS);
  });

  it('and tells no more of them when it opts out, and of all of them when it opts in again', async () => {
    delete environment['BETANG_SHARING_OPT_IN'];
    await service.restart();
    await waitUntil(
      'the purpose is forgotten',
      async () => (await count('stated_purpose', `purpose = 'learner-level-analysis'`)) === 0,
    );
    environment['BETANG_SHARING_OPT_IN'] = 'learner-level-analysis';
    await service.restart();
    await purposeStated();
    expect(await shared()).toBe(2 * COMPLETIONS);
  });

  it('tells the former and the new name of its people after a start with a new key, once', async () => {
    const keysDir = join(region.dir, 'keys');
    const former = (await findPseudonymKeys(keysDir))!;
    const key = await makeNextPseudonymKey(keysDir, former);
    const knownUnder = (version: number) =>
      waitUntil(
        `the province knows names of version ${version}`,
        async () => (await count('told_pseudonym', `version = ${version}`)) === 1,
      );
    await knownUnder(former.version);
    for (let start = 1; start <= 2; start += 1) {
      await service.restart();
      await knownUnder(key.version);
    }
    const told = await region.sql<{ subject: string; body: Buffer }>(
      `SELECT subject, body FROM learning_hours.outbox WHERE type = $1`,
      [LearnerPseudonymReplaced.type],
    );
    const [learner, before] = [makePseudonym(key, employeeId), makePseudonym(former, employeeId)];
    expect(told.map(({ subject, body }) => [subject, JSON.parse(body.toString()) as object])).toEqual([
      [learner, { learner, former: before }],
    ]);
    expect(await shared()).toBe(2 * COMPLETIONS);
  });
});
