import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EmployeeChanged, EmployeeLeft, EmployeeRecordsMerged, newId } from '@betang/contracts';
import { waitUntil } from '@betang/testing';
import { PeerRequestSweep } from '../peer-assessment/peer-request-sweep.js';
import type { OwnPeerRequestView, PeerRequestView, PeerResultPage } from '../peer-assessment/peer-request.dto.js';
import type { ProfileView } from '../profiles/profile.dto.js';
import { RetentionSweep } from '../retention/retention-sweep.js';
import { newNumber, startCompetency, type CompetencyUnderTest } from '../testing/running-competency.js';

/**
 * R28: the map of competencies feeds individual plans, and colleagues have their word in it. A planner or the supervisor asks them; ordinary colleagues answer,
 * each for herself; the person hears what they showed together, and nobody what one of them said.
 */
let service: CompetencyUnderTest;
let agency: string;
let other: string;
let asih: string;
let chief: string;
let peers: string[];
let outsider: string;
let planner: string;
let supervisor: string;
let requestId: string;
/** The region's day (WIB), so many days ahead. */
const dayAhead = (days: number) => new Date(Date.now() + (7 + days * 24) * 3_600_000).toISOString().slice(0, 10);
const dueOn = dayAhead(10);
const CODES = ['MAN-02', 'MAN-03'];
const SAID = 'Selalu membagi pekerjaan dengan jelas';

const get = <T = Record<string, never>>(path: string, as: string) => service.call<T>('GET', path, { as });
const post = <T = Record<string, never>>(path: string, body: object, as: string) =>
  service.call<T>('POST', path, { as, body });
const own = (employee: string) => service.token('civil-servant', { employee, subject: `account-${employee}` });
const question = (more: object = {}) => ({ employeeId: asih, peerIds: peers, competencyCodes: CODES, dueOn, ...more });
const ask = async (more: object = {}, as = planner) =>
  (await post<{ requestId: string }>('peer-requests', question(more), as)).body.requestId;
const answer = async (peer: string, levels: readonly number[], id = requestId, evidence = SAID) =>
  post(
    `me/peer-requests/${id}/answer`,
    { results: levels.map((level, index) => ({ code: CODES[index], level })), evidence },
    await own(peer),
  );
const shown = async (id = requestId, as = planner) => (await get<PeerRequestView>(`peer-requests/${id}`, as)).body;
const results = async () => (await get<PeerResultPage>('me/peer-results', await own(asih))).body.items;
const notices = async (employee: string) =>
  (await get<{ items: { code: string }[] }>('notices?unread=true', await own(employee))).body.items.map(
    ({ code }) => code,
  );
const profile = async () =>
  (await get<ProfileView>('people/me/profile', await own(asih))).body.competencies.find(
    ({ code }) => code === 'MAN-02',
  );
const sweep = () => service.app.get(PeerRequestSweep, { strict: false }).sweep();
const sql = (text: string, values: unknown[] = []) => service.region.sql(text, values);
const overdue = (id: string) =>
  sql(`UPDATE competency_mapping.peer_request SET due_on = '2020-01-01' WHERE request_id = $1`, [id]);
const withdraw = (id: string) => post(`peer-requests/${id}/withdraw`, { reason: 'Selesai dicoba' }, planner);

beforeAll(async () => {
  service = await startCompetency();
  agency = await service.agency('Dinas Perhubungan (contoh)');
  other = await service.agency('Dinas Kearsipan (contoh)');
  [chief] = (await service.employ([{ agencyId: agency, name: 'Kepala Rekaan' }])) as [string];
  const staff = ['Asih Rekaan', 'Budi Rekaan', 'Citra Rekaan', 'Dewi Rekaan', 'Eka Rekaan'];
  [asih, ...peers] = (await service.employ(staff.map((name) => ({ agencyId: agency, name, supervisorId: chief })))) as [
    string,
    ...string[],
  ];
  [outsider] = (await service.employ([{ agencyId: other, name: 'Fajar Rekaan' }])) as [string];
  planner = await service.token('agency-planner', { unit: agency, subject: 'perencana-1' });
  supervisor = await service.token('supervisor', { unit: agency, employee: chief, subject: `account-${chief}` });
});
afterAll(() => service?.stop());

describe('asking colleagues', () => {
  it('is for planners of the unit and the own supervisor, about others than oneself', async () => {
    const stranger = await service.token('agency-planner', { unit: other, subject: 'perencana-2' });
    const head = await service.token('supervisor', { unit: agency, employee: peers[0]!, subject: 'kepala-lain' });
    expect((await post('peer-requests', question(), await own(asih))).status).toBe(403);
    expect((await post('peer-requests', question(), stranger)).status).toBe(404);
    // A supervisor of the unit, though not of this person.
    expect((await post('peer-requests', question(), head)).status).toBe(404);
    const herself = await service.token('agency-planner', { unit: agency, employee: asih, subject: 'perencana-3' });
    expect((await post('peer-requests', question(), herself)).body).toMatchObject({ code: 'peer-request-of-oneself' });
  });

  it('refuses the person, the supervisor, strangers and too few by name', async () => {
    const refused = await post('peer-requests', question({ peerIds: [asih, chief, outsider] }), planner);
    expect(refused.status).toBe(422);
    expect(refused.body).toMatchObject({
      code: 'peer-request-refused',
      errors: [
        { field: 'peerIds[0]', code: 'peer.oneself', message: expect.any(String) },
        { field: 'peerIds[1]', code: 'peer.supervisor' },
        { field: 'peerIds[2]', code: 'peer.unknown' },
      ],
    });
    expect((await post('peer-requests', question({ peerIds: peers.slice(0, 2) }), planner)).body).toMatchObject({
      errors: [{ field: 'peerIds', code: 'peer.too-few' }],
    });
  });

  it('tells each of them once, and one request at a time is open about a person', async () => {
    const key = newId();
    const twice = () =>
      service.call<{ requestId: string }>('POST', 'peer-requests', {
        ...{ as: supervisor, body: question({ peerIds: peers.slice(0, 3) }) },
        headers: { 'idempotency-key': key },
      });
    const [first, again] = [await twice(), await twice()];
    expect([first.status, again.status, again.body.requestId]).toEqual([201, 201, first.body.requestId]);
    requestId = first.body.requestId;
    expect(await notices(peers[0]!)).toEqual(['peer-asked']);
    expect((await post('peer-requests', question(), planner)).body).toMatchObject({ code: 'peer-request-open' });
    expect((await post(`peer-requests/${requestId}/peers`, { peerIds: peers.slice(2) }, planner)).body).toMatchObject({
      errors: [{ field: 'peerIds[0]', code: 'peer.twice' }],
    });
    expect((await post(`peer-requests/${requestId}/peers`, { peerIds: peers.slice(3) }, planner)).status).toBe(200);
    const list = await get<{ items: object[] }>('peer-requests?state=OPEN&sort=-dueOn&limit=1', planner);
    expect(list.body.items).toMatchObject([{ requestId, asked: 4, answered: 0, leastAnswers: 3 }]);
    const stranger = await service.token('agency-planner', { unit: other, subject: 'perencana-2' });
    expect((await get<{ items: object[] }>('peer-requests', stranger)).body.items).toEqual([]);
    expect((await get(`peer-requests/${requestId}`, stranger)).status).toBe(404);
  });
});

describe('an ordinary colleague', () => {
  it('sees the requests to herself alone, with competencies and indicators, and nothing of the profile', async () => {
    const mine = await own(peers[0]!);
    const { items } = (await get<{ items: object[] }>('me/peer-requests?state=ASKED', mine)).body;
    expect(items).toEqual([
      {
        ...{ requestId, name: 'Asih Rekaan', positionName: 'Pengelola Layanan', dueOn },
        ...{ requestState: 'OPEN', state: 'ASKED' },
      },
    ]);
    const seen = await get<OwnPeerRequestView>(`me/peer-requests/${requestId}`, mine);
    expect(seen.body.competencies.map(({ code, nameId }) => [code, nameId])).toEqual([
      ['MAN-02', 'Kerja sama'],
      ['MAN-03', 'Komunikasi'],
    ]);
    expect(seen.body.competencies[0]).toHaveProperty('indicators');
    expect(Object.keys(seen.body).sort()).toEqual(
      [
        'competencies',
        'dueOn',
        'evidence',
        'name',
        'positionName',
        'reason',
        'requestId',
        'requestState',
        'results',
        'state',
      ].sort(),
    );
    expect((await get(`people/${asih}/profile`, mine)).status).toBe(403);
    for (const nobody of [asih, outsider, chief])
      expect((await get(`me/peer-requests/${requestId}`, await own(nobody))).status).toBe(404);
    expect((await answer(outsider, [5, 5])).status).toBe(404);
  });

  it('answers with levels and words, corrects herself, or declines with a reason', async () => {
    const mine = async (peer: string) =>
      (await get<OwnPeerRequestView>(`me/peer-requests/${requestId}`, await own(peer))).body;
    expect((await answer(peers[0]!, [1, 1])).body).toEqual({ requestId, state: 'ANSWERED' });
    expect((await answer(peers[0]!, [2, 4])).status).toBe(200);
    expect(await mine(peers[0]!)).toMatchObject({ state: 'ANSWERED', evidence: SAID });
    expect((await mine(peers[0]!)).results).toEqual([
      { code: 'MAN-02', level: 2 },
      { code: 'MAN-03', level: 4 },
    ]);
    expect((await answer(peers[1]!, [3, 9])).status).toBe(400);
    expect((await answer(peers[1]!, [3])).status).toBe(200);
    const declined = { reason: 'Baru seminggu bekerja bersama' };
    const taken = await post(`me/peer-requests/${requestId}/decline`, declined, await own(peers[3]!));
    expect(taken.body).toEqual({ requestId, state: 'DECLINED' });
    expect(await mine(peers[3]!)).toMatchObject({ state: 'DECLINED', ...declined, results: null });
    // What a repeated sending is answered by is kept for weeks.
    expect(
      await sql('SELECT 1 FROM competency_mapping.idempotency_key WHERE response::text LIKE $1', [`%${SAID}%`]),
    ).toEqual([]);
    expect(await notices(peers[0]!)).toEqual([]);
    expect((await post(`peer-requests/${requestId}/close`, {}, planner)).body).toMatchObject({
      code: 'peer-answers-too-few',
    });
    expect(await results()).toEqual([]);
    const seen = await shown();
    expect(seen.peers.map(({ name, state }) => [name, state])).toEqual([
      ['Budi Rekaan', 'ANSWERED'],
      ['Citra Rekaan', 'ANSWERED'],
      ['Dewi Rekaan', 'ASKED'],
      ['Eka Rekaan', 'DECLINED'],
    ]);
    expect(seen).toMatchObject({ result: null, answers: null, observations: [] });
    expect(JSON.stringify(seen)).not.toContain(SAID);
  });

  it('sees nothing of others’ answers even as planner of the unit', async () => {
    const both = await service.token('agency-planner', { unit: agency, employee: peers[0]!, subject: 'perencana-4' });
    expect((await get(`peer-requests/${requestId}`, both)).status).toBe(404);
    expect((await get<{ items: object[] }>('peer-requests', both)).body.items).toEqual([]);
    expect((await post(`peer-requests/${requestId}/close`, {}, both)).status).toBe(404);
  });
});

describe('the result', () => {
  it('is one piece of evidence of the method PEER with its provenance, and tells nobody who said what', async () => {
    expect((await answer(peers[2]!, [3, 4], requestId, 'Menyampaikan hal sulit dengan tenang')).status).toBe(200);
    expect((await post(`peer-requests/${requestId}/close`, {}, planner)).status).toBe(200);
    expect((await answer(peers[0]!, [5, 5])).body).toMatchObject({ code: 'peer-request-ended' });
    // Of MAN-03 two spoke alone.
    const combined = [{ code: 'MAN-02', level: 2, answers: 3 }];
    expect(await results()).toMatchObject([{ requestId, answers: 3, result: combined, revoked: false }]);
    expect(await profile()).toMatchObject({
      level: 2,
      evidence: [{ method: 'PEER', assessor: 'Rekan kerja (3 jawaban)', assessmentId: requestId, level: 2 }],
    });
    const person = JSON.stringify([await results(), (await get('people/me/profile', await own(asih))).body]);
    for (const secret of [SAID, ...peers, 'Budi', 'Citra', 'Dewi']) expect(person).not.toContain(secret);
    expect(await notices(asih)).toEqual(['peer-result']);
    expect((await get(`me/peer-requests/${requestId}`, await own(asih))).status).toBe(404);
    const looks = await get<{ items: { reader: string }[] }>('me/data-accesses', await own(asih));
    for (const peer of peers) expect(looks.body.items.map(({ reader }) => reader)).not.toContain(`account-${peer}`);
    const seen = await shown();
    expect(seen).toMatchObject({ state: 'CLOSED', result: combined, answers: 3 });
    expect(seen.observations).toEqual(['Menyampaikan hal sulit dengan tenang', SAID, SAID]);
    const officer = await service.token('bkpsdm-officer', { subject: 'bkpsdm-1' });
    expect((await post(`assessments/${requestId}/revoke`, { reason: 'Keberatan diterima' }, officer)).status).toBe(200);
    expect(await results()).toMatchObject([{ revoked: true }]);
  });

  it('comes by no other way than their own answers: nobody says it for them', async () => {
    const results = [{ code: 'MAN-03', level: 5 }];
    const said = { employeeId: asih, method: 'PEER', assessor: 'Rekan kerja', observedOn: dayAhead(0), results };
    for (const [path, as] of [
      ['assessments', await service.token('bkpsdm-officer', { subject: 'bkpsdm-1' })],
      ['assessments/observations', supervisor],
    ] as const) {
      const { status, body } = await post<{ errors: { message: string }[] }>(path, said, as);
      expect([status, body]).toMatchObject([
        422,
        { code: 'assessment-refused', errors: [{ field: 'method', code: 'evidence.by-peer-request' }] },
      ]);
      expect(body.errors[0]!.message).toContain('peer-requests');
    }
    const kept = `SELECT 1 FROM competency_mapping.evidence WHERE method = 'PEER' AND competency_code = 'MAN-03'`;
    expect(await sql(kept)).toEqual([]);
  });

  it('is nothing where too few answered by the day, and what they said is forgotten', async () => {
    const id = await ask();
    await answer(peers[0]!, [4, 4], id);
    await overdue(id);
    expect((await answer(peers[1]!, [4, 4], id)).body).toMatchObject({ code: 'peer-request-ended' });
    expect(await sweep()).toBe(1);
    expect(await sweep()).toBe(0);
    expect(await shown(id)).toMatchObject({ state: 'CLOSED', result: null, answers: null, observations: [] });
    expect(
      await sql('SELECT 1 FROM competency_mapping.peer_answer WHERE request_id = $1 AND levels IS NOT NULL', [id]),
    ).toEqual([]);
    expect(await results()).toHaveLength(1);
    expect(await notices(peers[1]!)).toEqual([]);
  });

  it('comes by itself the day after the last, of those who are colleagues still', async () => {
    const id = await ask({ dueOn: dayAhead(0) }, supervisor);
    for (const peer of peers) await answer(peer, [4, 4], id);
    await sweep();
    expect(await notices(peers[0]!)).toEqual([]);
    // Who becomes the supervisor is no colleague: three are left, and the word of who left stands.
    const person = {
      employeeId: asih,
      employeeNumber: newNumber(),
      name: 'Asih Rekaan',
      employmentStatus: 'PNS' as const,
    };
    const at = {
      agencyId: agency,
      unitId: agency,
      grade: null,
      positionType: 'EXECUTOR',
      positionName: 'Pengelola Layanan',
    };
    const changed = { ...person, ...at, supervisorId: peers[3]! };
    await service.tell('identity', EmployeeChanged.create({ subject: asih, data: changed }));
    const gone = { employeeId: peers[2]!, leftOn: '2026-11-01', reason: 'RETIRED' as const };
    await service.tell('identity', EmployeeLeft.create({ subject: peers[2]!, data: gone }));
    expect((await answer(peers[3]!, [0, 0], id)).status).toBe(404);
    await overdue(id);
    await sweep();
    expect(await shown(id)).toMatchObject({
      state: 'CLOSED',
      answers: 3,
      result: [{ level: 4, answers: 3 }, { level: 4 }],
    });
  });
});

describe('what may happen to a request', () => {
  it('is withdrawn: what was answered is forgotten, and who was asked is told', async () => {
    const [fresh] = (await service.employ([{ agencyId: agency, name: 'Gita Rekaan' }])) as [string];
    const team = [peers[0]!, peers[1]!, fresh];
    const id = await ask({ peerIds: team });
    await answer(fresh, [4, 4], id);
    expect((await withdraw(id)).status).toBe(200);
    expect((await withdraw(id)).body).toMatchObject({ code: 'peer-request-ended' });
    expect(await notices(fresh)).toEqual(['peer-withdrawn']);
    expect((await get(`me/peer-requests/${id}`, await own(fresh))).status).toBe(404);
    expect(
      await sql('SELECT 1 FROM competency_mapping.peer_answer WHERE request_id = $1 AND evidence IS NOT NULL', [id]),
    ).toEqual([]);
    const reminded = await ask({ peerIds: team, dueOn: dayAhead(1) });
    await answer(peers[0]!, [3, 3], reminded);
    await sweep();
    await sweep();
    expect((await notices(fresh)).filter((code) => code === 'peer-due')).toHaveLength(1);
    expect(await notices(peers[0]!)).not.toContain('peer-due');
    await withdraw(reminded);
  });

  it('ends when the person leaves, and follows two records that are one person', async () => {
    const [leaving, merged] = (await service.employ([
      { agencyId: agency, name: 'Hadi Rekaan' },
      { agencyId: agency, name: 'Budi Rekaan' },
    ])) as [string, string];
    const id = await ask({ employeeId: leaving, peerIds: [peers[0]!, peers[1]!, merged] });
    for (const peer of [peers[0]!, merged]) await answer(peer, [3, 3], id);
    const data = { employeeId: peers[0]!, mergedEmployeeId: merged };
    const event = EmployeeRecordsMerged.create({ subject: peers[0]!, data });
    await service.tell('identity', event);
    expect((await shown(id)).peers.map(({ peerId }) => peerId).sort()).toEqual([peers[0]!, peers[1]!].sort());
    const left = { employeeId: leaving, leftOn: '2026-11-01', reason: 'RETIRED' as const };
    await service.tell('identity', EmployeeLeft.create({ subject: leaving, data: left }));
    expect((await get(`me/peer-requests/${id}`, await own(peers[1]!))).status).toBe(404);
    await sweep();
    await waitUntil('it ended', async () => (await shown(id)).state === 'WITHDRAWN');
  });

  it('is kept for a time only, with each one’s answer; what was shown together stays as evidence', async () => {
    await sql(
      `UPDATE competency_mapping.peer_request SET ended_at = now() - interval '400 days' WHERE ended_at IS NOT NULL`,
    );
    expect(await service.app.get(RetentionSweep, { strict: false }).sweep()).toBeGreaterThan(3);
    expect(await sql('SELECT 1 FROM competency_mapping.peer_answer')).toEqual([]);
    expect(await profile()).toMatchObject({ level: 4, evidence: [{ method: 'PEER' }, { verdict: 'REVOKED' }] });
  });
});
