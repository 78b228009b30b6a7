import {
  EmployeeRegistered,
  EmployeeTransferredIn,
  EmployeeTransferredOut,
  TrainingCompleted,
  UnitRecorded,
  newId,
  type EventData,
} from '@betang/contracts';
import {
  startRegionUnderTest,
  startRunningService,
  waitUntil,
  type RegionUnderTest,
  type RunningService,
  type ServiceUnderTest,
} from '@betang/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { learningHours } from '../learning-hours.definition.js';
import { LearningHoursModule } from '../learning-hours.module.js';
import { completion } from '../ledger/testing/completions.js';

const SERVICES = ['identity', 'training-catalog', 'learning-hours'] as const;
const FORMER = `k1:${'a'.repeat(43)}`;

interface Government {
  readonly region: RegionUnderTest;
  readonly service: RunningService;
  readonly identity: ServiceUnderTest;
  readonly catalog: ServiceUnderTest;
  readonly officer: string;
}

let province: Government;
let kapuas: Government;
let city: Government;

async function start(code: string, hub?: RegionUnderTest): Promise<Government> {
  const region = await startRegionUnderTest(code, {
    services: SERVICES,
    ...(hub ? { hub } : { role: 'hub' as const }),
  });
  const [identity, catalog] = [await region.service('identity'), await region.service('training-catalog')];
  identity.start();
  catalog.start();
  const service = await startRunningService({
    definition: learningHours,
    module: LearningHoursModule,
    region,
    environment: { BETANG_STATEMENT_SECONDS: '1', BETANG_SHARING_OPT_IN: 'learner-level-analysis' },
  });
  return { region, service, identity, catalog, officer: await service.token('bkpsdm-officer') };
}

beforeAll(async () => {
  province = await start('62');
  [kapuas, city] = [await start('62.03', province.region), await start('62.71', province.region)];
});
afterAll(async () => {
  for (const government of [kapuas, city, province]) {
    await government?.service.stop();
    await government?.region.stop();
  }
});

async function employ(at: Government, employeeNumber: string): Promise<string> {
  const [id, unitId] = [newId(), newId()];
  const unit = { unitId, kind: 'AGENCY' as const, name: 'Dinas (rekaan)', agencyId: unitId, parentUnitId: null };
  const data = {
    employeeId: id,
    employeeNumber,
    name: 'Pegawai Rekaan',
    employmentStatus: 'PNS' as const,
    agencyId: unitId,
    unitId,
    grade: null,
    positionType: null,
    positionName: null,
  };
  await at.identity.publish(
    UnitRecorded.create({ subject: unitId, data: unit }),
    EmployeeRegistered.create({ subject: id, data }),
  );
  await waitUntil('the person is known', async () => (await year(at, id)).status === 200);
  return id;
}

async function completes(
  at: Government,
  employeeId: string,
  changes: Partial<EventData<typeof TrainingCompleted>>,
): Promise<string> {
  const data = { ...completion({ employeeId }), programmeId: null, sessionId: null, ...changes };
  if (changes.completedOn && !changes.startedOn) data.startedOn = changes.completedOn;
  await at.catalog.publish(TrainingCompleted.create({ subject: employeeId, data }));
  return data.completionId;
}

const year = (at: Government, id: string) =>
  at.service.call<{ counted: number; byPath: { pathCode: string; counted: number; earned: number }[] }>(
    'GET',
    `people/${id}/years/2026`,
    { as: at.officer },
  );
const counted = (at: Government, id: string, hundredths: number) =>
  waitUntil(
    `${hundredths} counted in ${at.region.region}`,
    async () => (await year(at, id)).body.counted === hundredths,
    { timeoutMs: 30_000 },
  );

describe('a certificate that is used in two regions', () => {
  it('is found by its fingerprint alone, and settled between the two without anyone’s name', async () => {
    const number = '198609262015051001';
    const [here, there, other] = [
      await employ(kapuas, number),
      await employ(city, number),
      await employ(city, '199001012018012002'),
    ];
    const certificate = {
      pathCode: 'KL03',
      quantityHundredths: 1000,
      organiser: 'Balai Rekaan',
      completedOn: '2026-03-02',
    };
    const completionId = await completes(kapuas, here, { ...certificate, certificateNumber: 'BR/2026/77' });
    await completes(city, there, { ...certificate, organiser: 'BALAI REKAAN', certificateNumber: 'br 2026 77' });
    await completes(city, other, { ...certificate, certificateNumber: 'BR/2026/78' });
    const findings = async (at: Government) =>
      (await at.service.call<{ items: object[] }>('GET', 'doubles?kind=OTHER_REGION', { as: at.officer })).body.items;
    await waitUntil(
      'both know of it',
      async () => (await findings(kapuas)).length === 1 && (await findings(city)).length === 1,
      { timeoutMs: 30_000 },
    );
    expect(await findings(kapuas)).toEqual([
      expect.objectContaining({ completionId, employeeId: here, otherRegion: '62.71', outcome: 'SAME_PERSON' }),
    ]);
    expect(await findings(city)).toEqual([
      expect.objectContaining({ employeeId: there, otherRegion: '62.03', outcome: 'SAME_PERSON' }),
    ]);
    const known = await province.region.sql<{ text: string }>(
      `SELECT coalesce(string_agg(convert_from(body, 'UTF8'), ''), '') AS text FROM learning_hours.archive`,
    );
    for (const secret of [number, here, there, 'BR/2026', 'Pelatihan']) expect(known[0]!.text).not.toContain(secret);
  });
});

describe('someone who moves to another region', () => {
  it('keeps the hours as they were counted, the room under caps too; the old region keeps its own', async () => {
    const [before, after] = [await employ(kapuas, '198809262015051003'), await employ(city, '198809262015051003')];
    await completes(kapuas, before, {
      pathCode: 'KL03',
      quantityHundredths: 1200,
      completedOn: '2026-02-02',
      title: 'Pelatihan Layanan',
    });
    await completes(kapuas, before, { pathCode: 'NKL09', quantityHundredths: 150, completedOn: '2026-02-03' });
    await counted(kapuas, before, 1350);
    const transferId = newId();
    const out = { transferId, employeeId: before, formerPseudonym: FORMER, toRegion: '62.71', leftOn: '2026-06-01' };
    await kapuas.identity.publish(EmployeeTransferredOut.create({ subject: before, data: out }));
    // The record may well be there before identity says whose it is.
    await waitUntil(
      'the record came',
      async () => (await city.region.sql('SELECT 1 FROM learning_hours.transfer_part')).length === 1,
      { timeoutMs: 30_000 },
    );
    const arrived = {
      transferId,
      employeeId: after,
      formerPseudonym: FORMER,
      fromRegion: '62.03',
      effectiveOn: '2026-06-01',
    };
    await city.identity.publish(EmployeeTransferredIn.create({ subject: after, data: arrived }));
    await counted(city, after, 1350);
    await completes(city, after, { pathCode: 'NKL09', quantityHundredths: 100, completedOn: '2026-02-03' });
    await counted(city, after, 1400);
    const entries = await city.service.call<{ items: { source: string; explanation: string }[] }>(
      'GET',
      `people/${after}/entries?sort=recordedAt`,
      { as: city.officer },
    );
    expect(entries.body.items[0]).toMatchObject({
      source: 'TRANSFER',
      origin: { kind: 'TRANSFER', reference: transferId, formerRegion: '62.03' },
    });
    expect(entries.body.items[0]!.explanation).toBe(
      'Dari daerah asal 62.03, dihitung sebagaimana di sana. Aturan daerah asal KL03/2018-01-01/1.',
    );
    expect((await year(kapuas, before)).body.counted).toBe(1350);
    const opening = await city.region.sql<{ body: Buffer }>(
      `SELECT body FROM learning_hours.outbox WHERE type = 'betang.learning-hours.opening-balance-stated.v1'`,
    );
    expect(opening.map(({ body }) => JSON.parse(body.toString()) as object)).toEqual([
      expect.objectContaining({ transferId, former: FORMER, balances: [{ year: 2026, counted: 1350 }] }),
    ]);
    const hub = await province.region.sql(`SELECT 1 FROM learning_hours.archive WHERE type LIKE '%handed-over%'`);
    expect(hub).toEqual([]);
  });
});
