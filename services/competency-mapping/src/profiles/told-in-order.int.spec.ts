import { newId } from '@betang/contracts';
import { ServiceDatabase } from '@betang/platform';
import { waitUntil } from '@betang/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { insertEvidence } from '../evidence/evidence-store.js';
import { startCompetency, type CompetencyUnderTest } from '../testing/running-competency.js';
import { ProfileComputation } from './profile-computation.js';

let service: CompetencyUnderTest;
let database: ServiceDatabase;
let computation: ProfileComputation;
beforeAll(async () => {
  service = await startCompetency();
  database = service.app.get(ServiceDatabase, { strict: false });
  computation = service.app.get(ProfileComputation, { strict: false });
}, 120_000);
afterAll(async () => service?.stop());

const evidence = (employeeId: string, level: number, observedOn: string) => ({
  ...{ evidenceId: newId(), employeeId, code: 'MAN-05', level, method: 'TRAINING' as const, assessor: 'BPSDM' },
  ...{ observedOn, validUntil: null, reference: null, assessmentId: newId(), source: 'TRAINING' as const },
  ...{ sourceKey: `training:${newId()}:MAN-05`, ruleVersion: 'r' },
});
const levels = async (employeeId: string) =>
  (
    await database.query<{ body: Buffer }>(
      `SELECT body FROM outbox WHERE subject = $1 AND type = 'betang.competency-mapping.competency-profile-changed.v1' ORDER BY generation, xid, seq`,
      [employeeId],
    )
  ).map(({ body }) => (JSON.parse(body.toString()) as { changes: { level: number }[] }).changes[0]!.level);

describe('a profile that two transactions compute', () => {
  it('is told of in the order in which it became so, also where the second one had begun to write before the first', async () => {
    const [employeeId] = (await service.employ([{ agencyId: await service.agency('Dinas Contoh') }])) as [string];
    const { unitOfWork } = database;
    await unitOfWork.run(async (reader) => {
      await insertEvidence(reader, [evidence(employeeId, 4, '2026-06-02')], 'training-catalog');
      await unitOfWork.run(async (officer) => {
        await insertEvidence(officer, [evidence(employeeId, 3, '2026-06-01')], 'officer');
        await computation.compute(officer, [{ employeeId, cause: 'ASSESSMENT' }]);
      });
      await computation.compute(reader, [{ employeeId, cause: 'TRAINING' }]);
    });
    await waitUntil('both are told', async () => (await levels(employeeId)).length === 2);
    expect(await levels(employeeId)).toEqual([3, 4]);
  });
});
