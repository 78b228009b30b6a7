import { calendarDateAt, RegionCode, timeZoneOf } from '@betang/asn';
import { newId } from '@betang/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { archiveProgramme, contingencyProgramme } from '../testing/programme-plans.js';
import { eventually, startGovernment, type Government, type Json } from '../testing/two-governments.js';

let province: Government;
let target: string;
let learnerId: string;
let learner: string;
let outsider: string;
beforeAll(async () => {
  province = await startGovernment('62');
  target = await province.plan({ code: '1.1' });
  learnerId = await province.employ(1);
  learner = await province.service.token('civil-servant', { employee: learnerId });
  outsider = await province.service.token('civil-servant', { employee: newId() });
});
afterAll(async () => province?.stop());

const dayFrom = (offset: number) =>
  calendarDateAt(new Date(Date.now() + offset * 86_400_000), timeZoneOf(RegionCode.parse('62'))).iso;
interface Programme extends Json {
  readonly programmeId: string;
  readonly revision: number;
}
interface Page {
  readonly items: readonly Json[];
  readonly nextCursor?: string;
}

const draft = (body: Json) => province.post<Programme>('programmes', body);
const publish = (programmeId: string) => province.post<Programme>(`programmes/${programmeId}/publish`, {});
const change = async (programmeId: string, body: Json) => {
  const { revision } = await province.get<Programme>(`programmes/${programmeId}`);
  return province.service.call<Programme>('PATCH', `programmes/${programmeId}`, {
    as: province.officer,
    body,
    headers: { 'if-match': `"${revision}"` },
  });
};
const sessionOf = (programmeId: string, changes: Json = {}) =>
  province.send<Json>('POST', 'sessions', {
    programmeId,
    startsOn: dayFrom(10),
    endsOn: dayFrom(12),
    place: 'Palangka Raya',
    capacity: 10,
    ...changes,
  });
const retarget = async (targetId: string, changes: Json, is: (target: Json) => boolean) => {
  await province.plan({ targetId, ...changes });
  await eventually('the target told anew', async () => {
    const found = await province.get<Json>(`targets/${targetId}`);
    return is(found) ? found : undefined;
  });
};

describe('R12: a programme as an officer writes it down', () => {
  it('names every field that is missing or empty, and is never lost to an error of the system', async () => {
    const whole = archiveProgramme({ developmentTargetId: target });
    for (const field of ['title', 'pathCode', 'delivery', 'hoursHundredths', 'meetings', 'organiser']) {
      const { [field]: _, ...rest } = whole;
      const errors = [expect.objectContaining({ field, code: 'required' })];
      expect(await province.send('POST', 'programmes', rest)).toMatchObject({ status: 400, body: { errors } });
      expect(await province.send('POST', 'programmes', { ...whole, [field]: null })).toMatchObject({ status: 400 });
    }
    const { programmeId } = await draft(whole);
    for (const field of ['title', 'targetGroups', 'modules', 'fundingPattern', 'costPerParticipant'])
      expect(await change(programmeId, { [field]: null })).toMatchObject({ status: 400 });
    expect(await change(programmeId, { pathCode: 'KL04', developmentTargetId: null })).toMatchObject({
      status: 200,
      body: { pathCode: 'KL04', developmentTargetId: null },
    });
    const twice = { moduleId: newId(), title: 'Arsip', mode: 'CLASSROOM', hoursHundredths: 1_000 };
    expect(await change(programmeId, { modules: [twice, twice], hoursHundredths: 2_000 })).toMatchObject({
      status: 422,
      body: { errors: [{ field: 'modules', code: 'programme.module-repeated' }] },
    });
  });
});

describe('R12: the target of a programme ends', () => {
  let programmeId: string;
  let ending: string;

  it('no new session is scheduled for it, what runs goes on, and officers find the programmes concerned', async () => {
    ending = await province.plan({ code: '9.9', title: 'Sasaran yang akan berakhir (rekaan)' });
    ({ programmeId } = await draft(
      archiveProgramme({ title: 'Tata Kelola Sungai (rekaan)', developmentTargetId: ending }),
    ));
    await publish(programmeId);
    const running = await sessionOf(programmeId);
    expect(running.status).toBe(201);
    await retarget(ending, { revision: 2, withdrawn: true }, ({ withdrawn }) => withdrawn === true);
    expect(await sessionOf(programmeId)).toMatchObject({ status: 409, body: { code: 'programme-target-ended' } });
    expect(await province.get(`sessions/${String(running.body['sessionId'])}`)).toMatchObject({ state: 'OPEN' });
    expect(await province.get(`programmes/${programmeId}`)).toMatchObject({ targetStanding: 'WITHDRAWN' });
    expect(await province.get(`catalogue/${programmeId}`, learner)).toMatchObject({ targetStanding: 'WITHDRAWN' });
    const { items } = await province.get<Page>('programmes?targetStanding=WITHDRAWN&state=PUBLISHED');
    expect(items.map((item) => item['programmeId'])).toEqual([programmeId]);
    expect(await province.get('programmes?targetStanding=EXPIRED')).toMatchObject({ items: [] });
  });

  it('until the programme serves one in force and is published again; a period that ends counts on the first day', async () => {
    expect(await change(programmeId, { meetings: 3 })).toMatchObject({ status: 200 });
    expect(await province.send('POST', `programmes/${programmeId}/publish`, {})).toMatchObject({
      status: 422,
      body: { code: 'programme-target-not-served' },
    });
    const short = await province.plan({ code: '9.8', title: 'Sasaran pendek (rekaan)', validTo: dayFrom(20) });
    await change(programmeId, { developmentTargetId: short });
    expect(await publish(programmeId)).toMatchObject({ publishedVersion: 2 });
    expect((await sessionOf(programmeId, { startsOn: dayFrom(20), endsOn: dayFrom(25) })).status).toBe(201);
    expect(await sessionOf(programmeId, { startsOn: dayFrom(21), endsOn: dayFrom(22) })).toMatchObject({
      status: 409,
      body: { code: 'programme-target-ended' },
    });
  });
});

describe('R21, R25: versions of a programme and its materials', () => {
  let programmeId: string;
  let sessionId: string;
  let file: string;
  const titles = async (as: string) =>
    (await province.get<Page>(`programmes/${programmeId}/materials?sort=title`, as)).items.map(({ title }) => title);
  const contentAs = async (as: string) =>
    (await province.service.call('GET', `programmes/${programmeId}/materials/${file}/content`, { as })).status;

  it('a session keeps the hours of the version that it was scheduled with', async () => {
    ({ programmeId } = await draft(
      contingencyProgramme({ title: 'Peta Risiko Lahan Gambut (rekaan)', developmentTargetId: target }),
    ));
    await province.post(`programmes/${programmeId}/materials`, {
      title: 'Tautan satu',
      url: 'https://modul.example/satu',
    });
    const form = new FormData();
    form.set('title', 'Berkas');
    form.set('file', new Blob([Buffer.from('%PDF-1.7\n%rekaan\n%%EOF\n')]), 'modul.pdf');
    const added = await province.service.call<{ materialId: string }>('POST', `programmes/${programmeId}/materials`, {
      as: province.officer,
      form,
    });
    file = added.body.materialId;
    const first = await publish(programmeId);
    const session = await sessionOf(programmeId);
    sessionId = String(session.body['sessionId']);
    await province.post(`sessions/${sessionId}/nominations`, { employeeIds: [learnerId] });
    const modules = [
      { title: 'Sesi virtual', mode: 'VIRTUAL_SESSION', hoursHundredths: 1_000 },
      { title: 'Tugas mandiri', mode: 'INDEPENDENT_ASSIGNMENT', hoursHundredths: 500 },
    ];
    expect(await change(programmeId, { hoursHundredths: 1_500 })).toMatchObject({
      status: 422,
      body: { errors: [{ field: 'modules', code: 'programme.modules-not-whole' }] },
    });
    expect((await change(programmeId, { hoursHundredths: 1_500, modules })).status).toBe(200);
    await publish(programmeId);
    expect(await province.get(`sessions/${sessionId}`)).toMatchObject({
      quantityHundredths: first['hoursHundredths'],
      seated: 1,
    });
    const next = await sessionOf(programmeId);
    expect(next.body).toMatchObject({ quantityHundredths: 1_500, cohort: 2 });
    const versions = await province.get<Page>(`programmes/${programmeId}/versions?limit=1`, learner);
    expect(versions.items).toMatchObject([{ version: 2, programme: { hoursHundredths: 1_500 } }]);
    const older = await province.get<Page>(
      `programmes/${programmeId}/versions?limit=1&cursor=${versions.nextCursor}`,
      learner,
    );
    const named = await province.get<Page>(`programmes/${programmeId}/versions?version=1`, learner);
    expect(named.items).toEqual(older.items);
    expect(older).toMatchObject({ items: [{ version: 1, programme: { hoursHundredths: first['hoursHundredths'] } }] });
  });

  it('readers see the materials that were told, not what is being prepared', async () => {
    await province.post(`programmes/${programmeId}/materials`, {
      title: 'Tautan dua',
      url: 'https://modul.example/dua',
    });
    await province.post(`programmes/${programmeId}/materials/${file}/remove`);
    expect(await titles(province.officer)).toEqual(['Tautan dua', 'Tautan satu']);
    expect(await titles(outsider)).toEqual(['Berkas', 'Tautan satu']);
    expect([await contentAs(outsider), await contentAs(province.officer)]).toEqual([200, 200]);
    await publish(programmeId);
    expect(await titles(outsider)).toEqual(['Tautan dua', 'Tautan satu']);
  });

  it('who sits in a session of an older version keeps its materials, also after the programme was withdrawn', async () => {
    expect(await titles(learner)).toEqual(['Berkas', 'Tautan dua', 'Tautan satu']);
    expect([await contentAs(learner), await contentAs(outsider)]).toEqual([200, 404]);
    await province.post(`programmes/${programmeId}/withdraw`, { reason: 'Diganti program baru (rekaan)' });
    expect(await titles(learner)).toEqual(['Berkas', 'Tautan satu']);
    expect([await contentAs(learner), await contentAs(outsider)]).toEqual([200, 404]);
    const page = await province.get<Page>(`programmes/${programmeId}/materials?limit=1&search=tautan`, learner);
    expect(page.items).toHaveLength(1);
    expect((await sessionOf(programmeId)).status).toBe(404);
  });
});

describe('R12, R21: lists that officers work with', () => {
  const ids = async (path: string, key: string) => (await province.get<Page>(path)).items.map((item) => item[key]);

  it('of targets page, filter and sort', async () => {
    const parent = await province.plan({ code: '7', kind: 'GOAL', title: 'Tujuan sungai bersih (rekaan)' });
    const children = [
      await province.plan({ code: '7.1', parentId: parent, title: 'Sungai bersih satu (rekaan)' }),
      await province.plan({ code: '7.2', parentId: parent, title: 'Sungai bersih dua (rekaan)', validTo: dayFrom(-1) }),
    ];
    expect(await ids(`targets?parentId=${parent}`, 'targetId')).toEqual(children);
    expect(await ids(`targets?parentId=${parent}&sort=title`, 'targetId')).toEqual([...children].reverse());
    expect(await ids(`targets?parentId=${parent}&inForce=true`, 'targetId')).toEqual([children[0]]);
    expect(await ids('targets?search=sungai%20bersih&kind=GOAL', 'targetId')).toEqual([parent]);
    const page = await province.get<Page>(`targets?parentId=${parent}&limit=1`);
    expect(page.items).toHaveLength(1);
    expect(await ids(`targets?parentId=${parent}&limit=1&cursor=${page.nextCursor}`, 'targetId')).toEqual([
      children[1],
    ]);
    expect(await province.send('GET', 'targets?sort=kind')).toMatchObject({ status: 400 });
  });

  it('of what is similar and of rules, too', async () => {
    const published = archiveProgramme({ title: 'Penataan Gudang Arsip (rekaan)', developmentTargetId: target });
    const { programmeId } = await draft(published);
    const checked = await province.post<Json>(`programmes/${programmeId}/overlap-checks`, {});
    if ((checked['findings'] as unknown[]).length > 0)
      await province.post(`programmes/${programmeId}/overlap-decisions`, {
        checkId: checked['checkId'],
        outcome: 'WENT_ON',
        reason: 'Alasan rekaan',
      });
    await publish(programmeId);
    await sessionOf(programmeId);
    const path = 'similar-trainings?competencies=TEK-ARSIP:2&targetGroups=EXECUTOR&title=Penataan%20Gudang%20Arsip';
    expect(new Set(await ids(path, 'kind'))).toEqual(new Set(['PROGRAMME', 'SESSION']));
    expect(new Set(await ids(`${path}&kind=SESSION`, 'kind'))).toEqual(new Set(['SESSION']));
    expect(await ids(`${path}&region=62.71`, 'kind')).toEqual([]);
    const page = await province.get<Page>(`${path}&limit=1&sort=title`);
    expect([page.items.length, typeof page.nextCursor]).toEqual([1, 'string']);
    expect(await province.get<Page>('catalogue-rules?approval=NONE&sort=validFrom&limit=1')).toMatchObject({
      items: [{ validFrom: '2018-01-01' }],
    });
    expect(await ids('catalogue-rules?approval=OWN', 'validFrom')).toEqual([]);
  });

  it('of seats: what can be asked for no more is not offered, and ends with its session', async () => {
    const { programmeId } = await draft(
      archiveProgramme({
        title: 'Pemetaan Drainase Kota (rekaan)',
        competencies: [{ code: 'TEK-DRAIN', level: 2 }],
        developmentTargetId: target,
      }),
    );
    await publish(programmeId);
    const sessionId = String((await sessionOf(programmeId)).body['sessionId']);
    const offer = (requestUntil: string) =>
      province.send<Json>('POST', `sessions/${sessionId}/seat-offer`, { quotas: [], openSeats: 2, requestUntil });
    expect(await offer(dayFrom(-1))).toMatchObject({
      status: 422,
      body: { errors: [{ field: 'requestUntil', code: 'seat-offer.requests-over' }] },
    });
    expect(await offer(dayFrom(5))).toMatchObject({ status: 200, body: { state: 'OPEN' } });
    expect(await province.get('seat-offers?search=drainase')).toMatchObject({ items: [{ sessionId, state: 'OPEN' }] });
    await province.post(`sessions/${sessionId}/cancel`, { reason: 'Batal (rekaan)' });
    const { items } = await province.get<Page>('seat-offers?state=CLOSED&search=drainase');
    expect(items).toMatchObject([{ sessionId, state: 'CLOSED' }]);
  });
});
