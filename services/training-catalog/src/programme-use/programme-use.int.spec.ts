import { ProgrammePublished, ProgrammeUseStated, newId, type EventData } from '@betang/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { federationFacts } from '../federation-facts.js';
import { employ } from '../testing/employees.js';
import { REGION, ServiceUnderTest, requestOf } from '../testing/service-under-test.js';

let service: ServiceUnderTest;
beforeAll(async () => {
  service = await ServiceUnderTest.start();
});
afterAll(async () => service?.stop());

const programmeId = newId();
let keys = 0;
const key = () => requestOf(`programme-use-${(keys += 1)}`, { keys });
const complete = async (sequence: number) => {
  const employeeId = await employ(service, sequence);
  const details = {
    programmeId,
    sessionId: null,
    title: 'Pelayanan Prima',
    organiser: 'BPSDM',
    pathCode: 'KL03',
    scope: 'NATIONAL' as const,
    quantityHundredths: 2_000,
    startedOn: '2026-03-02',
    completedOn: '2026-03-06',
    certificateNumber: null,
  };
  const command = { employeeId, details, actor: 'officer-1', visible: null };
  return (await service.recorder.record(command, key())).body.completionId;
};
const stated = async () =>
  ((await service.published(ProgrammeUseStated as never)) as EventData<typeof ProgrammeUseStated>[]).map(
    ({ statement, completed, hours, organiserRegion, year }) => ({
      statement,
      completed,
      hours,
      organiserRegion,
      year,
    }),
  );

describe('the use of a programme', () => {
  it('is told when it changes, with few people hidden, and at once again for who comes late', async () => {
    const told = {
      programmeId,
      programmeVersion: 1,
      title: 'Pelayanan Prima',
      pathCode: 'KL03',
      delivery: 'CLASSICAL',
      hours: 2_000,
      meetings: 3,
      organiser: 'BPSDM',
      organiserRegion: '62',
      developmentTarget: 'Layanan publik',
      competencyCodes: [],
    };
    const event = service.event(ProgrammePublished as never, told as never, '62');
    await service.database.unitOfWork.run((transaction) =>
      service.shared.published([event], { transaction, rebuilding: false }),
    );
    expect(await service.use.stateChanges()).toBe(0);
    for (let sequence = 1; sequence <= 4; sequence += 1) await complete(sequence);
    expect(await service.use.stateChanges()).toBe(1);
    expect(await service.use.stateChanges()).toBe(0);
    const last = await complete(5);
    expect(await service.use.stateChanges()).toBe(1);
    const revoke = { completionId: last, reason: 'Salah orang', actor: 'officer-1', visible: null };
    await service.revoker.revoke(revoke, key());
    expect(await service.use.stateChanges()).toBe(1);
    const about = { organiserRegion: '62', year: 2026 };
    expect(await stated()).toEqual([
      { statement: 1, completed: null, hours: 0, ...about },
      { statement: 2, completed: 5, hours: 10_000, ...about },
      { statement: 3, completed: null, hours: 0, ...about },
    ]);
    const present = await service.database.unitOfWork.run((tx) => federationFacts(REGION)(tx, 'province'));
    expect(present.map(({ data }) => data)).toMatchObject([{ programmeId, statement: 3 }]);
  });
});
