import { EmployeeRecordsMerged, TrainingCompleted, newId } from '@betang/contracts';
import type { EventBatch } from '@betang/messaging';
import { ServiceDatabase } from '@betang/platform';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { findByNumbers } from '../people/person-directory.js';
import { newNumber, startCompetency, type CompetencyUnderTest } from '../testing/running-competency.js';
import { MergedRecordsHandler } from './merged-records.handler.js';

let service: CompetencyUnderTest;
let agencyId: string;
beforeAll(async () => {
  service = await startCompetency();
  agencyId = await service.agency('Dinas Contoh');
}, 120_000);
afterAll(async () => service?.stop());

/** Three records of one person: the first joined into the second, and that into the third. */
async function recorded(employeeNumber = newNumber()) {
  const states = [{ agencyId, employeeNumber }, { agencyId }, { agencyId }];
  const [goes, between, stays] = (await service.employ(states)) as [string, string, string];
  const joined = [
    EmployeeRecordsMerged.create({ subject: between, data: { employeeId: between, mergedEmployeeId: goes } }),
    EmployeeRecordsMerged.create({ subject: stays, data: { employeeId: stays, mergedEmployeeId: between } }),
  ];
  return { goes, stays, joined };
}

function completed(employeeId: string) {
  const data = {
    ...{ completionId: newId(), employeeId, programmeId: null, sessionId: null, title: 'Pelayanan publik' },
    ...{ organiser: 'BPSDM', pathCode: 'KL03', scope: 'NATIONAL' as const, quantityHundredths: 800 },
    ...{ startedOn: '2026-06-01', completedOn: '2026-06-02', certificateNumber: null },
    competencies: [{ code: 'MAN-05', level: 2 }],
  };
  return TrainingCompleted.create({ subject: employeeId, data });
}

const holdersOf = async ({ data }: ReturnType<typeof completed>) =>
  (
    await service.region.sql<{ id: string }>(
      'SELECT employee_id AS id FROM competency_mapping.evidence WHERE assessment_id = $1',
      [(data as { completionId: string }).completionId],
    )
  ).map(({ id }) => id);

describe('evidence of a record that was joined with another, and that with a third', () => {
  it('is of the third, also where one batch tells of both', async () => {
    const { goes, stays, joined } = await recorded();
    const training = completed(goes);
    await service.tell('training-catalog', training);
    const handler = service.app.get(MergedRecordsHandler, { strict: false });
    await service.app
      .get(ServiceDatabase, { strict: false })
      .unitOfWork.run((transaction) =>
        handler.merged(joined as never, { transaction, rebuilding: false } as unknown as EventBatch),
      );
    expect(await holdersOf(training)).toEqual([stays]);
  });

  it('is of the third, also where the catalogue tells of it after they were joined', async () => {
    const { goes, stays, joined } = await recorded();
    await service.tell('identity', ...joined);
    const training = completed(goes);
    await service.tell('training-catalog', training);
    expect(await holdersOf(training)).toEqual([stays]);
  });

  it('is of the third, also where a file names the number of the first', async () => {
    const number = newNumber();
    const { stays, joined } = await recorded(number);
    await service.tell('identity', ...joined);
    const database = service.app.get(ServiceDatabase, { strict: false });
    expect((await findByNumbers(database, [number])).get(number)).toBe(stays);
  });
});
