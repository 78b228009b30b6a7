import { EmployeeTransferredIn, EmployeeTransferredOut, newId } from '@betang/contracts';
import { RegionCode, calendarDateAt, timeZoneOf } from '@betang/asn';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { archiveProgramme } from '../testing/programme-plans.js';
import { eventually, startGovernment, type Government, type Json } from '../testing/two-governments.js';

let province: Government;
let kapuas: Government;
let city: Government;
beforeAll(async () => {
  province = await startGovernment('62');
  [kapuas, city] = [await startGovernment('62.03', province), await startGovernment('62.71', province)];
});
afterAll(async () => {
  for (const government of [kapuas, city, province]) await government?.stop();
});

const today = calendarDateAt(new Date(), timeZoneOf(RegionCode.parse('62'))).iso;
const hence = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
interface List {
  readonly items: readonly Json[];
}

/** A session of today, of a programme whose certificates hold for three years. */
async function openSession(at: Government, title: string, code: string): Promise<string> {
  const developmentTargetId = await at.plan({ code: '1.1' });
  const competencies = [{ code, level: 3 }];
  const plan = archiveProgramme({ title, delivery: 'LIVE_STREAM', competencies, developmentTargetId });
  const { programmeId } = await at.post<{ programmeId: string }>('programmes', plan);
  await at.post(`programmes/${programmeId}/publish`, {});
  await at.post('pass-rules', {
    ...{ programmeId, validFrom: today, minAttendance: 5_000, maxExcused: 5_000, allAssignments: false },
    ...{ certificate: true, certificateMonths: 36, basis: 'Ketentuan rekaan' },
  });
  const session = { programmeId, startsOn: today, endsOn: today, place: 'Aula (rekaan)', capacity: 5 };
  return (await at.post<{ sessionId: string }>('sessions', session)).sessionId;
}

async function hold(at: Government, sessionId: string, enrolmentId: string): Promise<void> {
  const { meetingId } = await at.post<Json>(`sessions/${sessionId}/meetings`, {
    ...{ topic: 'Pembukaan', mode: 'ONLINE', link: 'https://rapat.example/rekaan' },
    ...{ startsAt: hence(-1), endsAt: new Date(Date.now() - 60_000).toISOString() },
  });
  const entries = [{ enrolmentId, state: 'PRESENT', reason: 'Daftar hadir' }];
  await at.post(`meetings/${String(meetingId)}/attendance`, { entries });
  await at.post(`sessions/${sessionId}/conclude`);
}

/** The certificate of a session, as the region that issued it has it. */
const issued = (at: Government, sessionId: string) =>
  eventually('the certificate', async () => (await at.get<List>(`certificates?sessionId=${sessionId}`)).items[0]);
const register = async (at: Government, employeeId: string) =>
  (await at.get<List>(`certificates-elsewhere?employeeId=${employeeId}&sort=number`)).items;
const shows = (at: Government, employeeId: string, number: unknown, standing: string) =>
  eventually(`${String(number)} ${standing} in ${at.region.region}`, async () =>
    (await register(at, employeeId)).find((item) => item['number'] === number && item['standing'] === standing),
  );
const standings = async (at: Government, employeeId: string) =>
  (await register(at, employeeId)).map(({ standing }) => standing).sort();

/** What identity says of a move, in both regions. */
function move(from: Government, to: Government, ids: { here: string; there: string }, day: string) {
  const terms = { transferId: newId(), formerPseudonym: `k1:${'a'.repeat(43)}` };
  const out = { ...terms, employeeId: ids.here, toRegion: to.region.region, leftOn: day };
  const into = { ...terms, employeeId: ids.there, fromRegion: from.region.region, effectiveOn: day };
  return async () => {
    await from.identity.publish(EmployeeTransferredOut.create({ subject: ids.here, data: out }));
    await to.identity.publish(EmployeeTransferredIn.create({ subject: ids.there, data: into }));
    return terms.transferId;
  };
}
const sealed = async (at: Government) =>
  (await at.region.sql(`SELECT 1 FROM training_catalog.outbox WHERE type LIKE '%directed%'`)).length;
/** The public page, by the address that was told, without signing in. */
const page = async (at: Government, certificate: Json, language: string) => {
  const { pathname } = new URL(String(certificate['verificationUrl']));
  return (await at.service.call<{ text: string }>('GET', `${pathname}?lang=${language}`)).body.text;
};

describe('R02, R20: what somebody learned is known wherever they serve', () => {
  const name = 'Sari Lamiang (rekaan)';
  let [atKapuas, atCity, atProvince] = ['', '', ''];
  let guest: Json;
  let own: Json;
  let reissued: Json;
  let replay: () => Promise<string>;

  it('a guest’s certificate is whole at home: number, worth, days, standing and the page of the region that issued it', async () => {
    atKapuas = await kapuas.employ(801, { name });
    const sessionId = await openSession(province, 'Kepemimpinan Layanan Darurat (rekaan)', 'MAN-08');
    const quotas = [{ region: '62.03', seats: 1 }];
    await province.post(`sessions/${sessionId}/seat-offer`, { quotas, openSeats: 0, requestUntil: today });
    await eventually('the offer', async () =>
      (await kapuas.get<List>('seat-offers')).items.find((item) => item['sessionId'] === sessionId),
    );
    const asked = await kapuas.post<Json>('enrolments-elsewhere', { sessionId, employeeId: atKapuas });
    await eventually('a seat', async () =>
      (await kapuas.get<List>('enrolments-elsewhere?state=ACCEPTED')).items.find(
        ({ enrolmentId }) => enrolmentId === asked['enrolmentId'],
      ),
    );
    await hold(province, sessionId, String(asked['enrolmentId']));
    guest = await issued(province, sessionId);
    const known = await shows(kapuas, atKapuas, guest['number'], 'VALID');
    const same = ['certificateId', 'number', 'completionId', 'programmeId', 'title', 'organiser', 'pathCode'] as const;
    for (const field of [...same, 'quantityHundredths', 'startedOn', 'completedOn', 'issuedOn', 'expiresOn'])
      expect([field, known[field]]).toEqual([field, guest[field]]);
    expect(known).toMatchObject({
      ...{ employeeId: atKapuas, originRegion: '62', toldBy: '62', toldWith: 'ENROLMENT' },
      ...{ verificationUrl: guest['verificationUrl'], toldWithId: asked['enrolmentId'], replacesId: null },
    });
    expect(await page(province, known, 'en')).toContain('This certificate is valid.');
  });

  it('goes along with a transfer, beside those of the region itself, and the person sees them', async () => {
    const sessionId = await openSession(kapuas, 'Arsip Digital (rekaan)', 'MAN-05');
    const named = await kapuas.post<List>(`sessions/${sessionId}/nominations`, { employeeIds: [atKapuas] });
    await hold(kapuas, sessionId, String(named.items[0]!['enrolmentId']));
    own = await issued(kapuas, sessionId);
    atCity = await city.employ(801, { name });
    replay = move(kapuas, city, { here: atKapuas, there: atCity }, today);
    const transferId = await replay();
    await shows(city, atCity, guest['number'], 'VALID');
    const known = await shows(city, atCity, own['number'], 'VALID');
    const told = { toldBy: '62.03', toldWith: 'TRANSFER', toldWithId: transferId };
    expect(known).toMatchObject({ originRegion: '62.03', ...told });
    const civilServant = await city.service.token('civil-servant', { employee: atCity });
    const mine = await city.get<List>('me/certificates-elsewhere', civilServant);
    expect(mine.items.map(({ originRegion, toldBy }) => [originRegion, toldBy]).sort()).toEqual([
      ['62', '62.03'],
      ['62.03', '62.03'],
    ]);
    const { number } = own;
    const bearing = await city.send('POST', 'certificates-elsewhere/search', { number, employeeId: atCity });
    expect(bearing).toMatchObject({ status: 200, body: { items: [{ number, employeeId: atCity }] } });
    expect(await kapuas.send('POST', 'certificates/search', { number })).toMatchObject({
      status: 200,
      body: { items: [{ number, employeeId: atKapuas }] },
    });
    for (const list of ['certificates', 'certificates-elsewhere'])
      expect((await city.send('GET', `${list}?number=1`)).body).toMatchObject({
        errors: [{ field: 'number', code: 'asked-by-search' }],
      });
    const stranger = await city.service.token('agency-planner', { unit: newId() });
    expect((await city.send('GET', 'certificates-elsewhere', undefined, stranger)).status).toBe(403);
    const reads = await city.region.sql(
      `SELECT 1 FROM training_catalog.audit_entry WHERE action = 'read-personal-data' AND object_id = $1`,
      [atCity],
    );
    expect(reads.length).toBeGreaterThan(0);
  });

  it('what is issued anew or revoked after the transfer follows, whoever issued it', async () => {
    const path = `certificates/${String(own['certificateId'])}/reissue`;
    reissued = await kapuas.post<Json>(path, { reason: 'Ejaan nama keliru', holderName: 'Sari Lamiang' });
    const old = await shows(city, atCity, own['number'], 'REPLACED');
    expect(old).toMatchObject({ endedOn: today, endedReason: 'Ejaan nama keliru' });
    expect(await shows(city, atCity, reissued['number'], 'VALID')).toMatchObject({
      replacesId: own['certificateId'],
      expiresOn: own['expiresOn'],
    });
    await province.post(`certificates/${String(guest['certificateId'])}/revoke`, { reason: 'Daftar hadir keliru' });
    await shows(kapuas, atKapuas, guest['number'], 'REVOKED');
    expect(await shows(city, atCity, guest['number'], 'REVOKED')).toMatchObject({
      ...{ originRegion: '62', endedOn: today, endedReason: 'Daftar hadir keliru' },
    });
    expect(await page(kapuas, own, 'id')).toContain('sudah diganti dengan sertifikat baru');
    expect(await page(kapuas, own, 'en')).toContain('was replaced by a new one');
    expect(await page(province, guest, 'id')).toContain('dicabut dan tidak berlaku');
    expect(await page(province, guest, 'en')).toContain('was revoked and is not valid');
  });

  it('what was revoked by mistake comes back under another number, with its hours, wherever the person is', async () => {
    const path = `certificates/${String(guest['certificateId'])}/reissue`;
    const restored = await province.post<Json>(path, { reason: 'Daftar hadir orang lain' });
    await shows(kapuas, atKapuas, restored['number'], 'VALID');
    await shows(city, atCity, restored['number'], 'VALID');
    await shows(city, atCity, guest['number'], 'REVOKED');
    const told = await kapuas.region.sql<{ name: string; body: Json }>(
      `SELECT split_part(type, '.', 3) AS name, convert_from(body, 'UTF8')::jsonb AS body FROM training_catalog.outbox
        WHERE type ~ 'training-completed|completion-revoked|certificate-reissued' AND body::text LIKE '%' || $1 || '%' ORDER BY xid, seq`,
      [Buffer.from(String(guest['completionId'])).toString('hex')],
    );
    expect(told.map(({ name }) => name)).toEqual(['training-completed', 'completion-revoked', 'certificate-reissued']);
    const { completionId, certificateId, number } = restored;
    expect(told.at(-1)!.body).toMatchObject({
      ...{ cause: 'RESTORED', completionId, certificateId, number, formerCompletionId: guest['completionId'] },
      ...{ replacedNumber: guest['number'], issuedByRegion: '62', reason: 'Daftar hadir orang lain' },
    });
    const [hours] = await kapuas.region.sql<Json>(
      `SELECT certificate_number AS number, revoked_at AS revoked FROM training_catalog.completion WHERE completion_id = $1`,
      [completionId],
    );
    expect(hours).toEqual({ number, revoked: null });
  });

  it('is told once, however often the events of a transfer come', async () => {
    const before = [await sealed(kapuas), await standings(city, atCity)];
    await replay();
    await kapuas.employ(802);
    await city.employ(802);
    expect([await sealed(kapuas), await standings(city, atCity)]).toEqual(before);
    expect(before[1]).toEqual(['REPLACED', 'REVOKED', 'VALID', 'VALID']);
  });

  it('reaches a third region, and what the first one revokes reaches it there', async () => {
    atProvince = await province.employ(801, { name });
    await move(city, province, { here: atCity, there: atProvince }, today)();
    const known = await shows(province, atProvince, reissued['number'], 'VALID');
    expect(known).toMatchObject({ originRegion: '62.03', toldBy: '62.71' });
    // Those that no longer held when the person went on are nothing to go along; what the province issued itself comes back as a word of the city.
    await eventually('both that hold', async () =>
      (await standings(province, atProvince)).join() === 'VALID,VALID' ? true : undefined,
    );
    await kapuas.post(`certificates/${String(reissued['certificateId'])}/revoke`, { reason: 'Tidak sah' });
    expect(await shows(province, atProvince, reissued['number'], 'REVOKED')).toMatchObject({
      endedReason: 'Tidak sah',
    });
    expect(await standings(city, atCity)).toEqual(['REPLACED', 'REVOKED', 'REVOKED', 'VALID']);
    const path = `certificates-elsewhere?standing=VALID&originRegion=62.03`;
    expect((await province.get<List>(path)).items).toEqual([]);
    expect((await city.get<List>('certificates-elsewhere?standing=REVOKED&limit=1'))['items']).toHaveLength(1);
  });
});
