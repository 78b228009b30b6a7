import { CalendarDate } from '@betang/asn';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  CompletionRevoked,
  EmployeeIdentityErased,
  EmployeeLeft,
  EmployeeRecordsMerged,
  TrainingCompleted,
  newId,
} from '@betang/contracts';
import { Clock, UnitOfWork } from '@betang/platform';
import { waitUntil } from '@betang/testing';
import { PeopleHandlers } from '../people/people.handlers.js';
import { newNumber, startCompetency, type CompetencyUnderTest } from '../testing/running-competency.js';
import { ProfileSweep } from './profile-sweep.js';
import type { ProfileView } from './profile.dto.js';

let service: CompetencyUnderTest;
let agency: string;
let officer: string;
let assessor: string;
let person: string;
const number = newNumber();

beforeAll(async () => {
  service = await startCompetency();
  agency = await service.agency('Dinas Contoh');
  [person] = (await service.employ([
    { agencyId: agency, positionType: 'PENGAWAS', positionName: 'Kepala Subbagian Umum', employeeNumber: number },
  ])) as [string];
  officer = await service.token('bkpsdm-officer');
  assessor = await service.token('assessor', { unit: agency });
});
afterAll(() => service.stop());

const profile = async (query = '') =>
  (
    await service.call<ProfileView>('GET', `people/${person}/profile${query}`, {
      as: officer,
      headers: { 'accept-language': 'en' },
    })
  ).body;
const gapOf = (view: ProfileView, code: string) => view.competencies.find((row) => row.code === code)!;
const assess = (code: string, level: number, observedOn: string, changes: object = {}, as = assessor) =>
  service.call<{ assessmentId: string; evidence: { validUntil: string }[] }>('POST', 'assessments', {
    as,
    body: {
      employeeId: person,
      method: 'ASSESSMENT_CENTER',
      assessor: 'UPT Penilaian',
      observedOn,
      results: [{ code, level }],
      ...changes,
    },
  });
const told = (cause: string) =>
  waitUntil(`a change by ${cause} is told`, async () => {
    const rows = await service.region.sql<{ body: Buffer }>(
      `SELECT body FROM competency_mapping.outbox WHERE type = 'betang.competency-mapping.competency-profile-changed.v1' AND subject = $1
        ORDER BY xid, seq`,
      [person],
    );
    return rows
      .map(({ body }) => JSON.parse(body.toString()) as { cause: string; changes: object[] })
      .find((event) => event.cause === cause);
  });

const succeeded = async () => {
  const [row] = await service.region.sql<{ body: Buffer }>(
    `SELECT body FROM competency_mapping.outbox WHERE type = 'betang.competency-mapping.competency-codes-succeeded.v1'`,
  );
  return (JSON.parse(row!.body.toString()) as { successions: object[] }).successions;
};

describe('a profile', () => {
  it('is measured by the default of the position type until the position has a standard of its own', async () => {
    expect(await profile()).toMatchObject({
      dictionaryVersion: 1,
      standard: { scope: 'TYPE', title: 'Pengawas', version: 1 },
      match: { hundredths: null, required: 9, assessed: 0, deficit: 18 },
    });
    const body = {
      scope: 'POSITION',
      title: 'Kepala  Subbagian UMUM',
      levels: { 'MAN-01': 3, 'MAN-05': 2 },
      legalBasis: 'Keputusan Bupati (contoh)',
    };
    const created = await service.call<{ standardId: string }>('POST', 'standards', { as: officer, body });
    expect(created.status).toBe(201);
    expect((await service.call('POST', 'standards', { as: officer, body })).body).toMatchObject({
      code: 'standard-taken',
    });
    expect(
      await service.call('POST', 'standards', { as: officer, body: { ...body, title: 'Lain', levels: { 'XX-1': 9 } } }),
    ).toMatchObject({ status: 422, body: { errors: [{ field: 'levels.XX-1' }] } });
    expect(await profile()).toMatchObject({ standard: { scope: 'POSITION' }, match: { required: 2, deficit: 5 } });
    const { standardId } = created.body;
    const copy = await service.call('POST', `standards/${standardId}/copy`, {
      as: officer,
      body: { title: 'Kepala Subbagian Program' },
    });
    expect(copy).toMatchObject({ status: 201, body: { origin: 'COPY', version: 1 } });
    const next = { version: 1, levels: { 'MAN-01': 3, 'MAN-05': 3 }, legalBasis: 'Perubahan (contoh)' };
    expect(
      (await service.call('POST', `standards/${standardId}/versions`, { as: officer, body: next })).body,
    ).toMatchObject({ version: 2 });
    expect(
      (await service.call('POST', `standards/${standardId}/versions`, { as: officer, body: next })).body,
    ).toMatchObject({ code: 'standard-changed' });
  });

  it('rises by an assessment, explains itself down to evidence and rule, and is told', async () => {
    expect((await assess('MAN-01', 2, '2026-03-05')).body.evidence).toMatchObject([{ validUntil: '2029-03-05' }]);
    await assess('MAN-05', 3, '2026-03-05', { reference: 'AC-17' });
    const view = await profile();
    expect(view).toMatchObject({
      rule: { ruleVersion: 'profil-awal', text: 'The newest evidence that holds decides.' },
      standard: { version: 2 },
      match: { hundredths: 8333, mapping: 'CO', promotion: 'MS', withGap: 1, deficit: 1 },
    });
    expect(gapOf(view, 'MAN-01')).toMatchObject({
      name: 'Integrity',
      required: 3,
      level: 2,
      gap: 1,
      evidence: [{ verdict: 'CHOSEN', because: 'This is what the level rests on.' }],
    });
    expect(await told('ASSESSMENT')).toMatchObject({
      changes: [{ competencyCode: 'MAN-01', level: 2, previousLevel: null, validUntil: '2029-03-05' }],
    });
    const reads = await service.region.sql(
      `SELECT 1 FROM competency_mapping.audit_entry WHERE action = 'read-personal-data' AND object_id = $1`,
      [person],
    );
    expect(reads.length).toBeGreaterThan(0);
  });

  it('keeps the report of an assessment as a file, for who may read it', async () => {
    const { assessmentId } = (await assess('MAN-04', 2, '2026-04-02')).body;
    const attach = (content: string, as: string) => {
      const form = new FormData();
      form.append('file', new Blob([content]), 'laporan.pdf');
      return service.call<{ sha256: string }>('POST', `assessments/${assessmentId}/evidence`, { as, form });
    };
    expect((await attach('%PDF-1.7 contoh', await service.token('assessor', { unit: newId() }))).status).toBe(404);
    expect((await attach('MZ bukan laporan', assessor)).status).toBe(415);
    const attached = await attach('%PDF-1.7 contoh', assessor);
    expect(attached.status).toBe(201);
    const path = `assessments/${assessmentId}/evidence/${attached.body.sha256}`;
    expect((await service.call<{ text: string }>('GET', path, { as: officer })).body.text).toBe('%PDF-1.7 contoh');
    expect((await service.call('GET', path, { as: await service.token('supervisor') })).status).toBe(403);
    expect(
      (await service.call('GET', `assessments/${assessmentId}/evidence/${'0'.repeat(64)}`, { as: officer })).status,
    ).toBe(404);
  });

  it('takes a completed training as evidence by rule, and loses it when the completion is revoked', async () => {
    const completionId = newId();
    const data = {
      completionId,
      employeeId: person,
      programmeId: null,
      sessionId: null,
      title: 'Integritas',
      organiser: 'BPSDM',
      pathCode: 'KL03',
      scope: 'NATIONAL' as const,
      quantityHundredths: 4000,
      startedOn: '2026-05-04',
      completedOn: '2026-05-08',
      certificateNumber: 'S-1',
      competencies: [
        { code: 'MAN-01', level: 3 },
        { code: 'MAN-05', level: 1 },
      ],
    };
    await service.tell('training-catalog', TrainingCompleted.create({ subject: person, data }));
    const view = await profile();
    expect(gapOf(view, 'MAN-01')).toMatchObject({
      level: 3,
      gap: 0,
      evidence: [{ method: 'TRAINING', verdict: 'CHOSEN' }, { verdict: 'LOWER' }],
    });
    expect(gapOf(view, 'MAN-05')).toMatchObject({
      level: 3,
      evidence: [{ verdict: 'DOES_NOT_RAISE' }, { verdict: 'CHOSEN' }],
    });
    await told('TRAINING');
    await service.tell(
      'training-catalog',
      CompletionRevoked.create({ subject: person, data: { completionId, employeeId: person, reason: 'Salah orang' } }),
    );
    expect(gapOf(await profile(), 'MAN-01')).toMatchObject({ level: 2 });
    expect(await told('REVOCATION')).toMatchObject({
      changes: [{ competencyCode: 'MAN-01', level: 2, previousLevel: 3 }],
    });
  });

  it('names for each person the very completion that changed it, though many come at once', async () => {
    const elsewhere = await service.agency('Dinas Bersama');
    const people = await service.employ([{ agencyId: elsewhere }, { agencyId: elsewhere }, { agencyId: elsewhere }]);
    const completions = people.map((employeeId) =>
      TrainingCompleted.create({
        subject: employeeId,
        data: {
          completionId: newId(),
          employeeId,
          programmeId: null,
          sessionId: null,
          title: 'Integritas',
          organiser: 'BPSDM',
          pathCode: 'KL03',
          scope: 'NATIONAL' as const,
          quantityHundredths: 4000,
          startedOn: '2026-05-04',
          completedOn: '2026-05-08',
          certificateNumber: null,
          competencies: [{ code: 'MAN-01', level: 2 }],
        },
      }),
    );
    await service.tell('training-catalog', ...completions);
    const told = await service.region.sql<{ subject: string; cause: string }>(
      `SELECT subject, causation_id AS cause FROM competency_mapping.outbox
        WHERE type = 'betang.competency-mapping.competency-profile-changed.v1' AND subject = ANY($1::text[])`,
      [people],
    );
    expect(new Map(told.map(({ subject, cause }) => [subject, cause]))).toEqual(
      new Map(completions.map(({ id, subject }) => [subject, id])),
    );
  });

  it('takes results by file: names or codes as headings, people by number, bad rows back with reasons', async () => {
    const file = `NIP;Nama;Integritas;MAN-08;Tanggal\n'${number};X;3;2;10-06-2026\n199001012015051099;Y;3;2;10-06-2026\n'${number};X;9;2;10-06-2026\n`;
    const fields = { method: 'COMPUTER_ASSISTED', assessor: 'BKN CACT' };
    const done = await service.uploadCsv('assessment-files', file, officer, fields);
    expect(done.body).toMatchObject({ state: 'DONE', rowsRead: 3, rowsTaken: 1, rowsRefused: 2 });
    const errors = await service.call('GET', `imports/${String(done.body['importId'])}/errors`, { as: officer });
    expect((errors.body['items'] as unknown as { code: string }[]).map(({ code }) => code).sort()).toEqual([
      'row.out-of-range',
      'row.person-unknown',
    ]);
    expect(gapOf(await profile(), 'MAN-01')).toMatchObject({ level: 3, gap: 0 });
    expect((await service.uploadCsv('assessment-files', file, officer, fields)).body).toMatchObject({
      rowsTaken: 0,
      rowsRepeated: 1,
      rowsRefused: 2,
    });
  });

  it('takes no result by file that contradicts another one: an officer has to say which holds', async () => {
    const fields = { method: 'MEDIUM', assessor: 'UPT' };
    const upload = async (rows: string) => {
      const file = `NIP;MAN-07;Tanggal\n${rows}`;
      const { body } = await service.uploadCsv('assessment-files', file, officer, fields);
      const errors = await service.call('GET', `imports/${String(body['importId'])}/errors`, { as: officer });
      const codes = (errors.body['items'] as unknown as { code: string; remedy: string }[]).map(({ code }) => code);
      return { taken: body['rowsTaken'], repeated: body['rowsRepeated'], codes };
    };
    const [first, other] = [`'${number};2;11-06-2026\n`, `'${number};4;11-06-2026\n`];
    expect(await upload(first + other)).toEqual({ taken: 1, repeated: 0, codes: ['row.other-result'] });
    expect(await upload(first)).toEqual({ taken: 0, repeated: 1, codes: [] });
    expect(await upload(other)).toEqual({ taken: 0, repeated: 0, codes: ['row.other-result'] });
    const { assessmentId } = gapOf(await profile(), 'MAN-07').evidence[0]!;
    const revoke = { as: officer, body: { reason: 'Salah baca' } };
    expect((await service.call('POST', `assessments/${assessmentId}/revoke`, revoke)).status).toBe(200);
    expect(await upload(first)).toEqual({ taken: 0, repeated: 0, codes: ['row.revoked-before'] });
    expect(await upload(other)).toEqual({ taken: 1, repeated: 0, codes: [] });
    expect(gapOf(await profile(), 'MAN-07')).toMatchObject({
      level: 4,
      evidence: [{ verdict: 'CHOSEN' }, { verdict: 'REVOKED', revoked: { reason: 'Salah baca', eventId: null } }],
    });
  });

  it('rests on one result however often it is sent, and by whichever way', async () => {
    const known = () =>
      service.region.sql(
        `SELECT 1 FROM competency_mapping.evidence WHERE competency_code = 'MAN-08' AND observed_on = '2026-06-18' AND revoked_at IS NULL`,
      );
    const send = () => assess('MAN-08', 2, '2026-06-18', { assessor: 'Pusat Penilaian (rekaan)' });
    const sent = await Promise.all([send(), send(), send()]);
    expect(sent.map(({ status }) => status).sort()).toEqual([201, 422, 422]);
    expect(sent.find(({ status }) => status === 422)).toMatchObject({
      body: { code: 'assessment-refused', errors: [{ field: 'results[0]', code: 'evidence.recorded-before' }] },
    });
    expect(await known()).toHaveLength(1);
    const fields = { method: 'ASSESSMENT_CENTER', assessor: 'UPT Penilaian' };
    const file = `NIP;Pengambilan Keputusan;Tanggal\n'${number};2;18-06-2026\n`;
    const { body } = await service.uploadCsv('assessment-files', file, officer, fields);
    expect(body).toMatchObject({ rowsTaken: 0, rowsRepeated: 1, rowsRefused: 0 });
    expect(await known()).toHaveLength(1);
    const { assessmentId } = sent.find(({ status }) => status === 201)!.body;
    const revoke = { as: officer, body: { reason: 'Salah baca' } };
    expect((await service.call('POST', `assessments/${assessmentId}/revoke`, revoke)).status).toBe(200);
    expect((await send()).status).toBe(201);
  });

  it('is recorded by who may: assessors in their units, the person for oneself, nobody for others', async () => {
    const stranger = await service.token('assessor', { unit: newId() });
    expect((await assess('MAN-01', 2, '2026-03-05', {}, stranger)).status).toBe(404);
    expect((await assess('MAN-01', 2, '2026-03-05', {}, await service.token('supervisor'))).status).toBe(403);
    expect(await assess('MAN-01', 2, '2999-01-01', { results: [{ code: 'NONE-1', level: 2 }] })).toMatchObject({
      status: 422,
      body: { errors: [{ field: 'observedOn' }, { field: 'results[0].code' }] },
    });
    const own = await service.token('civil-servant', { employee: person });
    expect(
      (await service.call('POST', 'assessments/self', { as: own, body: { results: [{ code: 'MAN-02', level: 4 }] } }))
        .status,
    ).toBe(201);
    const seen = (await service.call<ProfileView>('GET', 'people/me/profile', { as: own })).body;
    expect(gapOf(seen, 'MAN-02')).toMatchObject({ level: null, evidence: [{ verdict: 'METHOD_NOT_COUNTED' }] });
    const observed = await service.call('POST', 'assessments/observations', {
      as: await service.token('supervisor', { unit: agency }),
      body: {
        employeeId: person,
        method: 'SUPERVISOR',
        assessor: 'Atasan langsung',
        observedOn: '2026-06-01',
        results: [{ code: 'MAN-02', level: 2 }],
      },
    });
    expect(observed.status).toBe(201);
    expect(gapOf(await profile(), 'MAN-02')).toMatchObject({ level: 2 });
  });

  it('falls by itself when its evidence expires, and says so', async () => {
    const clock = service.app.get(Clock, { strict: false });
    const today = clock.today.bind(clock);
    const lastDay = today();
    await assess('MAN-03', 3, '2023-07-01', { validUntil: lastDay });
    try {
      clock.today = () => CalendarDate.parse(lastDay).plusDays(1).iso;
      expect(await service.app.get(ProfileSweep, { strict: false }).sweep()).toBe(1);
      expect(await told('EXPIRY')).toMatchObject({
        changes: [{ competencyCode: 'MAN-03', level: null, previousLevel: 3, validUntil: null }],
      });
      const row = gapOf(await profile(), 'MAN-03');
      expect(row).toMatchObject({ level: null, evidence: [{ verdict: 'EXPIRED', because: 'It no longer holds.' }] });
    } finally {
      clock.today = today;
    }
  });

  it('goes over to another dictionary with standards and evidence, nothing lost in silence', async () => {
    const draft = await service.call<{ dictionaryId: string }>('POST', 'dictionaries', {
      as: officer,
      body: { title: 'Kamus Kapuas', legalBasis: 'Peraturan Bupati (contoh)', validFrom: '2026-01-01' },
    });
    const { dictionaryId } = draft.body;
    const competencies = [
      {
        code: 'MAN-91',
        group: 'MANAGERIAL',
        nameId: 'Integritas publik',
        nameEn: 'Public integrity',
        minLevel: 1,
        maxLevel: 4,
        indicators: [{ level: 1, text: 'Menaati aturan' }],
      },
    ];
    expect(
      (await service.call('POST', `dictionaries/${dictionaryId}/competencies`, { as: officer, body: { competencies } }))
        .body,
    ).toMatchObject({ revision: 2 });
    const file =
      'Kode;Kelompok;Nama Kompetensi;Urusan;Tingkat;Indikator Perilaku\nTEK-01;Teknis;Rekam medis;Kesehatan;1;Mengisi rekam medis\nTEK-01;Teknis;Rekam medis;Kesehatan;2;Memeriksa rekam medis\n';
    expect((await service.uploadCsv('dictionary-files', file, officer, { dictionaryId })).body).toMatchObject({
      state: 'DONE',
      rowsTaken: 2,
    });
    await service.call('POST', `dictionaries/${dictionaryId}/competencies/MAN-01/remove`, { as: officer, body: {} });
    const publish = (successions: object[]) =>
      service.call('POST', `dictionaries/${dictionaryId}/publish`, { as: officer, body: { successions } });
    expect(await publish([])).toMatchObject({
      status: 422,
      body: { errors: [{ field: 'successions.MAN-01', code: 'dictionary.code-without-successor' }] },
    });
    const published = await publish([{ fromCode: 'MAN-01', toCode: 'MAN-91' }]);
    expect(published).toMatchObject({ status: 200, body: { version: 2, state: 'PUBLISHED' } });
    expect(published.body['standardsMigrated'] as unknown as number).toBeGreaterThan(2);
    const view = await profile();
    expect(view).toMatchObject({ dictionaryVersion: 2, standard: { version: 3 } });
    expect(gapOf(view, 'MAN-91')).toMatchObject({
      name: 'Public integrity',
      required: 3,
      level: 3,
      evidence: [
        { code: 'MAN-01', verdict: 'CHOSEN', source: 'IMPORT' },
        { code: 'MAN-01', verdict: 'REVOKED', source: 'TRAINING', revoked: { reason: 'Salah orang' } },
        { code: 'MAN-01', verdict: 'OLDER', source: 'ENTRY', assessor: 'UPT Penilaian', origin: null, revoked: null },
      ],
    });
    expect(await told('DICTIONARY')).toMatchObject({
      changes: expect.arrayContaining([
        expect.objectContaining({ competencyCode: 'MAN-91', level: 3 }),
        expect.objectContaining({ competencyCode: 'MAN-01', level: null, previousLevel: 3 }),
      ]),
    });
    const uncaused = await service.region.sql(
      `SELECT 1 FROM competency_mapping.outbox AS o WHERE type = 'betang.competency-mapping.competency-profile-changed.v1'
          AND convert_from(body, 'UTF8')::jsonb ->> 'cause' = 'DICTIONARY' AND NOT EXISTS (SELECT 1 FROM competency_mapping.outbox AS c
            WHERE c.id::text = o.causation_id AND c.type = 'betang.competency-mapping.competency-codes-succeeded.v1')`,
    );
    expect(uncaused).toEqual([]);
    expect(await succeeded()).toEqual([{ fromCode: 'MAN-01', toCode: 'MAN-91', levels: [0, 1, 2, 3, 4, 4] }]);
    const list = await service.call('GET', `dictionaries/${dictionaryId}/competencies?group=TECHNICAL`, {
      as: officer,
    });
    expect(list.body['items']).toMatchObject([
      { code: 'TEK-01', field: 'Kesehatan', indicators: [{ level: 1 }, { level: 2 }] },
    ]);
  });

  it('changes with a rule from its first day on, never before', async () => {
    const rules = await service.call<{ items: { kind: string; content: { methods: object } }[] }>(
      'GET',
      'rules?kind=PROFILE',
      { as: officer },
    );
    const [first] = rules.body.items;
    const today = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);
    const decide = (changes: object) =>
      service.call('POST', 'rules', {
        as: officer,
        body: {
          kind: 'PROFILE',
          ruleVersion: 'profil-terbaik',
          validFrom: today,
          content: { ...first!.content, strategy: 'BEST' },
          legalBasis: 'Keputusan (contoh)',
          ...changes,
        },
      });
    expect((await decide({ validFrom: '2020-01-01' })).body).toMatchObject({ code: 'rule-in-past' });
    expect((await decide({ content: { strategy: 'BEST' } })).status).toBe(422);
    expect((await decide({})).status).toBe(201);
    expect(await profile()).toMatchObject({
      rule: { ruleVersion: 'profil-terbaik', text: 'The highest evidence that holds decides.' },
    });
  });

  it('finds after days of standing still which rule began and which evidence came to count meanwhile', async () => {
    const clock = service.app.get(Clock, { strict: false });
    const today = clock.today.bind(clock);
    const day = (days: number) => new Date(Date.parse(today()) + days * 86_400_000).toISOString().slice(0, 10);
    const [early] = (await service.employ([{ agencyId: await service.agency('Dinas Timur') }])) as [string];
    const completion = {
      ...{ completionId: newId(), employeeId: early, programmeId: null, sessionId: null, title: 'Lintas zona waktu' },
      ...{ organiser: 'BPSDM', pathCode: 'KL03', scope: 'NATIONAL' as const, quantityHundredths: 800 },
      ...{ startedOn: day(0), completedOn: day(1), certificateNumber: null },
      competencies: [{ code: 'MAN-08', level: 2 }],
    };
    await service.tell('training-catalog', TrainingCompleted.create({ subject: early, data: completion }));
    const rules = await service.call<{ items: { content: object }[] }>('GET', 'rules?kind=PROFILE', { as: officer });
    const body = { kind: 'PROFILE', ruleVersion: 'profil-besok', validFrom: day(1), legalBasis: 'Keputusan (contoh)' };
    const content = rules.body.items[0]!.content;
    expect((await service.call('POST', 'rules', { as: officer, body: { ...body, content } })).status).toBe(201);
    const stored = async () => {
      const [row] = await service.region.sql<{ level: number | null; rule: string }>(
        `SELECT rule_version AS rule, (SELECT level::integer FROM competency_mapping.profile_level AS l WHERE l.employee_id = s.employee_id) AS level
           FROM competency_mapping.profile_summary AS s WHERE employee_id = $1`,
        [early],
      );
      return row!;
    };
    expect(await stored()).toMatchObject({ level: null });
    const away = day(4);
    try {
      clock.today = () => away;
      await service.app.get(ProfileSweep, { strict: false }).sweep();
      await waitUntil('the profile is computed', async () => (await stored()).rule === 'profil-besok');
      expect(await stored()).toEqual({ level: 2, rule: 'profil-besok' });
    } finally {
      clock.today = today;
    }
  });

  it('goes over to the record that stays when two turn out to be one person', async () => {
    const [twice] = (await service.employ([{ agencyId: agency, name: 'Pegawai Ganda' }])) as [string];
    const body = { employeeId: twice, method: 'COMPLEX', assessor: 'UPT', observedOn: '2026-06-20' };
    const results = [{ code: 'MAN-06', level: 4 }];
    expect((await service.call('POST', 'assessments', { as: assessor, body: { ...body, results } })).status).toBe(201);
    const data = { employeeId: person, mergedEmployeeId: twice };
    const merged = EmployeeRecordsMerged.create({ subject: person, data });
    await service.tell('identity', merged);
    expect(gapOf(await profile(), 'MAN-06')).toMatchObject({ level: 4 });
    const told = await service.region.sql<{ subject: string }>(
      `SELECT subject FROM competency_mapping.outbox WHERE causation_id = $1
          AND type = 'betang.competency-mapping.competency-profile-changed.v1'`,
      [merged.id],
    );
    expect(told.map(({ subject }) => subject).sort()).toEqual([person, twice].sort());
  });

  it('says of nobody whose it is once the identity is kept no longer, and keeps its evidence', async () => {
    const numbers = [newNumber(), newNumber()] as const;
    const [gone, other] = (await service.employ([
      { agencyId: agency, name: 'Sari Rekaan', employeeNumber: numbers[0] },
      { agencyId: agency, name: 'Bawi Rekaan', employeeNumber: numbers[1] },
    ])) as [string, string];
    const body = { employeeId: gone, method: 'COMPLEX', assessor: 'UPT', observedOn: '2026-06-20' };
    const results = [{ code: 'MAN-06', level: 4 }];
    expect((await service.call('POST', 'assessments', { as: assessor, body: { ...body, results } })).status).toBe(201);
    for (const id of [gone, other])
      await service.region.sql(
        `INSERT INTO competency_mapping.notice_address (recipient_id, address, language) VALUES ($1, 'p@contoh.id', 'id')`,
        [id],
      );
    const leaving = { employeeId: gone, leftOn: '2026-06-21', reason: 'RETIRED' as const };
    await service.tell('identity', EmployeeLeft.create({ subject: gone, data: leaving }));
    const kept = async (id: string) => {
      const [row] = await service.region.sql(
        `SELECT p.name, p.unit_id AS unit, p.left_on AS left,
                (SELECT count(*)::integer FROM competency_mapping.person_number AS n WHERE n.employee_id = p.employee_id) AS numbers,
                (SELECT count(*)::integer FROM competency_mapping.notice_address AS a WHERE a.recipient_id = p.employee_id) AS addresses,
                (SELECT count(*)::integer FROM competency_mapping.evidence AS e WHERE e.employee_id = p.employee_id) AS evidence,
                (SELECT level::integer FROM competency_mapping.profile_level AS l WHERE l.employee_id = p.employee_id) AS level
           FROM competency_mapping.person AS p WHERE p.employee_id = $1`,
        [id],
      );
      return row;
    };
    const before = await kept(gone);
    expect(before).toMatchObject({
      name: 'Sari Rekaan',
      numbers: 1,
      addresses: 1,
      evidence: 1,
      level: 4,
      unit: agency,
    });
    const data = { employeeId: gone, erasedOn: '2026-06-30' };
    for (let times = 0; times < 2; times += 1) {
      await service.tell('identity', EmployeeIdentityErased.create({ subject: gone, data }));
      expect(await kept(gone)).toEqual({ ...before, name: null, numbers: 0, addresses: 0 });
    }
    expect(await kept(other)).toMatchObject({ name: 'Bawi Rekaan', numbers: 1, addresses: 1 });
    const shown = await service.call('GET', `people/${gone}/profile`, { as: officer });
    expect(shown).toMatchObject({ status: 200 });
    expect(JSON.stringify(shown.body)).not.toContain('Sari');
  });

  it('takes no name and number from what is older than the erasing', async () => {
    const employeeId = newId();
    const state = {
      employeeId,
      employeeNumber: newNumber(),
      name: 'Sari Rekaan',
      employmentStatus: 'PNS' as const,
      agencyId: agency,
      unitId: agency,
      grade: null,
      positionType: null,
      positionName: null,
    };
    const directory = service.app.get(PeopleHandlers, { strict: false });
    const at = (position: number, data: object) => [{ epoch: '1.test', position, data }] as never;
    const applied = { rebuilding: false };
    const rows = () =>
      service.region.sql(
        `SELECT name, (SELECT count(*)::integer FROM competency_mapping.person_number AS n WHERE n.employee_id = $1) AS numbers
           FROM competency_mapping.person WHERE employee_id = $1`,
        [employeeId],
      );
    const run = (work: (batch: never) => Promise<void>) =>
      service.app.get(UnitOfWork, { strict: false }).run((transaction) => work({ ...applied, transaction } as never));
    await run((batch) => directory.erased(at(9_000_002, { employeeId, erasedOn: '2026-06-30' }), batch));
    await run((batch) => directory.registered(at(9_000_001, state), batch));
    expect(await rows()).toEqual([{ name: null, numbers: 0 }]);
    await run((batch) => directory.registered(at(9_000_003, state), batch));
    expect(await rows()).toEqual([{ name: 'Sari Rekaan', numbers: 1 }]);
  });

  it('is listed beside others by match and agency, within the units of the caller', async () => {
    await service.employ([{ agencyId: agency, name: 'Bawi Contoh' }]);
    const planner = await service.token('agency-planner', { unit: agency });
    const list = await service.call<{ items: { employeeId: string }[] }>(
      'GET',
      `people?sort=-match&agencyId=${agency}`,
      { as: planner },
    );
    expect(list.body.items.slice(0, 2)).toMatchObject([
      { employeeId: person },
      { name: 'Bawi Contoh', matchHundredths: null },
    ]);
    const holding = (query: string) =>
      service.call<{ items: { employeeId: string }[] }>('GET', `people?agencyId=${agency}&${query}`, { as: planner });
    expect((await holding('competency=MAN-08&minLevel=2')).body.items.length).toBeGreaterThan(0);
    expect((await holding('competency=MAN-08&minLevel=5')).body.items).toEqual([]);
    expect((await holding('competency=man')).status).toBe(400);
    const named = (as: string) =>
      service.call<{ items: object[] }>('POST', 'people/search', { as, body: { name: 'bawi c', agencyId: agency } });
    expect((await named(planner)).body.items).toMatchObject([{ name: 'Bawi Contoh' }]);
    expect((await named(await service.token('agency-planner', { unit: newId() }))).body.items).toEqual([]);
    expect(await holding('q=bawi')).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'q', code: 'asked-by-search' }] },
    });
    const elsewhere = await service.token('agency-planner', { unit: newId() });
    expect((await service.call<{ items: object[] }>('GET', 'people', { as: elsewhere })).body.items).toEqual([]);
  });
});
