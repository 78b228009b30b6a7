import {
  CertificateReissued,
  CompletionRevoked,
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
import { LaterHours } from './later-hours.js';

const SERVICES = ['identity', 'training-catalog', 'learning-hours'] as const;
const OPTED_IN = 'learner-level-analysis,certificate-doubles';
const FORMER = `k1:${'a'.repeat(43)}`;

interface Government {
  readonly region: RegionUnderTest;
  readonly service: RunningService;
  /** In force from the next start on. */
  readonly environment: Record<'BETANG_SHARING_OPT_IN', string>;
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
  const environment = { BETANG_STATEMENT_SECONDS: '1', BETANG_SHARING_OPT_IN: OPTED_IN };
  const service = await startRunningService({
    definition: learningHours,
    module: LearningHoursModule,
    region,
    environment,
  });
  return { region, service, environment, identity, catalog, officer: await service.token('bkpsdm-officer') };
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

  const certificate = (certificateNumber: string) => ({
    ...{ pathCode: 'KL03', quantityHundredths: 1000, organiser: 'Balai Rekaan', completedOn: '2026-03-02' },
    certificateNumber,
  });
  const found = async (at: Government, employeeId: string) =>
    (
      await at.service.call<{ items: { outcome: string }[] }>(
        'GET',
        `doubles?kind=OTHER_REGION&employeeId=${employeeId}`,
        { as: at.officer },
      )
    ).body.items.map(({ outcome }) => outcome);
  const finds = (at: Government, employeeId: string, outcome: string) =>
    waitUntil(
      `${at.region.region} finds ${outcome}`,
      async () => (await found(at, employeeId)).sort().join() === outcome,
      {
        timeoutMs: 30_000,
      },
    );

  it('is found under the number that was replaced, and under the new one', async () => {
    const [here, there, third] = [
      await employ(kapuas, '198001012005011001'),
      await employ(city, '198001012005011001'),
      await employ(city, '198001012005011002'),
    ];
    const completionId = await completes(kapuas, here, certificate('LAMA/2026/1'));
    const data = {
      ...{ certificateId: newId(), number: 'BARU/2026/1', replacesId: newId(), replacedNumber: 'LAMA/2026/1' },
      ...{ completionId, formerCompletionId: null, employeeId: here, issuedOn: '2026-04-01' },
      ...{ cause: 'REPLACED' as const, reason: 'Nama salah tulis' },
    };
    await kapuas.catalog.publish(CertificateReissued.create({ subject: here, data }));
    await completes(city, there, certificate('LAMA/2026/1'));
    await completes(city, third, certificate('BARU/2026/1'));
    await finds(city, there, 'SAME_PERSON');
    await finds(city, third, 'DIFFERENT_PERSONS');
  });

  it('is asked about again when somebody else joins in after it was settled', async () => {
    const [here, there, later] = [
      await employ(kapuas, '198101012005011001'),
      await employ(city, '198101012005011002'),
      await employ(city, '198101012005011001'),
    ];
    await completes(kapuas, here, certificate('JUMPA/2026/1'));
    await completes(city, there, certificate('JUMPA/2026/1'));
    await finds(kapuas, here, 'DIFFERENT_PERSONS');
    await finds(city, there, 'DIFFERENT_PERSONS');
    await completes(city, later, certificate('JUMPA/2026/1'));
    await finds(city, later, 'SAME_PERSON');
    await finds(kapuas, here, 'DIFFERENT_PERSONS,SAME_PERSON');
  });

  it('is settled as soon as the key of the other region is there, and nothing is parked for want of it', async () => {
    const key = (validTo: string) =>
      kapuas.region.sql(
        `UPDATE betang.region_key SET valid_to = ${validTo} WHERE region = '62.71' AND use = 'ENCRYPTION'`,
      );
    const [here, there] = [await employ(kapuas, '198201012005011001'), await employ(city, '198201012005011001')];
    await key(`now() - interval '1 hour'`);
    await completes(kapuas, here, certificate('KUNCI/2026/1'));
    await completes(city, there, certificate('KUNCI/2026/1'));
    await waitUntil(
      'the question waits',
      async () =>
        (await kapuas.region.sql(`SELECT 1 FROM learning_hours.certificate_question WHERE state = 'ASK_DUE'`))
          .length === 1,
      { timeoutMs: 30_000 },
    );
    expect(await kapuas.region.sql('SELECT 1 FROM learning_hours.parked')).toEqual([]);
    await key('NULL');
    await finds(city, there, 'SAME_PERSON');
    await finds(kapuas, here, 'SAME_PERSON');
  });

  it('is told to nobody by a region that opted out meanwhile, and settled once it opts in again', async () => {
    const [here, there] = [await employ(kapuas, '198301012005011001'), await employ(city, '198301012005011001')];
    const stated = () =>
      province.region.sql(`SELECT 1 FROM learning_hours.certificate_region WHERE region = '62.71' AND uses > 0`);
    const known = (await stated()).length;
    await completes(city, there, certificate('KELUAR/2026/1'));
    await waitUntil('the province knows of it', async () => (await stated()).length === known + 1, {
      timeoutMs: 30_000,
    });
    const optIn = async (purposes: string) => {
      city.environment.BETANG_SHARING_OPT_IN = purposes;
      await city.service.restart();
    };
    await optIn('learner-level-analysis');
    const left = () =>
      city.region.sql(`SELECT 1 FROM learning_hours.outbox WHERE type = 'betang.delivery.directed.v1'`);
    const before = (await left()).length;
    expect(before).toBeGreaterThan(0);
    await completes(kapuas, here, certificate('KELUAR/2026/1'));
    const waiting = `SELECT 1 FROM learning_hours.certificate_question WHERE state = 'ANSWER_DUE'`;
    await waitUntil('the answer waits', async () => (await city.region.sql(waiting)).length === 1, {
      timeoutMs: 30_000,
    });
    expect(await left()).toHaveLength(before);
    await optIn(OPTED_IN);
    await finds(city, there, 'SAME_PERSON');
    await finds(kapuas, here, 'SAME_PERSON');
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
      expect.objectContaining({
        ...{ transferId, former: FORMER, balances: [{ year: 2026, counted: 1350 }], movedOn: '2026-06-01' },
      }),
    ]);
    const hub = await province.region.sql(`SELECT 1 FROM learning_hours.archive WHERE type LIKE '%handed-over%'`);
    expect(hub).toEqual([]);
  });
});

describe('what the old region still learns of someone who moved', () => {
  /** A move that both regions' identity tells of; which one speaks first makes no difference. */
  const moves = async (from: Government, to: Government, ids: { here: string; there: string }, day: string) => {
    const terms = { transferId: newId(), formerPseudonym: FORMER };
    const arrived = { ...terms, employeeId: ids.there, fromRegion: from.region.region, effectiveOn: day };
    const left = { ...terms, employeeId: ids.here, toRegion: to.region.region, leftOn: day };
    await to.identity.publish(EmployeeTransferredIn.create({ subject: ids.there, data: arrived }));
    await from.identity.publish(EmployeeTransferredOut.create({ subject: ids.here, data: left }));
    return terms.transferId;
  };
  const entriesOf = async (at: Government, id: string) => {
    const path = `people/${id}/entries?sort=recordedAt&limit=100`;
    type Entry = { title: string; source: string; counted: number; reason: string; origin: object };
    return (await at.service.call<{ items: Entry[] }>('GET', path, { as: at.officer })).body.items;
  };
  const claims = async (at: Government, employee: string) => {
    const as = await at.service.token('civil-servant', { employee, subject: `account-${employee}` });
    const { body } = await at.service.call<{ claimId: string }>('POST', 'me/claims', {
      as,
      body: {
        ...{ title: 'Webinar rekaan', organiser: 'Lembaga Rekaan', pathCode: 'KL03', scope: 'NATIONAL' },
        ...{ quantityHundredths: 300, startedOn: '2026-05-05', completedOn: '2026-05-05', certificateNumber: 'W/1' },
      },
    });
    const form = new FormData();
    form.append('file', new Blob(['%PDF-1.4\n%%EOF\n']), 'sertifikat.pdf');
    await at.service.call('POST', `me/claims/${body.claimId}/evidence`, { as, form });
    expect((await at.service.call('POST', `me/claims/${body.claimId}/submit`, { as, body: {} })).status).toBe(200);
    return body.claimId;
  };
  const number = '199109262015051007';
  let [here, there, further] = ['', '', ''];

  it('follows: a session that ran on, a claim that was under verification, and caps of both regions’ days', async () => {
    [here, there] = [await employ(kapuas, number), await employ(city, number)];
    await completes(kapuas, here, { pathCode: 'KL03', quantityHundredths: 1000, completedOn: '2026-02-10' });
    const claimId = await claims(kapuas, here);
    const transferId = await moves(kapuas, city, { here, there }, '2026-06-01');
    await counted(city, there, 1000);
    const ran = { pathCode: 'KL03', quantityHundredths: 500, completedOn: '2026-06-10', title: 'Pelatihan berjalan' };
    const running = await completes(kapuas, here, ran);
    await counted(city, there, 1500);
    await kapuas.service.call('POST', 'claims/decisions', {
      as: kapuas.officer,
      body: { decisions: [{ claimId, decision: 'ACCEPT' }] },
    });
    await counted(city, there, 1800);
    const day = { pathCode: 'NKL09', quantityHundredths: 150, completedOn: '2026-05-20' };
    await completes(city, there, day);
    await counted(city, there, 1950);
    await completes(kapuas, here, day);
    await counted(city, there, 2000);
    await counted(kapuas, here, 1950);
    const told = await entriesOf(city, there);
    expect(told.find(({ title }) => title === 'Pelatihan berjalan')).toMatchObject({
      source: 'TRANSFER',
      origin: { reference: transferId, formerRegion: '62.03', originCompletionId: running },
    });
    const [event] = await kapuas.region.sql<{ id: string }>(
      `SELECT event_id AS id FROM learning_hours.ledger_entry WHERE completion_id = $1`,
      [running],
    );
    expect(told.find(({ title }) => title === 'Pelatihan berjalan')!.origin).toMatchObject({
      originEventId: event!.id,
    });
    const caused = await city.region.sql(
      `SELECT 1 FROM learning_hours.outbox AS o JOIN learning_hours.archive AS a ON a.id::text = o.causation_id
        WHERE o.type = 'betang.learning-hours.hours-recorded.v1' AND o.subject = $1`,
      [there],
    );
    expect(caused).toHaveLength(told.length);
  });

  it('is handed on to the next region, and taken back there too; nobody is told twice', async () => {
    further = await employ(province, number);
    await moves(city, province, { here: there, there: further }, '2026-07-01');
    await counted(province, further, 2000);
    const later = { pathCode: 'KL03', quantityHundredths: 400, completedOn: '2026-06-20', title: 'Pelatihan terakhir' };
    const completionId = await completes(kapuas, here, later);
    await counted(province, further, 2400);
    const told = await entriesOf(province, further);
    expect(told.find(({ title }) => title === 'Pelatihan terakhir')).toMatchObject({
      origin: { formerRegion: '62.03', originCompletionId: completionId },
    });
    const data = { completionId, employeeId: here, reason: 'Sertifikat dicabut' };
    const revoked = () => CompletionRevoked.create({ subject: here, data });
    await kapuas.catalog.publish(revoked(), revoked());
    await counted(province, further, 2000);
    await counted(city, there, 2000);
    const reasons = (await entriesOf(province, further)).filter(({ title }) => title === 'Pelatihan terakhir');
    expect(reasons.map(({ reason }) => reason)).toEqual(['COMPLETED', 'REVOKED']);
  });

  it('brings also a certificate that was issued anew, once, on to the next region; a stranger’s entry it leaves alone', async () => {
    type Proven = { title: string; completionId: string; certificateNumber: string; certificateCorrections: object[] };
    const proven = async (at: Government, id: string, title: string) =>
      (await entriesOf(at, id)).map((one) => one as unknown as Proven).find((one) => one.title === title)!;
    const { completionId } = await proven(kapuas, here, 'Pelatihan berjalan');
    const stranger = await employ(city, '199109262015051017');
    const foreign = await completes(city, stranger, { pathCode: 'KL03', quantityHundredths: 100, title: 'Orang lain' });
    await counted(city, stranger, 100);
    const anew = (changes: object) => {
      const data = {
        ...{ certificateId: newId(), number: 'N/2', replacesId: newId(), replacedNumber: 'L/1', completionId },
        ...{ formerCompletionId: null, employeeId: here, issuedOn: '2026-07-01' },
        ...{ cause: 'REPLACED' as const, reason: 'Nama salah tulis', ...changes },
      };
      return CertificateReissued.create({ subject: here, data });
    };
    const events = [anew({}), anew({ completionId: foreign, number: 'CURI/1' })];
    await kapuas.catalog.publish(...events);
    await kapuas.catalog.publish(...events);
    for (const [at, id] of [
      [city, there],
      [province, further],
    ] as const)
      await waitUntil(
        `${at.region.region} shows the new number`,
        async () => (await proven(at, id, 'Pelatihan berjalan')).certificateNumber === 'N/2',
        { timeoutMs: 30_000 },
      );
    expect((await proven(province, further, 'Pelatihan berjalan')).certificateCorrections).toMatchObject([
      { number: 'N/2', replacedNumber: 'L/1', issuedByRegion: '62.03', reason: 'Nama salah tulis' },
    ]);
    expect(await proven(city, stranger, 'Orang lain')).toMatchObject({ certificateCorrections: [] });
  });

  it('stays where the person is after a return, and is booked even where no key seals it', async () => {
    await moves(province, kapuas, { here: further, there: here }, '2026-08-01');
    const known = { pathCode: 'KL03', quantityHundredths: 100, completedOn: '2026-08-10' };
    await waitUntil('the person is back', async () => {
      const rows = await kapuas.region.sql(
        `SELECT 1 FROM learning_hours.transfer_in WHERE employee_id = $1 AND finished_at IS NOT NULL`,
        [here],
      );
      return rows.length === 1;
    });
    const { counted: before } = (await year(kapuas, here)).body;
    await completes(kapuas, here, known);
    await counted(kapuas, here, before + 100);
    const sent = () => kapuas.region.sql(`SELECT 1 FROM learning_hours.outbox WHERE type LIKE '%directed%'`);
    const unsent = await sent();
    await kapuas.region.sql(
      `INSERT INTO learning_hours.transfer_out (transfer_id, employee_id, to_region, entries, counted, left_on) VALUES ($1, $2, '62.99', 0, 0, '2026-09-01')`,
      [newId(), here],
    );
    await completes(kapuas, here, known);
    await counted(kapuas, here, before + 200);
    expect(await kapuas.region.sql(`SELECT employee_id AS id FROM learning_hours.later_hours_due`)).toEqual([
      { id: here },
    ]);
    expect(await sent()).toEqual(unsent);
  });

  it('waits for the key of a region that has none, holds nobody up, and goes whole before anything later', async () => {
    const key = (validTo: string) =>
      kapuas.region.sql(
        `UPDATE betang.region_key SET valid_to = ${validTo} WHERE region = '62.71' AND use = 'ENCRYPTION'`,
      );
    const sweep = () => kapuas.service.app.get(LaterHours, { strict: false }).tellDue();
    const waiting = () =>
      kapuas.region.sql(`SELECT 1 FROM learning_hours.later_hours_due WHERE employee_id = $1`, [leaves]);
    const [leaves, arrives] = [await employ(kapuas, '197709262005051009'), await employ(city, '197709262005051009')];
    const first = { pathCode: 'KL03', quantityHundredths: 700, completedOn: '2026-03-10' };
    const wrong = await completes(kapuas, leaves, { ...first, quantityHundredths: 200, completedOn: '2026-03-20' });
    await completes(kapuas, leaves, first);
    await counted(kapuas, leaves, 900);
    await key(`now() - interval '1 hour'`);
    await moves(kapuas, city, { here: leaves, there: arrives }, '2026-06-01');
    await completes(kapuas, leaves, { ...first, quantityHundredths: 300, completedOn: '2026-05-30' });
    const taken = { completionId: wrong, employeeId: leaves, reason: 'Sertifikat dicabut' };
    await kapuas.catalog.publish(CompletionRevoked.create({ subject: leaves, data: taken }));
    await counted(kapuas, leaves, 1000);
    await waitUntil('the record waits', async () => (await waiting()).length === 1);
    await sweep();
    expect([(await year(city, arrives)).body.counted, (await waiting()).length]).toEqual([0, 1]);
    expect(await kapuas.region.sql('SELECT 1 FROM learning_hours.parked')).toEqual([]);
    // Nobody has to look: what waits goes the moment the key is there.
    await key('NULL');
    await counted(city, arrives, 1000);
    expect(await waiting()).toEqual([]);
    expect((await entriesOf(city, arrives)).map(({ source }) => source)).toEqual(['TRANSFER', 'TRANSFER']);
  });
});
