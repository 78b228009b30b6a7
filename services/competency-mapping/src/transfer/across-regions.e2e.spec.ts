import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  CompletionRevoked,
  EmployeeRecordsMerged,
  EmployeeTransferredIn,
  EmployeeTransferredOut,
  TrainingCompleted,
  newId,
} from '@betang/contracts';
import { startRegionUnderTest, startRunningService, waitUntil, type RegionUnderTest } from '@betang/testing';
import { CompetencyMappingModule } from '../competency-mapping.module.js';
import { competencyMapping } from '../competency-mapping.definition.js';
import type { CompetencyGapView, ProfileView } from '../profiles/profile.dto.js';
import { withHelpers, type CompetencyUnderTest } from '../testing/running-competency.js';
import { LaterEvidence } from './later-evidence.js';

const SERVICES = ['identity', 'competency-mapping', 'training-catalog', 'contingency'] as const;
const PATIENCE = { timeoutMs: 30_000 };

interface Government {
  readonly region: RegionUnderTest;
  readonly service: CompetencyUnderTest;
  readonly agency: string;
  readonly officer: string;
  readonly assessor: string;
}

let province: Government;
let kapuas: Government;
let city: Government;

async function start(code: string, hub?: RegionUnderTest): Promise<Government> {
  const region = await startRegionUnderTest(code, {
    services: SERVICES,
    ...(hub ? { hub } : { role: 'hub' as const }),
  });
  (await region.service('identity')).start();
  const running = await startRunningService({ definition: competencyMapping, module: CompetencyMappingModule, region });
  const service = await withHelpers(running);
  const agency = await service.agency('Dinas Rekaan');
  const [officer, assessor] = [await service.token('bkpsdm-officer'), await service.token('assessor')];
  return { region, service, agency, officer, assessor };
}

beforeAll(async () => {
  province = await start('62');
  [kapuas, city] = [await start('62.03', province.region), await start('62.71', province.region)];
  await waitUntil('all know each other’s keys', async () => {
    const known = await Promise.all(
      [province, kapuas, city].map(({ region }) =>
        region.sql(`SELECT 1 FROM betang.region_key WHERE use = 'ENCRYPTION'`),
      ),
    );
    return known.every((rows) => rows.length === 3);
  });
}, 90_000);
afterAll(async () => {
  for (const government of [kapuas, city, province]) {
    await government?.service.stop();
    await government?.region.stop();
  }
});

const employ = async (at: Government) => (await at.service.employ([{ agencyId: at.agency }]))[0]!;

async function assess(at: Government, employeeId: string, code: string, level: number, changes: object = {}) {
  const assessment = { method: 'ASSESSMENT_CENTER', assessor: 'UPT Penilaian (rekaan)', observedOn: '2026-05-04' };
  const body = { employeeId, ...assessment, results: [{ code, level }], ...changes };
  const answer = await at.service.call<{ assessmentId: string; evidence: { evidenceId: string }[] }>(
    'POST',
    'assessments',
    { as: at.assessor, body },
  );
  expect(answer.status).toBe(201);
  return { assessmentId: answer.body.assessmentId, evidenceId: answer.body.evidence[0]!.evidenceId };
}

const revoke = (at: Government, assessmentId: string) =>
  at.service.call('POST', `assessments/${assessmentId}/revoke`, { as: at.assessor, body: { reason: 'Salah orang' } });

const competency = async (at: Government, employeeId: string, code: string) => {
  const path = `people/${employeeId}/profile`;
  const headers = { 'accept-language': 'en' };
  const { body } = await at.service.call<ProfileView>('GET', path, { as: at.officer, headers });
  return body.competencies?.find((row) => row.code === code);
};
const levelBecomes = async (at: Government, employeeId: string, code: string, level: number | null) => {
  let row: CompetencyGapView | undefined;
  await waitUntil(
    `${code} is ${level} in ${at.region.region}`,
    async () => {
      row = await competency(at, employeeId, code);
      return (row?.level ?? null) === level;
    },
    PATIENCE,
  );
  return row;
};

/** A move that identity of both regions tells of, the new one first. */
async function moves(from: Government, to: Government, ids: { here: string; there: string }, day: string) {
  const terms = { transferId: newId(), formerPseudonym: `k1:${'a'.repeat(43)}` };
  const arrived = { ...terms, employeeId: ids.there, fromRegion: from.region.region, effectiveOn: day };
  const left = { ...terms, employeeId: ids.here, toRegion: to.region.region, leftOn: day };
  await to.service.tell('identity', EmployeeTransferredIn.create({ subject: ids.there, data: arrived }));
  const out = EmployeeTransferredOut.create({ subject: ids.here, data: left });
  await from.service.tell('identity', out);
  return { transferId: terms.transferId, out };
}

const handedOver = (at: Government) =>
  at.region.sql(`SELECT 1 FROM competency_mapping.outbox WHERE type LIKE '%directed%'`);
const due = (at: Government) =>
  at.region.sql<{ id: string }>(`SELECT employee_id AS id FROM competency_mapping.later_evidence_due`);
const parked = (at: Government) => at.region.sql(`SELECT type FROM competency_mapping.parked`);

describe('a region whose key is not known yet', () => {
  const days = { lost: `now() - interval '1 hour'`, found: 'NULL' };
  const key = (state: keyof typeof days) =>
    kapuas.region.sql(
      `UPDATE betang.region_key SET valid_to = ${days[state]} WHERE region = '62.71' AND use = 'ENCRYPTION'`,
    );
  const sweep = () => kapuas.service.app.get(LaterEvidence, { strict: false }).tellDue();

  it('gets the record when its key is there; until then nothing is lost, held up or told in part', async () => {
    const [here, there] = [await employ(kapuas), await employ(city)];
    await assess(kapuas, here, 'MAN-05', 3);
    await assess(kapuas, here, 'MAN-07', 4, { observedOn: '2020-01-01', validUntil: '2022-01-01' });
    await key('lost');
    await moves(kapuas, city, { here, there }, '2026-06-01');
    expect(await parked(kapuas)).toEqual([]);
    expect(await due(kapuas)).toEqual([{ id: here }]);
    const late = await assess(kapuas, here, 'MAN-06', 2, { observedOn: '2026-05-30' });
    const wrong = await assess(kapuas, here, 'MAN-08', 2);
    expect((await revoke(kapuas, wrong.assessmentId)).status).toBe(200);
    expect(await sweep()).toBe(1);
    expect([await handedOver(kapuas), await due(kapuas)]).toEqual([[], [{ id: here }]]);
    await key('found');
    expect(await sweep()).toBe(1);
    expect([(await handedOver(kapuas)).length, await due(kapuas)]).toEqual([1, []]);
    await levelBecomes(city, there, 'MAN-05', 3);
    const row = await levelBecomes(city, there, 'MAN-06', 2);
    expect(row).toMatchObject({ evidence: [{ origin: { region: '62.03', recordId: late.assessmentId } }] });
    for (const code of ['MAN-07', 'MAN-08']) expect((await competency(city, there, code))?.evidence).toEqual([]);
    expect(await sweep()).toBe(0);
    expect(await handedOver(kapuas)).toHaveLength(1);
  });

  it('gets a revocation that it could not be told of', async () => {
    const [here, there] = [await employ(kapuas), await employ(city)];
    const { assessmentId } = await assess(kapuas, here, 'MAN-02', 3);
    await moves(kapuas, city, { here, there }, '2026-06-01');
    await levelBecomes(city, there, 'MAN-02', 3);
    await key('lost');
    expect((await revoke(kapuas, assessmentId)).status).toBe(200);
    expect(await due(kapuas)).toEqual([{ id: here }]);
    await key('found');
    expect(await sweep()).toBe(1);
    await levelBecomes(city, there, 'MAN-02', null);
  });
});

describe('someone who moves on to a third region', () => {
  let [here, there, further] = ['', '', ''];
  let first: Awaited<ReturnType<typeof assess>>;
  let onwards: Awaited<ReturnType<typeof moves>>;

  it('takes the record along, which names region, record and events of its way', async () => {
    [here, there, further] = [await employ(kapuas), await employ(city), await employ(province)];
    first = await assess(kapuas, here, 'MAN-05', 3, { reference: 'AC-17' });
    const { transferId } = await moves(kapuas, city, { here, there }, '2026-06-01');
    const received = await levelBecomes(city, there, 'MAN-05', 3);
    await assess(city, there, 'MAN-04', 2);
    onwards = await moves(city, province, { here: there, there: further }, '2026-07-01');
    const handedOn = await levelBecomes(province, further, 'MAN-05', 3);
    const origin = { region: '62.03', evidenceId: first.evidenceId, recordId: first.assessmentId };
    const [atCity, atProvince] = [received, handedOn].map((row) => row!.evidence[0]!);
    expect(atCity).toMatchObject({
      ...{ source: 'TRANSFER', reference: 'AC-17', assessor: 'UPT Penilaian (rekaan)', verdict: 'CHOSEN' },
      origin: { ...origin, handedOverBy: '62.03', transferId },
    });
    expect(atProvince).toMatchObject({
      source: 'TRANSFER',
      origin: { ...origin, handedOverBy: '62.71', transferId: onwards.transferId },
    });
    const own = (await levelBecomes(province, further, 'MAN-04', 2))!;
    expect(own.evidence).toMatchObject([{ origin: { region: '62.71', handedOverBy: '62.71' } }]);
    // The very event of the region that handed over, at the moment at which it did.
    const { eventId, origin: how } = atProvince!;
    const [event] = await city.region.sql<{ audience: string; time: Date }>(
      `SELECT audience, time FROM competency_mapping.outbox WHERE id = $1`,
      [eventId],
    );
    expect(event).toMatchObject({ audience: 'to.r62' });
    expect(new Date(how!.handedOverAt!)).toEqual(event!.time);
    const list = await province.service.call<{ items: object[] }>('GET', `assessments?employeeId=${further}`, {
      as: province.officer,
    });
    expect(list.body.items).toContainEqual(expect.objectContaining({ eventId, origin: how }));
  });

  it('is followed by evidence that the first region gets later, and by its revocation', async () => {
    const later = await assess(kapuas, here, 'MAN-06', 4, { observedOn: '2026-05-30' });
    const row = (await levelBecomes(province, further, 'MAN-06', 4))!;
    expect(row.evidence).toMatchObject([
      {
        verdict: 'CHOSEN',
        origin: {
          ...{ region: '62.03', recordId: later.assessmentId, evidenceId: later.evidenceId },
          ...{ handedOverBy: '62.71', transferId: onwards.transferId },
        },
      },
    ]);
    expect((await revoke(kapuas, later.assessmentId)).status).toBe(200);
    await levelBecomes(province, further, 'MAN-06', null);
    await levelBecomes(city, there, 'MAN-06', null);
    const gone = (await competency(province, further, 'MAN-06'))!;
    expect(gone.evidence).toMatchObject([
      {
        verdict: 'REVOKED',
        because: 'It was revoked.',
        revoked: { reason: 'Salah orang', eventId: expect.any(String) },
      },
    ]);
    const [told] = await city.region.sql(`SELECT audience FROM competency_mapping.outbox WHERE id = $1`, [
      gone.evidence[0]!.revoked!.eventId,
    ]);
    expect(told).toEqual({ audience: 'to.r62' });
  });

  it('is followed by a training that ran on there, and by the end of its certificate, once each', async () => {
    const completionId = newId();
    const data = {
      ...{ completionId, employeeId: here, programmeId: null, sessionId: null, title: 'Pelatihan berjalan' },
      ...{ organiser: 'BPSDM', pathCode: 'KL03', scope: 'NATIONAL' as const, quantityHundredths: 4000 },
      ...{ startedOn: '2026-05-04', completedOn: '2026-06-08', certificateNumber: 'S-1' },
      competencies: [{ code: 'MAN-01', level: 3 }],
    };
    const completed = TrainingCompleted.create({ subject: here, data });
    await kapuas.service.tell('training-catalog', completed);
    const row = (await levelBecomes(province, further, 'MAN-01', 3))!;
    expect(row.evidence).toMatchObject([{ method: 'TRAINING', reference: 'S-1', origin: { recordId: completionId } }]);
    expect((await competency(kapuas, here, 'MAN-01'))?.evidence).toMatchObject([
      { source: 'TRAINING', eventId: completed.id, assessmentId: completionId, origin: null },
    ]);
    const taken = { completionId, employeeId: here, reason: 'Sertifikat dicabut' };
    const revoked = () => CompletionRevoked.create({ subject: here, data: taken });
    const ended = revoked();
    await kapuas.service.tell('training-catalog', ended, revoked());
    await levelBecomes(province, further, 'MAN-01', null);
    expect((await competency(kapuas, here, 'MAN-01'))?.evidence).toMatchObject([
      { verdict: 'REVOKED', revoked: { reason: 'Sertifikat dicabut', eventId: ended.id } },
    ]);
    const told = await province.region.sql(
      `SELECT 1 FROM competency_mapping.archive WHERE type LIKE '%directed%' AND region = '62.71'`,
    );
    // The record; then what came and what went: an assessment and a training.
    expect(told).toHaveLength(5);
  });

  it('has evidence of others taken back by those others alone', async () => {
    const refused = await revoke(province, onwards.transferId);
    expect(refused).toMatchObject({ status: 409, body: { code: 'evidence-of-others' } });
    expect(await competency(province, further, 'MAN-05')).toMatchObject({ level: 3 });
  });

  it('keeps being followed when two records at the new home turn out to be one person', async () => {
    const stays = await employ(province);
    const merged = { employeeId: stays, mergedEmployeeId: further };
    await province.service.tell('identity', EmployeeRecordsMerged.create({ subject: stays, data: merged }));
    await levelBecomes(province, stays, 'MAN-05', 3);
    await assess(kapuas, here, 'MAN-03', 2);
    await levelBecomes(province, stays, 'MAN-03', 2);
    expect((await revoke(kapuas, first.assessmentId)).status).toBe(200);
    await levelBecomes(province, stays, 'MAN-05', null);
    further = stays;
  });

  it('comes back to what is there already, with what was added elsewhere', async () => {
    await moves(province, kapuas, { here: further, there: here }, '2026-08-01');
    await levelBecomes(kapuas, here, 'MAN-04', 2);
    const kept = await kapuas.region.sql(
      `SELECT competency_code AS code, source FROM competency_mapping.evidence WHERE employee_id = $1 AND revoked_at IS NULL ORDER BY 1`,
      [here],
    );
    expect(kept).toEqual([
      { code: 'MAN-03', source: 'ENTRY' },
      { code: 'MAN-04', source: 'TRANSFER' },
    ]);
    const before = await handedOver(kapuas);
    await assess(kapuas, here, 'MAN-02', 3);
    expect(await handedOver(kapuas)).toEqual(before);
    for (const at of [kapuas, city, province]) expect(await parked(at)).toEqual([]);
  });
});
