import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  CompletionRevoked,
  TrainingCompleted,
  newId,
  type CompetencyCodesSucceeded,
  type CompetencyDictionaryRecorded,
} from '@betang/contracts';
import { waitUntil } from '@betang/testing';
import type { Unanswered } from '../dictionary-versions/unanswered.js';
import type { PlanLineView } from '../plans/plan-line.dto.js';
import type { ProfileView } from '../profiles/profile.dto.js';
import { newNumber, startCompetency, type CompetencyUnderTest } from '../testing/running-competency.js';

/** R10: the dictionary that needs are mapped by goes on from version to version, and everything that names its codes goes along. */
let service: CompetencyUnderTest;
let officer: string;
beforeAll(async () => {
  service = await startCompetency();
  officer = await service.token('bkpsdm-officer', { subject: 'bkpsdm-1' });
});
afterAll(() => service?.stop());

const post = <T = Record<string, never>>(path: string, body: object, as = officer) =>
  service.call<T>('POST', path, { as, body });
const recorded = async (): Promise<CompetencyDictionaryRecorded[]> => {
  const rows = await service.region.sql<{ data: CompetencyDictionaryRecorded }>(
    `SELECT convert_from(body, 'UTF8')::jsonb AS data FROM competency_mapping.outbox
      WHERE type = 'betang.competency-mapping.competency-dictionary-recorded.v1' AND destination = 'local' ORDER BY seq`,
  );
  return rows.map(({ data }) => data);
};

describe('R10: the dictionary of a region that stands alone', () => {
  it('is told at home whole, also where it was published before that was done', async () => {
    const draft = { title: 'Kamus 2', legalBasis: 'Peraturan Bupati (contoh)', validFrom: '2026-01-01' };
    const { dictionaryId } = (await post<{ dictionaryId: string }>('dictionaries', draft)).body;
    const radio = { code: 'TEK-01', group: 'TECHNICAL', field: 'Komunikasi', nameId: 'Radio', nameEn: 'Radio' };
    await post(`dictionaries/${dictionaryId}/competencies`, { competencies: [{ ...radio, minLevel: 1, maxLevel: 3 }] });
    expect((await post(`dictionaries/${dictionaryId}/publish`, { successions: [] })).status).toBe(200);
    const [told] = await recorded();
    expect(told).toMatchObject({ dictionaryId, dictionaryVersion: 2, part: 1, parts: 1 });
    expect(told!.competencies).toHaveLength(10);
    expect(told!.competencies.at(-1)).toMatchObject({ code: 'TEK-01', field: 'Komunikasi', maxLevel: 3 });
    await service.region.sql('UPDATE competency_mapping.dictionary SET told_at_home = false WHERE version = 2');
    await service.restart();
    await waitUntil('it is told again', async () => (await recorded()).length === 2);
    await service.restart();
    expect(await recorded()).toEqual([told, told]);
  });
});

describe('R10: a competency that is split in two, and two that become one', () => {
  const codes = ['MAN-01', 'MAN-02', 'MAN-03', 'MAN-04', 'MAN-05', 'MAN-06', 'MAN-07', 'MAN-08', 'SOS-01'];
  const completionId = newId();
  let agency: string;
  let person: string;
  let own: string;
  let target: string;
  let planId: string;
  const get = <T>(path: string, as = officer) => service.call<T>('GET', path, { as });
  const profile = async () => (await get<ProfileView>(`people/${person}/profile`)).body;
  const levelsOf = async (...wanted: string[]) => {
    const { competencies } = await profile();
    return wanted.map((code) => {
      const found = competencies.find((each) => each.code === code);
      return [code, found?.required ?? null, found?.level ?? null];
    });
  };
  const unanswered = async () => (await get<{ items: Unanswered[] }>('dictionaries/unanswered')).body.items;
  const linesOf = async () =>
    (await get<{ items: PlanLineView[] }>(`plans/${planId}/lines?sort=competency`)).body.items;
  const train = (id: string, code: string, level: number) => {
    const data = {
      ...{
        completionId: id,
        employeeId: person,
        programmeId: null,
        sessionId: null,
        title: 'Layanan',
        organiser: 'BPSDM',
      },
      ...{ pathCode: 'KL03', scope: 'NATIONAL' as const, quantityHundredths: 2000, startedOn: '2026-06-01' },
      ...{ completedOn: '2026-06-05', certificateNumber: null, competencies: [{ code, level }] },
    };
    return service.tell('training-catalog', TrainingCompleted.create({ subject: person, data }));
  };

  beforeAll(async () => {
    agency = await service.agency('Dinas Perizinan (contoh)');
    const employeeNumber = newNumber();
    [person] = (await service.employ([{ employeeNumber, agencyId: agency, positionType: 'PENGAWAS' }])) as [string];
    own = await service.token('civil-servant', { employee: person });
    target = (await service.target()).targetId;
    const row = `'${employeeNumber};${codes.map((code) => (code === 'MAN-05' ? 3 : code === 'MAN-04' ? 1 : 2)).join(';')}`;
    const how = { method: 'ASSESSMENT_CENTER', assessor: 'UPT', observedOn: '2026-05-04' };
    await service.uploadCsv('assessment-files', [`NIP;${codes.join(';')}`, row].join('\n'), officer, how);
    await post('needs/targets', { competencyCode: 'MAN-05', targetId: target, weight: 4 });
    const plan = { kind: 'ANNUAL', agencyId: agency, title: 'Rencana Perizinan 2027', firstYear: 2027 };
    planId = (await post<{ planId: string }>('plans', plan)).body.planId;
    for (const competencyCode of ['MAN-04', 'MAN-05', 'MAN-06']) {
      const line = {
        ...{ year: 2027, agencyId: agency, competencyCode, level: 2, targetGroup: 'Pengawas', people: 1, quarter: 1 },
        ...{
          form: 'CLASSICAL',
          pathCode: 'KL02',
          organiser: 'BPSDM',
          curriculumStandard: 'LAN',
          budget: 1,
          hours: 2000,
        },
        ...{ urgency: 3, developmentTargetId: target },
      };
      expect((await post(`plans/${planId}/lines`, line)).status).toBe(201);
    }
    const item = {
      competencyCode: 'MAN-05',
      level: 2,
      pathCode: 'KL03',
      activity: 'Pelatihan',
      quarter: 1,
      hours: 2000,
    };
    await post('individual-plans/me/2027', { items: [item] }, own);
    const need = { competencyCode: 'MAN-05', level: 3, people: 2, unitId: agency, severity: 'HIGH', title: 'Forum' };
    expect((await post('needs/raised', need)).status).toBe(201);
    await train(completionId, 'MAN-06', 4);
  });

  it('shows every part by the evidence that there is, and asks every standard for all of them', async () => {
    const draft = { title: 'Kamus 3', legalBasis: 'Peraturan Bupati (contoh)', validFrom: '2026-01-01' };
    const { dictionaryId } = (await post<{ dictionaryId: string }>('dictionaries', draft)).body;
    const named = (code: string) => ({
      code,
      group: 'MANAGERIAL',
      nameId: code,
      nameEn: code,
      minLevel: 1,
      maxLevel: 5,
    });
    const competencies = ['PEL-01', 'PEL-02', 'BANG-01'].map(named);
    await post(`dictionaries/${dictionaryId}/competencies`, { competencies });
    for (const code of ['MAN-04', 'MAN-05', 'MAN-06'])
      await post(`dictionaries/${dictionaryId}/competencies/${code}/remove`, {});
    const merged = ['MAN-04', 'MAN-06'].map((fromCode) => ({ fromCode, toCode: 'BANG-01' }));
    const split = { fromCode: 'MAN-05', toCode: 'PEL-01', also: [{ toCode: 'PEL-02', levels: [0, 1, 1, 2, 3, 4] }] };
    const twice = { ...split, also: [{ toCode: 'PEL-01' }] };
    expect(
      (await post(`dictionaries/${dictionaryId}/publish`, { successions: [...merged, twice] })).body,
    ).toMatchObject({
      code: 'dictionary-refused',
      errors: [{ field: 'successions[2].also[0]', code: 'dictionary.code-twice' }],
    });
    expect(
      (await post(`dictionaries/${dictionaryId}/publish`, { successions: [...merged, split] })).body,
    ).toMatchObject({
      evidenceSplit: 1,
      followed: {
        planLines: { mapped: 2, asked: 1 },
        raisedNeeds: { mapped: 0, asked: 1 },
        targetTies: { mapped: 1, asked: 0 },
        individualItems: { mapped: 0, asked: 1 },
      },
    });
    await waitUntil('the profile follows', async () => (await profile()).dictionaryVersion === 3);
    expect(await levelsOf('PEL-01', 'PEL-02', 'BANG-01', 'MAN-05')).toEqual([
      ['PEL-01', 2, 3],
      ['PEL-02', 1, 2],
      ['BANG-01', 2, 4],
      ['MAN-05', null, null],
    ]);
    const ties = await get<{ items: { competencyCode: string }[] }>(`needs/targets?targetId=${target}`);
    expect(ties.body.items.map(({ competencyCode }) => competencyCode).sort()).toEqual(['PEL-01', 'PEL-02']);
    const told = await service.region.sql<{ data: CompetencyCodesSucceeded }>(
      `SELECT convert_from(body, 'UTF8')::jsonb AS data FROM competency_mapping.outbox
        WHERE type = 'betang.competency-mapping.competency-codes-succeeded.v1' ORDER BY seq DESC LIMIT 1`,
    );
    expect(told[0]!.data.successions.find(({ fromCode }) => fromCode === 'MAN-05')).toMatchObject({
      toCode: 'PEL-01',
      also: [{ toCode: 'PEL-02', levels: [0, 1, 1, 2, 3, 4] }],
    });
  });

  it('goes on showing all parts by what is recorded under the old code later, and loses them together', async () => {
    const later = newId();
    await train(later, 'MAN-05', 4);
    await waitUntil('it counts', async () => (await levelsOf('PEL-01'))[0]![2] === 4);
    expect(await levelsOf('PEL-01', 'PEL-02')).toMatchObject([
      ['PEL-01', 2, 4],
      ['PEL-02', 1, 3],
    ]);
    const evidence = await get<{ items: { code: string; splitFrom: string | null }[] }>(
      `assessments?employeeId=${person}&limit=50`,
    );
    expect(evidence.body.items.filter(({ splitFrom }) => splitFrom !== null).map(({ code }) => code)).toEqual([
      'PEL-02',
      'PEL-02',
    ]);
    const data = { completionId: later, employeeId: person, reason: 'Salah orang' };
    await service.tell('training-catalog', CompletionRevoked.create({ subject: person, data }));
    await waitUntil('it counts no longer', async () => (await levelsOf('PEL-01'))[0]![2] === 3);
    expect(await levelsOf('PEL-02')).toEqual([['PEL-02', 1, 2]]);
  });

  it('goes on by results that name the national codes, for BKN knows no others', async () => {
    const [{ number }] = (await service.region.sql<{ number: string }>(
      'SELECT number FROM competency_mapping.person_number WHERE employee_id = $1',
      [person],
    )) as [{ number: string }];
    const how = { method: 'COMPUTER_ASSISTED', assessor: 'BKN CACT', observedOn: '2026-07-01' };
    const file = `NIP;Pelayanan publik;Mengelola perubahan\n'${number};5;4`;
    expect((await service.uploadCsv('assessment-files', file, officer, how)).body).toMatchObject({ rowsTaken: 1 });
    expect(await levelsOf('PEL-01', 'PEL-02', 'MAN-07')).toMatchObject([
      ['PEL-01', 2, 5],
      ['PEL-02', 1, 4],
      ['MAN-07', 2, 4],
    ]);
  });

  it('asks which part lines, needs and activities mean; the officer answers for all of a kind, or their owners each', async () => {
    expect((await linesOf()).map(({ competencyCode }) => competencyCode)).toEqual(['BANG-01', 'BANG-01', 'MAN-05']);
    const candidates = [
      { code: 'PEL-01', levels: [0, 1, 2, 3, 4, 5] },
      { code: 'PEL-02', levels: [0, 1, 1, 2, 3, 4] },
    ];
    expect(await unanswered()).toEqual(
      ['INDIVIDUAL_ITEM', 'PLAN_LINE', 'RAISED_NEED'].map((kind) => ({
        kind,
        fromCode: 'MAN-05',
        count: 1,
        candidates,
      })),
    );
    const answer = (body: object, as = officer) =>
      post(
        'dictionaries/unanswered/answer',
        { kind: 'PLAN_LINE', code: 'MAN-05', competencyCode: 'PEL-02', ...body },
        as,
      );
    const planner = await service.token('agency-planner', { unit: agency });
    expect((await answer({}, planner)).status).toBe(403);
    expect((await answer({ competencyCode: 'MAN-04' })).body).toMatchObject({
      code: 'answer-refused',
      errors: [{ field: 'competencyCode', code: 'evidence.competency-unknown' }],
    });
    expect((await answer({ code: 'PEL-01' })).body).toMatchObject({ errors: [{ field: 'code' }] });
    expect((await answer({})).body).toMatchObject({ mapped: 1 });
    expect((await answer({})).body).toMatchObject({ code: 'answer-refused' });
    expect((await answer({ kind: 'INDIVIDUAL_ITEM', competencyCode: 'PEL-01' })).body).toMatchObject({ mapped: 1 });
    expect((await linesOf()).find(({ competencyCode }) => competencyCode === 'PEL-02')).toMatchObject({
      level: 1,
      problems: [],
    });
    expect((await unanswered()).map(({ kind }) => kind)).toEqual(['RAISED_NEED']);
  });
});
