import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TrainingCompleted, newId } from '@betang/contracts';
import type { IndividualPlanView } from '../individual-plans/individual-plan.dto.js';
import { readPdfText } from '@betang/testing';
import { startCompetency, type CompetencyUnderTest } from '../testing/running-competency.js';

/** R28: the map of competencies feeds individual and organisational development plans. The organisational ones are in R15 and R16. */
let service: CompetencyUnderTest;
let agency: string;
let person: string;
let chief: string;
let own: string;
let supervisor: string;

beforeAll(async () => {
  service = await startCompetency();
  agency = await service.agency('Dinas Contoh');
  [chief] = (await service.employ([{ agencyId: agency, positionType: 'ADMINISTRATOR' }])) as [string];
  [person] = (await service.employ([{ agencyId: agency, supervisorId: chief }])) as [string];
  own = await service.token('civil-servant', { employee: person, subject: 'pegawai-1' });
  supervisor = await service.token('supervisor', { employee: chief, unit: agency, subject: 'atasan-1' });
});
afterAll(() => service.stop());

const item = {
  competencyCode: 'MAN-05',
  level: 2,
  pathCode: 'KL03',
  activity: 'Pelatihan pelayanan prima',
  quarter: 1,
  hours: 2000,
};
const write = (items: object[], as = own) =>
  service.call<IndividualPlanView>('POST', 'individual-plans/me/2026', { as, body: { items } });

describe('R28: an individual development plan', () => {
  let plan: IndividualPlanView;

  it('is written by the person and submitted to the supervisor, who is told', async () => {
    expect((await write([{ ...item, competencyCode: 'XX-9' }])).body).toMatchObject({
      code: 'plan-line-refused',
      errors: [{ field: 'items[0].competencyCode' }],
    });
    expect((await service.call('GET', 'individual-plans/me/2026', { as: own })).status).toBe(404);
    expect(
      (await write([item, { ...item, competencyCode: 'MAN-03', activity: 'Magang komunikasi' }])).body,
    ).toMatchObject({ state: 'DRAFT', realisedPercent: 0 });
    const submitted = await service.call<IndividualPlanView>('POST', 'individual-plans/me/2026/submit', {
      as: own,
      body: {},
    });
    expect(submitted.body).toMatchObject({ state: 'SUBMITTED' });
    expect((await write([item])).body).toMatchObject({ code: 'individual-plan-not-there' });
    const notices = await service.call('GET', 'notices', { as: supervisor });
    expect(JSON.stringify(notices.body)).toContain('individual-plan-submitted');
    plan = submitted.body;
  });

  it('is approved or sent back by the supervisor, never by oneself', async () => {
    const decide = (as: string, action: string, note?: string) =>
      service.call<IndividualPlanView>('POST', `individual-plans/${plan.individualPlanId}/decide`, {
        as,
        body: { action, ...(note ? { note } : {}) },
      });
    const both = await service.token('supervisor', { employee: person, unit: agency });
    expect((await decide(both, 'APPROVE')).body).toMatchObject({ code: 'plan-same-eyes' });
    expect((await decide(await service.token('supervisor', { unit: newId() }), 'APPROVE')).status).toBe(404);
    expect((await decide(supervisor, 'RETURN')).body).toMatchObject({ code: 'plan-reason-missing' });
    expect((await decide(supervisor, 'RETURN', 'Tambah magang')).body).toMatchObject({
      state: 'TO_REVISE',
      note: 'Tambah magang',
    });
    await write([item, { ...item, competencyCode: 'MAN-03', activity: 'Magang komunikasi' }]);
    await service.call('POST', 'individual-plans/me/2026/submit', { as: own, body: {} });
    expect((await decide(supervisor, 'APPROVE')).body).toMatchObject({ state: 'APPROVED' });
  });

  it('is realised by a completed training, and by what the person states with proof', async () => {
    const data = {
      completionId: newId(),
      employeeId: person,
      programmeId: null,
      sessionId: null,
      title: 'Pelayanan Prima',
      organiser: 'BPSDM',
      pathCode: 'KL03',
      scope: 'NATIONAL' as const,
      quantityHundredths: 2000,
      startedOn: '2026-02-02',
      completedOn: '2026-02-06',
      certificateNumber: null,
      competencies: [{ code: 'MAN-05', level: 2 }],
    };
    await service.tell('training-catalog', TrainingCompleted.create({ subject: person, data }));
    const seen = await service.call<IndividualPlanView>('GET', 'individual-plans/me/2026', { as: own });
    expect(seen.body).toMatchObject({ realisedPercent: 50 });
    const open = seen.body.items.find(({ realisedOn }) => realisedOn === null)!;
    const done = await service.call<IndividualPlanView>('POST', `individual-plans/me/items/${open.itemId}/realise`, {
      as: own,
      body: { realisedOn: '2026-05-05', reference: 'Surat tugas 7' },
    });
    expect(done.body).toMatchObject({ realisedPercent: 100 });
    const list = await service.call<{ items: object[] }>('GET', `individual-plans?year=2026&agencyId=${agency}`, {
      as: supervisor,
    });
    expect(list.body.items).toMatchObject([{ employeeId: person, state: 'APPROVED', items: 2, realised: 2 }]);
  });

  it('goes out as a document that shows who approved it and what became of it', async () => {
    const file = async (path: string, as: string, format: string) => {
      const headers = { authorization: `Bearer ${as}`, 'accept-language': 'id' };
      const url = `${service.address}/api/competency-mapping/v1/individual-plans/${path}/file?format=${format}`;
      const answer = await fetch(url, { headers });
      return { status: answer.status, bytes: Buffer.from(await answer.arrayBuffer()) };
    };
    const text = readPdfText((await file('me/2026', own, 'pdf')).bytes).lines.join(' ');
    for (const word of ['Disetujui', '2/2 (100%)', 'Pelayanan Prima', 'Surat tugas 7', 'Atasan langsung'])
      expect(text).toContain(word);
    const path = `people/${person}/2026`;
    expect((await file(path, supervisor, 'xlsx')).bytes.subarray(0, 2).toString()).toBe('PK');
    const csv = (await file(path, supervisor, 'csv')).bytes.toString();
    expect(csv).toContain('2026-05-05 (dinyatakan)');
    expect((await file(path, await service.token('supervisor', { unit: newId() }), 'pdf')).status).toBe(404);
    expect((await file('me/2031', own, 'pdf')).status).toBe(404);
    const looks = await service.region.sql(
      `SELECT 1 FROM competency_mapping.audit_entry WHERE action = 'read-personal-data' AND reason = 'individual-plans'`,
    );
    expect(looks.length).toBeGreaterThanOrEqual(2);
  });

  it('keeps what is realised when it is sent back and written anew', async () => {
    const decision = { action: 'RETURN', note: 'Tambah satu kegiatan' };
    await service.call('POST', `individual-plans/${plan.individualPlanId}/decide`, { as: supervisor, body: decision });
    const more = { ...item, competencyCode: 'MAN-02', activity: 'Penugasan lintas unit' };
    const { body } = await write([item, more]);
    expect(body.items.map(({ competencyCode, realisedOn }) => [competencyCode, realisedOn !== null]).sort()).toEqual([
      ['MAN-02', false],
      ['MAN-03', true],
      ['MAN-05', true],
    ]);
  });
});
